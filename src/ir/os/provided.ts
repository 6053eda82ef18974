import type { ProvidedContext } from "../kind.ts";
import { baseGroups, baseUsers } from "./base-users.ts";
import { packageNameOn, unitNameOn } from "./names.ts";
import { factsOfPackage, isBaseService, isSystemdAccount } from "./package-facts.ts";

/** Whether a user is there although nobody declares it: of the base system, or of a declared package. */
export function isProvidedUser(name: string, context: ProvidedContext): boolean {
  return baseUsers.has(name) || isSystemdAccount(name) || someFact(context, "users", name);
}

/** Whether a group is there although nobody declares it. */
export function isProvidedGroup(name: string, context: ProvidedContext): boolean {
  return baseGroups.has(name) || isSystemdAccount(name) || someFact(context, "groups", name);
}

/**
 * Whether a service is there although no process or package table names it: of the booted base system, of a declared
 * package, or called like a declared package (most services are).
 */
export function isProvidedService(name: string, context: ProvidedContext): boolean {
  const unit = unitNameOn(context.os, name);
  const bare = unit.replace(/\.service$/, "");
  if (isBaseService(bare) || someFact(context, "services", bare)) return true;
  for (const declared of context.packages) if (packageNameOn(context.os, declared) === bare) return true;
  return false;
}

function someFact(context: ProvidedContext, field: "users" | "groups" | "services", name: string): boolean {
  for (const declared of context.packages) {
    const facts = factsOfPackage(packageNameOn(context.os, declared), context.os);
    if (facts?.[field].includes(name) === true) return true;
  }
  return false;
}

import type { LowerContext, Resource } from "../../ir/model.ts";
import { baseGroups, baseUsers } from "../../ir/os/base-users.ts";
import { readBool, readNumber, readText, readValue } from "./read.ts";

/** Where derived numbers lie: above what adduser(8) hands out to people, and in a quiet part of the system range. */
export const idRanges = {
  people: { first: 2000, last: 9999 },
  system: { first: 300, last: 899 },
} as const;

/**
 * The number of a declared user or group without a written one: a hash of the name, so that it is the same on every
 * machine, in every build, whatever else is declared. Base accounts keep their own. Two names that meet are reported.
 */
export function deriveId(name: string, system: boolean): number {
  const known = baseUsers.get(name)?.uid ?? baseGroups.get(name);
  if (known !== undefined) return known;
  const range = system ? idRanges.system : idRanges.people;
  return range.first + (hashName(name) % (range.last - range.first + 1));
}

/** FNV-1a, 32 bits: small, stable, the same on every platform. */
function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** The number of a declared user. */
export function uidOf(user: Resource): number {
  return readNumber(user, "uid") ?? deriveId(user.name, readBool(user, "system") === true);
}

/** The name of a user's own group: as declared, as the base system has it, or the user's name. */
export function primaryGroupOf(user: string, context: Pick<LowerContext, "named">): string {
  const declared = context.named("user", user);
  const written = declared === undefined || declared.absent ? undefined : groupName(declared, "group", context);
  return written ?? baseUsers.get(user)?.group ?? user;
}

/** The group that an attribute names; the name of a user stands for that user's own group. */
export function groupName(
  resource: Resource,
  attribute: string,
  context: Pick<LowerContext, "named">,
): string | undefined {
  const value = readValue(resource, attribute);
  if (value?.is === "ref" && value.kind === "user" && value.name !== resource.name)
    return primaryGroupOf(value.name, context);
  return readText(resource, attribute);
}

/** Owner and group of something on a disk. */
export function ownershipOf(
  resource: Resource,
  context: Pick<LowerContext, "named">,
): { readonly owner: string; readonly group: string } {
  const owner = readText(resource, "owner") ?? "root";
  return { owner, group: groupName(resource, "group", context) ?? primaryGroupOf(owner, context) };
}

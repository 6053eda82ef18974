import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { isSystemdAccount } from "../../ir/os/package-facts.ts";
import { baseGroups, baseUsers } from "../../ir/os/base-users.ts";
import { declarationOf, spanOf } from "./check.ts";
import { readBool, readNumber } from "./read.ts";

/** Reports a written uid or gid that Debian's policy (9.2.2) keeps for something else. */
export function checkNumber(resource: Resource, attribute: "uid" | "gid"): readonly Diagnostic[] {
  const number = readNumber(resource, attribute);
  if (number === undefined) return [];
  const name = resource.name;
  const system = readBool(resource, "system") === true;
  const own = attribute === "uid" ? baseUsers.get(name)?.uid : baseGroups.get(name);
  const problem = own === undefined ? problemOfNumber(number, system) : ownNumberProblem(number, own);
  return problem === undefined
    ? []
    : [diagnose("E0416", { name, number, problem, attribute }, spanOf(resource, attribute))];
}

/** Reports that an account or a group which comes with the system shall be gone: the system would not be one without. */
export function checkAbsentAccount(resource: Resource): readonly Diagnostic[] {
  const base = resource.kind === "user" ? baseUsers : baseGroups;
  if (!base.has(resource.name) && !isSystemdAccount(resource.name)) return [];
  return [diagnose("E0431", { kind: resource.kind, name: resource.name }, declarationOf(resource))];
}

function ownNumberProblem(number: number, own: number): string | undefined {
  return number === own ? undefined : `it comes with the system and has ${own}`;
}

function problemOfNumber(number: number, system: boolean): string | undefined {
  if (number < 100) return "0 to 99 belong to the accounts that come with the system";
  if (number < 1000) return system ? undefined : "100 to 999 are for system accounts (write `system = true`)";
  if (number <= 59_999) return system ? "system accounts have 100 to 999" : undefined;
  if (number === 65_534) return "it is that of `nobody`";
  if (number === 65_535 || number === 4_294_967_295) return "it means that there is no number";
  if (number <= 65_533) return "60000 to 65533 are kept for later use";
  return number < 4_294_967_295 && number >= 65_536 ? undefined : "there is no such number";
}

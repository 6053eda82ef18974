import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { checkAbsent } from "../shared/check.ts";
import { checkNumber } from "../shared/check-accounts.ts";

/** Reports attributes of an absent group, and a number that it cannot have. */
export function checkGroup(resource: Resource): readonly Diagnostic[] {
  return resource.absent ? checkAbsent(resource) : checkNumber(resource, "gid");
}

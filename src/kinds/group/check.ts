import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { checkAbsent } from "../shared/check.ts";
import { checkAbsentAccount, checkNumber } from "../shared/check-accounts.ts";

/** Reports attributes of an absent group, one that cannot be absent, and a number that it cannot have. */
export function checkGroup(resource: Resource): readonly Diagnostic[] {
  return resource.absent ? [...checkAbsentAccount(resource), ...checkAbsent(resource)] : checkNumber(resource, "gid");
}

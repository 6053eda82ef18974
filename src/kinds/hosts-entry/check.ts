import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { checkAbsent, checkPlainText } from "../shared/check.ts";
import { checkGiven } from "../shared/edits.ts";

/** Reports what a line of hosts(5) cannot hold. */
export function checkHostsEntry(resource: Resource): readonly Diagnostic[] {
  if (resource.absent) return checkAbsent(resource);
  return [
    ...checkGiven(resource, ["address"]),
    ...checkPlainText(
      resource,
      "address",
      /^(?!\d{1,3}(\.\d{1,3}){3}$|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+$)/,
      "is no address: a name cannot stand for a name here",
      'write an address, for example `"10.0.0.5"` or `"fd00::5"`',
    ),
    ...checkPlainText(
      resource,
      "aliases",
      /^(?![a-z0-9]([a-z0-9.-]*[a-z0-9])?$)/,
      "holds what is no name of a machine",
      'write names of lower-case letters, digits, `-` and dots, for example `["db"]`',
    ),
  ];
}

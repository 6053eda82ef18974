import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { checkAbsent, checkPlainText } from "../shared/check.ts";
import { checkEditedPath, checkGiven } from "../shared/edits.ts";

/** Reports what a line of such a file cannot hold. */
export function checkIniKey(resource: Resource): readonly Diagnostic[] {
  const common = [
    ...checkEditedPath(resource),
    ...checkPlainText(
      resource,
      "section",
      // oxlint-disable-next-line no-control-regex -- control characters are what is refused
      /^$|^\s|\s$|[[\]\u0000-\u001f\u007f]/,
      "is empty, has spaces around it, or holds a bracket",
      'write the name alone, for example `"Journal"`',
    ),
    ...checkPlainText(
      resource,
      "key",
      // oxlint-disable-next-line no-control-regex -- control characters are what is refused
      /^$|^[\s#;[]|\s$|[=\u0000-\u001f\u007f]/,
      "is empty, begins with a comment sign or a bracket, has spaces around it, or holds a `=`",
      'write the key alone, for example `"SystemMaxUse"`',
    ),
  ];
  if (resource.absent) return [...common, ...checkAbsent(resource, ["path", "section", "key"])];
  return [
    ...common,
    ...checkGiven(resource, ["value"]),
    ...checkPlainText(
      resource,
      "value",
      // oxlint-disable-next-line no-control-regex -- control characters are what is refused
      /^\s|\s$|[\u0000-\u0008\u000a-\u001f\u007f]/,
      "begins or ends with a space, or has more than one line",
      'write the value alone, for example `"200M"`',
    ),
  ];
}

import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { checkPaths, checkPlainText } from "../shared/check.ts";

/** Reports a program that is no plain path: the name of a program needs nothing else. */
export function checkAlternative(resource: Resource): readonly Diagnostic[] {
  return [
    ...checkPaths(resource, ["path"]),
    ...checkPlainText(
      resource,
      "path",
      /[^A-Za-z0-9/._+-]/,
      "holds a character that the path of a program does not have",
      'write the path as `update-alternatives --list editor` shows it, for example `"/usr/bin/vim.basic"`',
    ),
  ];
}

import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { fitsLine, readLinePattern } from "../../ir/line-pattern.ts";
import type { Resource } from "../../ir/model.ts";
import { checkAbsent, checkPlainText, spanOf } from "../shared/check.ts";
import { checkEditedPath, checkGiven } from "../shared/edits.ts";
import { readText } from "../shared/read.ts";

/** Reports a line that is none, a pattern that the targets do not share, and one that would not find its own line again. */
export function checkLine(resource: Resource): readonly Diagnostic[] {
  return [
    ...checkEditedPath(resource),
    ...checkPlainText(
      resource,
      "text",
      // oxlint-disable-next-line no-control-regex -- control characters are what is refused
      /^$|[\u0000-\u0008\u000a-\u001f\u007f]/,
      "is empty, or more than one line",
      'write the line alone, for example `"UMASK 027"`; for several write a `block`',
    ),
    ...["match", "insert-after"].flatMap((attribute) => checkPattern(resource, attribute)),
    ...(resource.absent
      ? [...checkGiven(resource, ["text", "match"]), ...checkAbsent(resource, ["path", "text", "match"])]
      : [...checkGiven(resource, ["text"]), ...checkFindsItself(resource)]),
  ];
}

function checkPattern(resource: Resource, attribute: string): readonly Diagnostic[] {
  const pattern = readText(resource, attribute);
  const read = pattern === undefined ? undefined : readLinePattern(pattern);
  if (pattern === undefined || read === undefined || read.ok) return [];
  return [diagnose("E0442", { pattern, problem: read.problem }, spanOf(resource, attribute))];
}

/** lineinfile's own advice: a pattern that no longer finds the line adds or replaces another one at the next run. */
function checkFindsItself(resource: Resource): readonly Diagnostic[] {
  const line = readText(resource, "text");
  const read = readLinePattern(readText(resource, "match") ?? "");
  if (line === undefined || !read.ok || fitsLine(read.pattern, line)) return [];
  return [diagnose("E0443", { line }, spanOf(resource, "match"))];
}

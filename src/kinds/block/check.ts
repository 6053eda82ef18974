import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { blockMarkers } from "../../ir/edit.ts";
import type { Resource } from "../../ir/model.ts";
import { checkAbsent, checkPlainText, spanOf } from "../shared/check.ts";
import { checkEditedPath, checkGiven } from "../shared/edits.ts";
import { readText } from "../shared/read.ts";
import { markerOf } from "./lower.ts";

/** Reports a block without lines, with its own markers among them, or with a comment sign that is none. */
export function checkBlock(resource: Resource): readonly Diagnostic[] {
  const common = [
    ...checkEditedPath(resource),
    ...checkPlainText(
      resource,
      "comment",
      // oxlint-disable-next-line no-control-regex -- control characters are what is refused
      /^\s*$|[\u0000-\u001f\u007f{}\\]/,
      "is empty or holds a control character, a brace or a backslash",
      'write what a comment begins with, for example `"#"` or `"//"`',
    ),
  ];
  if (resource.absent) return [...common, ...checkAbsent(resource, ["path", "comment"])];
  return [
    ...common,
    ...checkGiven(resource, ["text"]),
    ...checkPlainText(
      resource,
      "text",
      // oxlint-disable-next-line no-control-regex -- control characters are what is refused
      /^\n?$|[\u0000-\u0008\u000b-\u001f\u007f]/,
      "is empty, or holds a control character",
      "write the lines, or take the block away with `absent` in front of it",
    ),
    ...checkMarkers(resource),
  ];
}

function checkMarkers(resource: Resource): readonly Diagnostic[] {
  const { begin, end } = blockMarkers(markerOf(resource));
  const lines = (readText(resource, "text") ?? "").split("\n");
  if (!lines.includes(begin) && !lines.includes(end)) return [];
  const problem = "holds the marker lines of this block";
  return [
    diagnose(
      "E0427",
      { attribute: "text", problem, help: "leave them off: they are written around it" },
      spanOf(resource, "text"),
    ),
  ];
}

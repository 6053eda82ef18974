import { diagnose } from "../diagnostics/diagnose.ts";
import { joinTexts, type Text } from "../ir/text.ts";
import type { TextPart } from "../parser/ast.ts";
import type { Span } from "../text/span.ts";
import type { At } from "./context.ts";
import { insertValue } from "./interpolate.ts";
import { resolveValue } from "./resolve.ts";

/** No text of a project is longer; what would be is made by texts that double each other. */
const maxTextParts = 20_000;
const maxTextLength = 4_000_000;

/** The text of some parts, every path in them put in; undefined when something was reported. */
export function evaluateParts(parts: readonly TextPart[], at: At, span: Span): Text | undefined {
  const pieces: Text[] = [];
  let good = true;
  let size = 0;
  let length = 0;
  for (const part of parts) {
    const piece = part.part === "literal" ? (part.text === "" ? [] : [part.text]) : insertPath(part, at);
    if (piece === undefined) good = false;
    else {
      pieces.push(piece);
      size += piece.length;
      for (const one of piece)
        length += typeof one === "string" ? one.length : one.hole === "variable" ? (one.value?.length ?? 0) : 0;
    }
    if (size > maxTextParts || length > maxTextLength) {
      at.env.report.add(diagnose("E0220", { what: "characters in one text", limit: maxTextLength }, span));
      return undefined;
    }
  }
  return good ? joinTexts(...pieces) : undefined;
}

function insertPath(part: Extract<TextPart, { part: "path" }>, at: At): Text | undefined {
  const value = resolveValue(part.path, undefined, { ...at, what: "a text" });
  return insertValue(value, part.path, at);
}

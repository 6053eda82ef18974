/** W0104: a script in a text block whose `#!` has spaces in front, because the closing quotes stand further to the left. */
import { diagnose } from "../diagnostics/diagnose.ts";
import type { Diagnostic, Fix } from "../diagnostics/diagnostic.ts";
import type { FileNode, TextBlockNode } from "./ast.ts";
import { textBlocksIn } from "./text-blocks.ts";

/** Finds such texts. */
export function findIndentedInterpreterLines(file: FileNode): readonly Diagnostic[] {
  return textBlocksIn(file).flatMap(({ block }) => checkBlock(block) ?? []);
}

function checkBlock(block: TextBlockNode): Diagnostic | undefined {
  const [first] = block.parts;
  const [, indentation] = (first?.part === "literal" && /^([ \t]+)#!/.exec(first.text)) || [];
  if (indentation === undefined) return undefined;
  const closing = block.span.end - block.quotes;
  const text = block.parts.map((part) => (part.part === "literal" ? part.text : "x")).join("");
  const isMovable = text.split("\n").every((line) => line === "" || line.startsWith(indentation));
  const edits = [{ span: { ...block.span, start: closing, end: closing }, text: indentation }];
  const fixes: readonly Fix[] = isMovable ? [{ title: "move the closing quotes", safety: "suggested", edits }] : [];
  const count = indentation.length === 1 ? "one place" : `${indentation.length} places`;
  const opening = { ...block.span, end: block.span.start + block.dollars + block.quotes };
  return diagnose("W0104", { count }, opening, { fixes });
}

import type { Entry, FileNode, TextBlockNode, ValueNode } from "./ast.ts";

/** A text block, and the entries whose names it may use: those of its module, or of the file. */
export interface PlacedTextBlock {
  readonly block: TextBlockNode;
  readonly scope: readonly Entry[];
}

/** The text blocks of a file, in the order in which they stand there. */
export function textBlocksIn(file: FileNode): readonly PlacedTextBlock[] {
  const found: PlacedTextBlock[] = [];
  visitEntries(file.entries, file.entries, found);
  return found;
}

function visitEntries(entries: readonly Entry[], scope: readonly Entry[], found: PlacedTextBlock[]): void {
  for (const entry of entries) {
    if ("value" in entry && entry.value !== undefined) visitValue(entry.value, scope, found);
    // A module sees nothing of the file around it.
    if (entry.type === "module") visitEntries(entry.body.entries, entry.body.entries, found);
    else if ("body" in entry && entry.body !== undefined) visitEntries(entry.body.entries, scope, found);
  }
}

function visitValue(value: ValueNode, scope: readonly Entry[], found: PlacedTextBlock[]): void {
  if (value.type === "text-block") found.push({ block: value, scope });
  else if (value.type === "list") for (const item of value.items) visitValue(item.value, scope, found);
  else if (value.type === "call") for (const argument of value.args) visitValue(argument, scope, found);
}

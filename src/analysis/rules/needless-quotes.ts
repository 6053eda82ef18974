import { diagnose } from "../../diagnostics/diagnose.ts";
import type { BlockNode, StringNode } from "../../parser/ast.ts";
import type { Project } from "../state.ts";
import { isBareWord } from "../value-types.ts";

/** Words that are no names although they look like one (language reference, section 2). */
const reserved: ReadonlySet<string> = new Set(
  "envspec use environment module let param secret output remove absent true false this".split(" "),
);

/** W0201: a name in quotes that needs none: `machine "web"`. Kinds whose names are texts by nature are left alone. */
export function lintNeedlessQuotes(block: BlockNode, example: string, project: Project): void {
  const { label } = block;
  if (label === undefined || !isBareWord(example.replaceAll(/^"|"$/g, "")) || example.startsWith('"')) return;
  const texts: readonly StringNode[] =
    label.label === "string"
      ? [label.value]
      : label.label === "list"
        ? label.items.flatMap((item) => (item.item === "string" ? [item.value] : []))
        : [];
  for (const node of texts) {
    const [only, more] = node.parts;
    if (only?.part !== "literal" || more !== undefined || !isBareWord(only.text) || reserved.has(only.text)) continue;
    project.reporter.add(
      diagnose("W0201", { name: only.text, kind: block.kind.text }, node.span, {
        fixes: [{ title: `write \`${only.text}\``, safety: "safe", edits: [{ span: node.span, text: only.text }] }],
      }),
    );
  }
}

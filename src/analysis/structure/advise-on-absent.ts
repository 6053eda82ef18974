import type { Kind } from "../../ir/kind.ts";
import { onMachine } from "../../ir/removal.ts";
import type { BlockNode, LabelItem, StringNode, ValueNode } from "../../parser/ast.ts";
import type { Surroundings } from "./check-block.ts";

/**
 * What to write for `absent` in front of a kind that cannot be it: what the kind knows to stay of the thing, with the
 * names that the block says. undefined when there is nothing to name. In a module the name on the machine has the
 * instance's in front, so that only names of the file are right there.
 */
export function adviseOnAbsent(block: BlockNode, kind: Kind, { place, project }: Surroundings): string | undefined {
  const text = (attribute: string): string | undefined => writtenText(block, attribute);
  const lines = labelsOf(block, kind)
    .flatMap((name) => kind.remains?.({ name, text }) ?? [])
    .filter((line) => {
      const [, removed = ""] = /^absent (\S+) /.exec(line) ?? [];
      return place !== "module" || project.registry.get(removed)?.label.scope === "file";
    })
    .map((line) => `\`${onMachine(line, text("machine"))}\``);
  const unique = [...new Set(lines)];
  const last = unique.pop();
  if (last === undefined) return undefined;
  return `write instead of the block ${unique.length === 0 ? last : `${unique.join(", ")} and ${last}`}`;
}

/** The labels that are known from the text; the kind's own name for one that has none. */
function labelsOf({ label }: BlockNode, kind: Kind): readonly string[] {
  if (kind.label.presence === "none") return [kind.name];
  const labels = label === undefined ? [] : label.label === "list" ? label.items.map(itemText) : [labelText(label)];
  return labels.filter((each) => each !== undefined && kind.label.pattern.test(each)) as readonly string[];
}

function labelText(label: Exclude<BlockNode["label"], { readonly label: "list" } | undefined>): string | undefined {
  return label.label === "word" ? label.text : literalOf(label.value);
}

function itemText(item: LabelItem): string | undefined {
  switch (item.item) {
    case "word":
      return item.text;
    case "string":
      return literalOf(item.value);
    case "spread":
      return undefined;
  }
}

function writtenText(block: BlockNode, attribute: string): string | undefined {
  for (const entry of block.body?.entries ?? [])
    if (entry.type === "attribute" && entry.key.segments.length === 1 && entry.key.segments[0]?.text === attribute)
      return valueText(entry.value);
  return undefined;
}

function valueText(value: ValueNode): string | undefined {
  switch (value.type) {
    case "string":
      return literalOf(value);
    case "number":
      return value.text;
    case "path":
      return value.path.segments.length === 1 ? value.path.segments[0]?.text : undefined;
    case "text-block":
    case "mode":
    case "quantity":
    case "bool":
    case "list":
    case "call":
    case "bad":
      return undefined;
  }
}

function literalOf({ parts }: StringNode): string | undefined {
  const [only, more] = parts;
  return only?.part === "literal" && more === undefined ? only.text : undefined;
}

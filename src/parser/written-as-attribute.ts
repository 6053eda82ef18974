/** Blocks that somebody wrote like attributes: `service: nginx`, `package = [git, curl]`. */
import type { LabelItem, LabelNode, ValueNode } from "./ast.ts";

/** Kinds that are the name of no attribute anywhere, so that a sign behind them is a mistake wherever they stand. */
const neverAttributes: readonly string[] = [
  "package",
  "service",
  "process",
  "schedule",
  "sysctl",
  "repository",
  "file",
];

/** Kinds that are attributes inside other blocks, and none at the top of a file. */
const notAtTheTop: readonly string[] = ["user", "group", "directory", "link", "command", "host"];

/** True when `word` with a sign behind it was meant as the beginning of a block. `colon` says that the sign is `:`. */
export function isBlockWithSign(word: string, colon: boolean, depth: number): boolean {
  // Inside an environment `package = …` may give a value to a `let` of that name.
  return depth === 0
    ? neverAttributes.includes(word) || notAtTheTop.includes(word)
    : colon && neverAttributes.includes(word);
}

/** The label that a value was meant as, or undefined when it cannot be one. */
export function labelFromValue(value: ValueNode | undefined): LabelNode | undefined {
  if (value?.type === "string") return { label: "string", value, span: value.span };
  if (value?.type === "path" && value.path.segments.length === 1)
    return { label: "word", text: value.path.segments[0]?.text ?? "", span: value.span };
  if (value?.type !== "list") return undefined;
  const items = value.items.flatMap((item): LabelItem[] => {
    const { spread, value: one, ...rest } = item;
    const label = spread ? undefined : labelFromValue(one);
    if (label?.label === "word") return [{ ...rest, item: "word", text: label.text }];
    return label?.label === "string" ? [{ ...rest, item: "string", value: label.value }] : [];
  });
  if (items.length === 0 || items.length < value.items.length) return undefined;
  return { label: "list", items, inner: value.inner, multiline: value.multiline, span: value.span };
}

import { diagnose } from "../diagnostics/diagnose.ts";
import { unwrapValue } from "../ir/value.ts";
import type { BlockNode, LabelNode, StringNode } from "../parser/ast.ts";
import type { Span } from "../text/span.ts";
import { plainAt } from "./context.ts";
import type { Env, Place } from "./state.ts";
import { printValue } from "./values.ts";

/** One name of a block, and where it is written. */
export interface Label {
  readonly text: string;
  readonly span: Span;
}

/** The names that a block stands for: none when it has none or when that was reported. */
export function expandLabels(block: BlockNode, place: Place, env: Env): readonly Label[] {
  return block.label === undefined ? [] : expandLabel(block.label, place, env);
}

/** The names that a label stands for; what is not known while compiling is reported. */
export function expandLabel(label: LabelNode, place: Place, env: Env): readonly Label[] {
  switch (label.label) {
    case "word":
      return [{ text: label.text, span: label.span }];
    case "string":
      return one(constantText(label.value, place, env), label.span);
    case "list": {
      const labels: Label[] = [];
      for (const item of label.items) {
        if (item.item === "word") labels.push({ text: item.text, span: item.span });
        else if (item.item === "string") labels.push(...one(constantText(item.value, place, env), item.span));
        else {
          const at = plainAt(env, place, "the label", "label", "a label");
          const node = { type: "path", path: item.path, span: item.path.span } as const;
          const value = env.evaluate(node, { type: "list", of: { type: "text" } }, at);
          const list = typeof value === "string" ? undefined : unwrapValue(value);
          if (list?.is !== "list") continue;
          for (const entry of list.items) labels.push(...one(printValue(entry), item.span));
        }
      }
      return labels;
    }
  }
}

function constantText(node: StringNode, place: Place, env: Env): string | undefined {
  const at = plainAt(env, place, "the label", "label", "a label");
  const value = env.evaluate(node, { type: "text" }, at);
  return typeof value === "string" ? undefined : printValue(value);
}

function one(text: string | undefined, span: Span): readonly Label[] {
  return text === undefined ? [] : [{ text, span }];
}

/** Whether a name obeys its kind's rule; reported when it does not. */
export function checkLabel(
  text: string,
  span: Span,
  rule: { readonly kind: string; readonly pattern: RegExp; readonly describe: string; readonly example: string },
  env: Env,
): boolean {
  if (rule.pattern.test(text)) return true;
  const shown = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  env.report.add(
    diagnose("E0211", { label: shown, kind: rule.kind, describe: rule.describe, example: rule.example }, span),
  );
  return false;
}

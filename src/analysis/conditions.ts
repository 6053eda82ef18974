import { diagnose } from "../diagnostics/diagnose.ts";
import type { ValueNode } from "../parser/ast.ts";
import type { Span } from "../text/span.ts";
import type { At } from "./context.ts";
import { nameEntity } from "./scope.ts";
import type { Entity } from "./state.ts";

/** A condition in canonical spelling, so that two that say the same are equal. */
export function spellCondition(node: ValueNode): string {
  switch (node.type) {
    case "path":
      return node.path.segments
        .map((segment) => (segment.quoted ? JSON.stringify(segment.text) : segment.text))
        .join(".");
    case "call":
      return `${node.callee.segments.map((segment) => segment.text).join(".")}(${node.args.map(spellCondition).join(", ")})`;
    case "string":
    case "text-block":
      return JSON.stringify(node.parts.map((part) => (part.part === "literal" ? part.text : "")).join(""));
    case "number":
    case "mode":
      return node.text;
    case "quantity":
      return `${node.amount}${node.unit}`;
    case "bool":
      return String(node.value);
    case "list":
      return `[${node.items.map((item) => spellCondition(item.value)).join(", ")}]`;
    case "bad":
      return "?";
  }
}

/** What stands under a `when` may be referred to only under the same one; reported when it is not. */
export function checkConditions(entity: Entity, span: Span, at: At): boolean {
  const { place } = at;
  let missing: string | undefined;
  let node: Span | undefined;
  for (const layer of entity.layers) {
    if (layer.role !== "declaration" || layer.place.scope !== place.scope) continue;
    const lacking = layer.place.conditions.find((condition) => !place.conditions.includes(condition));
    if (lacking === undefined) return true;
    missing = lacking;
    node = layer.node.span;
  }
  if (missing === undefined || node === undefined) return true;
  at.env.report.add(
    diagnose("E0605", { name: nameEntity(entity), condition: missing }, span, {
      related: [{ span: node, message: "it is there only under this condition" }],
    }),
  );
  return false;
}

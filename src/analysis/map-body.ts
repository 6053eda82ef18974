import { diagnose } from "../diagnostics/diagnose.ts";
import type { Value } from "../ir/value.ts";
import type { ValueType } from "../ir/value-type.ts";
import type { BlockNode } from "../parser/ast.ts";
import type { At } from "./context.ts";
import type { Outcome } from "./state.ts";

/** The entries of a block without a schema as a map: `headers { "X-Frame-Options" = "DENY" }` given to a param. */
export function evaluateMap(block: BlockNode, of: ValueType, at: At): Outcome {
  const entries = new Map<string, Value>();
  let good = true;
  for (const entry of block.body?.entries ?? []) {
    if (entry.type === "spread") {
      const spread = at.env.evaluate(
        { type: "path", path: entry.path, span: entry.path.span },
        { type: "map", of },
        at,
      );
      const map = typeof spread === "string" ? undefined : spread.is === "bound" ? spread.value : spread;
      if (map?.is !== "map") good = false;
      else for (const [key, value] of Object.entries(map.entries)) if (!entries.has(key)) entries.set(key, value);
    }
  }
  const written = new Set<string>();
  for (const entry of block.body?.entries ?? []) {
    if (entry.type !== "attribute") continue;
    const [key, ...rest] = entry.key.segments;
    if (key === undefined || rest.length > 0) continue;
    if (written.has(key.text)) at.env.report.add(diagnose("E0205", { name: key.text }, key.span));
    written.add(key.text);
    const value = at.env.evaluate(entry.value, of, { ...at, what: key.text });
    if (value === "bad") good = false;
    else if (value !== "none") entries.set(key.text, value);
  }
  return good ? { is: "map", entries: Object.fromEntries(entries) } : "bad";
}

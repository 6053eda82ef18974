import { diagnose } from "../../diagnostics/diagnose.ts";
import type { BlockNode } from "../../parser/ast.ts";
import type { Entity, Env } from "../state.ts";

/** W0502: in an environment, a block that patches one attribute of something with a bare label reads better as one dotted line. */
export function lintDottedForm(block: BlockNode, entity: Entity, env: Env): void {
  const entries = block.body?.entries ?? [];
  const [only] = entries;
  if (block.label?.label !== "word" || block.absent || entries.length !== 1 || only?.type !== "attribute") return;
  const key = only.key.segments[0]?.text;
  if (key === undefined || only.key.segments.length !== 1 || only.value.type === "bad") return;
  const source = env.project.sources.get(block.span.file);
  const value = source?.text.slice(only.value.span.start, only.value.span.end) ?? "…";
  const same = env.top.labels.get(entity.label) ?? [];
  const path = `${same.length > 1 ? `${block.kind.text}.` : ""}${entity.label}.${key}`;
  const short = value.includes("\n") || value.length > 40 ? `${path} = …` : `${path} = ${value}`;
  const commented = only.leading.length > 0 || only.trailing !== undefined || (block.body?.inner.length ?? 0) > 0;
  env.report.add(
    diagnose(
      "W0502",
      { example: short },
      { ...block.kind.span, end: block.label.span.end },
      {
        fixes: commented
          ? []
          : [
              {
                title: `write \`${short}\``,
                safety: "safe",
                edits: [{ span: block.span, text: `${path} = ${value}` }],
              },
            ],
      },
    ),
  );
}

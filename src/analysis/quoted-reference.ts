import { diagnose } from "../diagnostics/diagnose.ts";
import type { Span } from "../text/span.ts";
import type { At } from "./context.ts";
import { findEntity } from "./scope.ts";
import type { Outcome } from "./state.ts";
import { describeType, isBareWord } from "./value-types.ts";

/**
 * A quoted name where a reference is wanted: taken as it is for kinds whose label is their name on the machine. When
 * such a thing is declared, the reference means it, so that it is made first.
 */
export function fitQuotedReference(text: string, kinds: readonly string[], span: Span, at: At): Outcome {
  const { env, place } = at;
  const { registry } = env.project;
  const outside = kinds.filter(
    (kind) => registry.get(kind)?.label.scope === "machine" && kind !== "machine" && kind !== "host",
  );
  const [first] = outside;
  if (first === undefined) {
    const declared = kinds.some((kind) => findEntity(place.scope, kind, text) !== undefined);
    const fixes =
      declared && isBareWord(text)
        ? [{ title: `write \`${text}\``, safety: "safe" as const, edits: [{ span, text }] }]
        : [];
    env.report.add(
      diagnose(
        "E0308",
        { value: text, why: `${at.what} is the name of ${describeType({ type: "ref", kinds })} in this file` },
        span,
        /^[\w.+-]+:/.test(text)
          ? { help: "write the name of a block; an address goes into an attribute for it, such as `url`" }
          : { fixes },
      ),
    );
    return "bad";
  }
  for (const kind of outside) {
    const declared = env.shared.get(kind)?.get(text);
    const here = at.machines ?? [];
    if (
      declared !== undefined &&
      declared.removed === undefined &&
      here.every((machine) => declared.machines.includes(machine))
    )
      return { is: "ref", kind, name: text, resource: declared.id };
  }
  const why = registry.get(first)?.label.pattern.test(text) === false ? registry.get(first)?.label.describe : undefined;
  if (why !== undefined) {
    env.report.add(
      diagnose(
        "E0211",
        { label: text, kind: first, describe: why, example: registry.get(first)?.label.example ?? "" },
        span,
      ),
    );
    return "bad";
  }
  return { is: "ref", kind: first, name: text, resource: undefined };
}

import { diagnose } from "../diagnostics/diagnose.ts";
import type { Value } from "../ir/value.ts";
import type { Span } from "../text/span.ts";
import type { At } from "./context.ts";
import type { Outcome, VariableDecl } from "./state.ts";
import { describeType, exampleOf, innerType } from "./value-types.ts";
import { knownText, textValue } from "./values.ts";

const wanted = { type: "portion" } as const;

/** A number as a count of things, from 1. */
export function readCount(value: number, span: Span, at: At): Outcome {
  if (!Number.isSafeInteger(value)) return refuse(String(value), "it must be a whole number", span, at);
  if (value < 1) return refuse(String(value), "the smallest is 1", span, at);
  return { is: "number", value };
}

/** A percentage as a share of things, from 1% to 100%. */
export function readShare(amount: number, span: Span, at: At): Outcome {
  const written = `${amount}%`;
  if (!Number.isInteger(amount)) return refuse(written, "it must be a whole percentage", span, at);
  if (amount < 1 || amount > 100) return refuse(written, "shares go from 1% to 100%", span, at);
  return textValue(written);
}

/**
 * A value that was worked out elsewhere as a portion. A percentage of a `let` is a bare number by then, so the type of
 * the `let` says which of the two is meant; without one it is asked for.
 */
export function fitPortion(value: Value, span: Span, at: At, from: VariableDecl | undefined): Outcome {
  if (value.is === "text") {
    const share = /^(\d+)%$/.exec(knownText(value.text) ?? "");
    return share === null ? mismatch("a text", span, at) : readShare(Number(share[1]), span, at);
  }
  if (value.is !== "number") return mismatch("something else", span, at);
  const type = from?.type === undefined ? undefined : innerType(from.type).type;
  if (type === "percent") return readShare(value.value, span, at);
  if (type === "int") return readCount(value.value, span, at);
  const name = from?.name ?? "batch";
  at.env.report.add(
    diagnose(
      "E0301",
      {
        name: at.what,
        wanted: describeType(wanted),
        given: "a number that may mean either",
        example: exampleOf(wanted),
      },
      span,
      { help: `declare it as \`let ${name}: int\` or \`let ${name}: percent\`` },
    ),
  );
  return "bad";
}

function mismatch(given: string, span: Span, at: At): "bad" {
  at.env.report.add(
    diagnose("E0301", { name: at.what, wanted: describeType(wanted), given, example: exampleOf(wanted) }, span),
  );
  return "bad";
}

function refuse(value: string, why: string, span: Span, at: At): "bad" {
  at.env.report.add(diagnose("E0302", { value, wanted: describeType(wanted), why, example: exampleOf(wanted) }, span));
  return "bad";
}

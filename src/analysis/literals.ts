import { diagnose } from "../diagnostics/diagnose.ts";
import type { Fix } from "../diagnostics/diagnostic.ts";
import type { Value } from "../ir/value.ts";
import type { ValueType } from "../ir/value-type.ts";
import type { ModeNode, NumberNode, QuantityNode, ValueNode } from "../parser/ast.ts";
import type { Span } from "../text/span.ts";
import type { At, Wanted } from "./context.ts";
import { readCount, readShare } from "./portion.ts";
import type { Outcome } from "./state.ts";
import { describeType, exampleOf, innerType } from "./value-types.ts";
import { textValue } from "./values.ts";

/** Seconds of each unit of time. */
export const durationUnits: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3_600, d: 86_400 };
/** Bytes of each unit of size; they count in 1024. */
export const sizeUnits: Readonly<Record<string, number>> = {
  KB: 1024,
  MB: 1024 ** 2,
  GB: 1024 ** 3,
  TB: 1024 ** 4,
};

/** Reports that a value of another type was wanted. Always `"bad"`. */
export function reportType(given: string, type: ValueType, span: Span, at: At, fixes: readonly Fix[] = []): "bad" {
  const [fix] = fixes;
  at.env.report.add(
    diagnose("E0301", { name: at.what, wanted: describeType(type), given, example: exampleAt(type, at) }, span, {
      fixes,
      ...(fix === undefined ? {} : { help: fix.title }),
    }),
  );
  return "bad";
}

/**
 * What may be written in a place: the example of its attribute, where what is wanted is a value of the attribute itself
 * and no item of it; else one of the type. The example of a reference names something that the file does not have.
 */
export function exampleAt(type: ValueType, { schema }: At): string {
  const isOwn = schema !== undefined && schema.example !== "" && innerType(schema.type) === type;
  return isOwn && type.type !== "ref" ? schema.example : exampleOf(type);
}

/** Whether the value is that of a free key (`env { DEBUG = … }`) or a variable: its text may be any, `"true"` too. */
export function isFreeKey({ schema }: At): boolean {
  return schema === undefined || schema.example === "";
}

/** Reports `true` or `false` where something else was wanted. Always `"bad"`. */
export function reportBool(value: boolean, type: ValueType, span: Span, at: At): "bad" {
  return reportType(`\`${value}\``, type, span, at, isFreeKey(at) ? quoteFix(String(value), span, type) : []);
}

/** A fix that puts `text` in place of what was written. */
export function replaceBy(span: Span, text: string, safety: Fix["safety"] = "safe"): Fix {
  return { title: `write \`${text}\``, safety, edits: [{ span, text }] };
}

/** A number without a unit, as the wanted type. */
export function readNumber(node: NumberNode, type: Wanted, at: At): Outcome {
  const value = Number(node.text);
  const wanted = type?.type;
  switch (wanted) {
    case undefined:
      return { is: "number", value };
    case "int":
    case "number":
    case "port":
      return fitNumber(value, type, node.span, at);
    case "portion":
      return readCount(value, node.span, at);
    case "duration":
    case "size":
    case "percent": {
      const units =
        wanted === "duration" ? Object.keys(durationUnits) : wanted === "size" ? Object.keys(sizeUnits) : ["%"];
      const example = `${node.text}${wanted === "duration" ? "s" : wanted === "size" ? "MB" : "%"}`;
      const fixes = wanted === "percent" ? [replaceBy(node.span, example)] : [];
      at.env.report.add(
        diagnose("E0309", { value: node.text, units: units.join(", "), example }, node.span, { fixes }),
      );
      return "bad";
    }
    case "version":
      at.env.report.add(
        diagnose("E0303", { value: node.text }, node.span, { fixes: [replaceBy(node.span, `"${node.text}"`)] }),
      );
      return "bad";
    case "mode": {
      const fixes = /^[0-7]{3}$/.test(node.text) ? [replaceBy(node.span, `0${node.text}`)] : [];
      at.env.report.add(diagnose("E0311", { value: node.text }, node.span, { fixes }));
      return "bad";
    }
    case "bool": {
      const fixes =
        node.text === "1" ? [replaceBy(node.span, "true")] : node.text === "0" ? [replaceBy(node.span, "false")] : [];
      return reportType("a number", type, node.span, at, fixes);
    }
    default:
      return reportType(
        "a number",
        type as ValueType,
        node.span,
        at,
        quoteFix(node.text, node.span, type as ValueType),
      );
  }
}

/** A number with a unit, as the wanted type. */
export function readQuantity(node: QuantityNode, type: Wanted, at: At): Outcome {
  const { unit } = node;
  const amount = Number(node.amount);
  const written = `${node.amount}${unit}`;
  const own: "duration" | "size" | "percent" | undefined =
    unit === "%"
      ? "percent"
      : Object.hasOwn(durationUnits, unit)
        ? "duration"
        : Object.hasOwn(sizeUnits, unit)
          ? "size"
          : undefined;
  // The lexer knows the units and has refused any other.
  if (own === undefined) return "bad";
  if (own === "percent" && type?.type === "portion") return readShare(amount, node.span, at);
  if (type !== undefined && type.type !== own) {
    const given = own === "duration" ? "a length of time" : own === "size" ? "a size" : "a percentage";
    return reportType(given, type, node.span, at, quoteFix(written, node.span, type));
  }
  if (own === "percent") return { is: "number", value: amount };
  const whole = amount * ((own === "duration" ? durationUnits[unit] : sizeUnits[unit]) ?? 1);
  if (!Number.isSafeInteger(whole) || whole < 0) {
    at.env.report.add(
      diagnose(
        "E0302",
        {
          value: written,
          wanted: describeType({ type: own }),
          why: `it is not a whole number of ${own === "duration" ? "seconds" : "bytes"}`,
          example: exampleOf({ type: own }),
        },
        node.span,
      ),
    );
    return "bad";
  }
  return own === "duration" ? { is: "duration", seconds: whole } : { is: "size", bytes: whole };
}

/** `0644` as the wanted type: four digits. */
export function readMode(node: ModeNode, type: Wanted, at: At): Outcome {
  if (!/^0[0-7]{3,4}$/.test(node.text)) {
    at.env.report.add(diagnose("E0311", { value: node.text }, node.span));
    return "bad";
  }
  if (type !== undefined && type.type !== "mode")
    return reportType("a file mode", type, node.span, at, quoteFix(node.text, node.span, type));
  return textValue(node.text.length === 5 ? node.text.slice(1) : node.text);
}

/** Checks the range of a number; the value stays what it is. */
export function fitNumber(value: number, type: ValueType, span: Span, at: At): Outcome {
  const bad = (why: string): "bad" => {
    at.env.report.add(
      diagnose("E0302", { value: String(value), wanted: describeType(type), why, example: exampleAt(type, at) }, span),
    );
    return "bad";
  };
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) return bad("it is too large");
  if (type.type !== "number" && !Number.isInteger(value)) return bad("it must be a whole number");
  if (type.type === "port" && (value < 1 || value > 65_535)) return bad("ports go from 1 to 65535");
  if (type.type === "int" || type.type === "number") {
    if (type.min !== undefined && value < type.min) return bad(`the smallest is ${type.min}`);
    if (type.max !== undefined && value > type.max) return bad(`the largest is ${type.max}`);
  }
  return { is: "number", value };
}

/**
 * Reads a text from outside (`env("X")`) as a type that is not written in quotes. undefined when it is not one; the
 * caller reports, and never shows the text.
 */
export function readOutsideText(text: string, type: ValueType): Value | undefined {
  switch (type.type) {
    case "int":
    case "number":
    case "port":
      return /^-?\d+(\.\d+)?$/.test(text) ? { is: "number", value: Number(text) } : undefined;
    case "percent": {
      const match = /^(\d+(?:\.\d+)?)%?$/.exec(text);
      return match === null ? undefined : { is: "number", value: Number(match[1]) };
    }
    case "bool":
      return text === "true" || text === "false" ? { is: "bool", value: text === "true" } : undefined;
    case "duration":
    case "size": {
      const match = /^(\d+(?:\.\d+)?)([A-Za-z]+)$/.exec(text);
      const factor = (type.type === "duration" ? durationUnits : sizeUnits)[match?.[2] ?? ""];
      const whole = Number(match?.[1]) * (factor ?? Number.NaN);
      if (!Number.isSafeInteger(whole)) return undefined;
      return type.type === "duration" ? { is: "duration", seconds: whole } : { is: "size", bytes: whole };
    }
    case "mode":
      return /^0?[0-7]{4}$/.test(text) ? textValue(text.slice(-4)) : undefined;
    case "enum":
      return type.values.includes(text) ? textValue(text) : undefined;
    default:
      return undefined;
  }
}

/** How a written value is called in a message. */
export function describeNode(node: ValueNode): string {
  switch (node.type) {
    case "string":
    case "text-block":
      return "a text";
    case "mode":
      return "a file mode";
    case "quantity":
      return "a number with a unit";
    case "number":
      return "a number";
    case "bool":
      return `\`${String(node.value)}\``;
    case "list":
      return "a list";
    case "path":
      return "a name";
    case "call":
      return `\`${node.callee.segments[0]?.text ?? ""}(…)\``;
    case "bad":
      return "this";
  }
}

/** Whether any text will do: not where it has a form, nor where only a file of the project may stand. */
export function takesText(type: ValueType): boolean {
  return type.type === "text" || (type.type === "content" && type.from !== "file");
}

function quoteFix(text: string, span: Span, type: ValueType): readonly Fix[] {
  return takesText(type) ? [replaceBy(span, `"${text}"`)] : [];
}

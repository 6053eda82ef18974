import { diagnose } from "../diagnostics/diagnose.ts";
import type { Value } from "../ir/value.ts";
import type { ValueType } from "../ir/value-type.ts";
import type { ListNode, PathNode, StringNode, TextBlockNode, ValueNode } from "../parser/ast.ts";
import type { Span } from "../text/span.ts";
import { evaluateCall } from "./calls.ts";
import { writeAsList } from "./command-line.ts";
import type { At, Wanted } from "./context.ts";
import { fitPath, fitValue } from "./fit.ts";
import { refineQuantity } from "./foreign-quantity.ts";
import {
  describeNode,
  exampleAt,
  readMode,
  readNumber,
  readQuantity,
  replaceBy,
  reportBool,
  reportType,
} from "./literals.ts";
import { evaluateParts } from "./parts.ts";
import { resolveValue, namesList } from "./resolve.ts";
import type { Outcome } from "./state.ts";
import { describeType, innerType, isBareWord, quotedEnum } from "./value-types.ts";
import { describeValue, knownText, textValue } from "./values.ts";
import { refuseTextForFile } from "./wants-file.ts";

/** No list of a project is longer; what would be is made by lists that double each other. */
const maxListItems = 100_000;

/**
 * Works out a written value as the wanted type; with no type, as what it looks like. Whatever is wrong is reported
 * once, and the result is `"bad"`; `"none"` is an optional param that is not given.
 */
export function evaluate(node: ValueNode, type: Wanted, at: At): Outcome {
  const wanted = type === undefined ? undefined : innerType(type);
  if (wanted?.type === "list" && node.type !== "list") return evaluateLone(node, wanted, at);
  if (wanted?.type === "setting") return evaluateSetting(node, wanted, at);
  if (node.type !== "list" && refuseTextForFile(node, wanted, at)) return "bad";
  switch (node.type) {
    case "bad":
      if (node.quantity !== undefined) refineQuantity(node.quantity, wanted, node.span, at);
      return "bad";
    case "string":
    case "text-block":
      return evaluateText(node, wanted, at);
    case "mode":
      return readMode(node, wanted, at);
    case "quantity":
      return readQuantity(node, wanted, at);
    case "number":
      return readNumber(node, wanted, at);
    case "bool":
      if (wanted === undefined || wanted.type === "bool") return { is: "bool", value: node.value };
      return reportBool(node.value, wanted, node.span, at);
    case "list":
      return evaluateList(node, wanted, at);
    case "path":
      return evaluatePath(node, wanted, at);
    case "call":
      return evaluateCall(node, wanted, at);
  }
}

/** A value that another program reads: whatever has one form there. Its words for yes and no are those of the language. */
function evaluateSetting(node: ValueNode, wanted: ValueType, at: At): Outcome {
  if (node.type === "quantity" && node.unit === "%") return readQuantity(node, wanted, at);
  if (node.type === "path") return evaluatePath(node, wanted, at);
  const value = evaluate(node, undefined, at);
  return typeof value === "string" ? value : fitValue(value, wanted, node.span, at);
}

function evaluateText(node: StringNode | TextBlockNode, wanted: Wanted, at: At): Outcome {
  const text = evaluateParts(node.parts, at, node.span);
  if (text === undefined) return "bad";
  const value: Value = { is: "text", text };
  if (at.constant !== undefined && knownText(text) === undefined) return reportOpen(at, node.span);
  if (wanted === undefined) return value;
  const written = knownText(text);
  const plain = node.parts.every((part) => part.part === "literal");
  if (plain && written !== undefined) {
    const refused = refuseQuotes(written, wanted, node.span, at);
    if (refused !== undefined) return refused;
  }
  return fitValue(value, wanted, node.span, at);
}

/** What is written in quotes by habit although its type is written without them. */
function refuseQuotes(text: string, wanted: ValueType, span: Span, at: At): "bad" | undefined {
  const { report } = at.env;
  const bare = (why: string, value: string): "bad" => {
    report.add(diagnose("E0308", { value: text, why }, span, { fixes: [replaceBy(span, value)] }));
    return "bad";
  };
  switch (wanted.type) {
    case "enum":
      if (quotedEnum(wanted.values)) {
        if (!wanted.values.includes(text)) reportEnum(text, wanted.values, span, at);
        return wanted.values.includes(text) ? undefined : "bad";
      }
      if (wanted.values.includes(text)) return bare("these are fixed words", text);
      reportEnum(text, wanted.values, span, at);
      return "bad";
    case "name":
      return isBareWord(text) ? bare("this is a name, not a text", text) : undefined;
    case "bool":
      return /^(true|yes|on)$/i.test(text)
        ? bare("`true` and `false` are not texts", "true")
        : /^(false|no|off)$/i.test(text)
          ? bare("`true` and `false` are not texts", "false")
          : undefined;
    case "int":
    case "number":
    case "port":
      return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? bare("a number is not a text", text) : undefined;
    case "duration":
      return /^\d+(s|min|h|d)$/.test(text) ? bare("a length of time is not a text", text) : undefined;
    case "size":
      return /^\d+(KB|MB|GB|TB)$/.test(text) ? bare("a size is not a text", text) : undefined;
    case "percent":
      return /^\d+%$/.test(text) ? bare("a percentage is not a text", text) : undefined;
    case "setting":
      return undefined;
    case "portion":
      return /^[1-9]\d*%?$/.test(text) ? bare("a number or a percentage is not a text", text) : undefined;
    case "mode":
      return /^0?[0-7]{3,4}$/.test(text)
        ? bare("a mode is not a text", text.startsWith("0") ? text : `0${text}`)
        : undefined;
    case "list":
    case "map":
    case "optional":
    case "ref":
    case "secret":
    case "content":
    case "folder":
    case "text":
    case "path":
    case "url":
    case "domain":
    case "email":
    case "ip":
    case "cidr":
    case "time":
    case "version":
    case "regex":
      return undefined;
  }
}

function evaluateList(node: ListNode, wanted: Wanted, at: At): Outcome {
  const { report } = at.env;
  if (wanted !== undefined && wanted.type !== "list") {
    const [only] = node.items;
    const one = node.items.length === 1 && only !== undefined && !only.spread && only.value.type !== "bad";
    report.add(
      diagnose("E0306", { name: at.what, wanted: describeType(wanted), example: exampleAt(wanted, at) }, node.span, {
        fixes: one
          ? [
              {
                title: "take the brackets away",
                safety: "safe",
                edits: [
                  { span: { ...node.span, end: only.value.span.start }, text: "" },
                  { span: { ...node.span, start: only.value.span.end }, text: "" },
                ],
              },
            ]
          : [],
      }),
    );
    return "bad";
  }
  const items: Value[] = [];
  let good = true;
  const inner = wanted?.of;
  for (const item of node.items) {
    const spread: Wanted = inner === undefined ? undefined : { type: "list", of: inner };
    const value = evaluate(item.value, item.spread ? spread : inner, at);
    if (value === "bad") good = false;
    else if (value === "none") continue;
    else if (!item.spread) {
      items.push(value);
    } else {
      const list = value.is === "bound" ? value.value : value;
      if (list?.is === "list") for (const one of list.items) items.push(one);
      else if (list === undefined) good = reportOpen({ ...at, constant: "a list that is spread" }, item.span) !== "bad";
      else
        good =
          reportType(describeValue(list), { type: "list", of: inner ?? { type: "text" } }, item.span, at) !== "bad";
    }
    if (items.length > maxListItems) {
      report.add(diagnose("E0220", { what: "items in one list", limit: maxListItems }, node.span));
      return "bad";
    }
  }
  return good ? { is: "list", items } : "bad";
}

/** A value without brackets where a list is wanted: fine for a variable that is a list, else one item forgot them. */
function evaluateLone(node: Exclude<ValueNode, ListNode>, wanted: ValueType, at: At): Outcome {
  if (node.type === "bad") return "bad";
  if (node.type === "path" && namesList(node.path, at)) return fitResolved(node, wanted, at);
  if (node.type === "call" && node.callee.segments[0]?.text === "env") return evaluateCall(node, wanted, at);
  const of = wanted.type === "list" ? wanted.of : wanted;
  const value = evaluate(node, of, at);
  if (value === "bad") return "bad";
  if (value === "none") return "none";
  const command = writeAsList(node, at.what);
  if (command !== undefined) {
    const { help, fix } = command;
    at.env.report.add(
      diagnose("E0305", { name: at.what, given: describeNode(node) }, node.span, { help, fixes: [fix] }),
    );
    return "bad";
  }
  const brackets = [
    { span: { ...node.span, end: node.span.start }, text: "[" },
    { span: { ...node.span, start: node.span.end }, text: "]" },
  ];
  at.env.report.add(
    diagnose("E0305", { name: at.what, given: describeNode(node) }, node.span, {
      fixes: [{ title: "put it in brackets", safety: "safe", edits: brackets }],
    }),
  );
  return "bad";
}

function evaluatePath(node: PathNode, wanted: Wanted, at: At): Outcome {
  const { segments } = node.path;
  const word = segments.length === 1 && segments[0]?.quoted === false ? segments[0].text : undefined;
  const { report } = at.env;
  if (wanted?.type === "name" && word !== undefined) return textValue(word);
  if (wanted?.type === "enum" && word !== undefined) {
    const known = wanted.values.includes(word);
    const variable = at.place.scope.values.get(word);
    if (known && quotedEnum(wanted.values)) {
      report.add(
        diagnose("E0327", { value: word, example: `"${word}"` }, node.span, {
          fixes: [replaceBy(node.span, `"${word}"`)],
        }),
      );
      return "bad";
    }
    if (known && variable !== undefined) {
      report.add(
        diagnose("E0222", { name: word, attribute: at.what }, node.span, {
          related: [{ span: variable.node.span, message: "it is declared here" }],
        }),
      );
      return "bad";
    }
    if (known) return textValue(word);
    if (variable === undefined && !at.place.scope.poisoned.has(word)) {
      if (!report.silences(word)) reportEnum(word, wanted.values, node.span, at);
      return "bad";
    }
  }
  if (
    (wanted?.type === "bool" || wanted?.type === "setting") &&
    word !== undefined &&
    /^(yes|on|no|off|True|False|TRUE|FALSE)$/.test(word)
  ) {
    if (!at.place.scope.values.has(word)) {
      const good = /^(yes|on|true)$/i.test(word) ? "true" : "false";
      report.add(diagnose("E0304", { value: word, good }, node.span, { fixes: [replaceBy(node.span, good)] }));
      return "bad";
    }
  }
  return fitResolved(node, wanted, at);
}

function fitResolved(node: PathNode, wanted: Wanted, at: At): Outcome {
  const value = resolveValue(node.path, wanted, at);
  if (typeof value === "string") return value;
  if (at.constant !== undefined && value.is === "bound" && value.value === undefined) return reportOpen(at, node.span);
  if (wanted === undefined) return value;
  return fitPath(value, wanted, node.path, at);
}

function reportEnum(word: string, values: readonly string[], span: Span, at: At): void {
  const near = at.env.report.nearest(word, values);
  const shown = (value: string): string => (quotedEnum(values) ? `"${value}"` : value);
  at.env.report.add(
    diagnose(
      "E0307",
      { name: at.what, value: word, known: values.map(shown).join(", ") },
      span,
      near === undefined
        ? {}
        : { label: `did you mean \`${near}\`?`, fixes: [replaceBy(span, shown(near), "suggested")] },
    ),
  );
}

function reportOpen(at: At, span: Span): "bad" {
  at.env.report.add(
    diagnose("E0321", { what: at.constant ?? `\`${at.what}\``, why: "this is only known where it runs" }, span),
  );
  return "bad";
}

import { type Details, diagnose } from "../diagnostics/diagnose.ts";
import type { ScalarType, ValueType } from "../ir/value-type.ts";
import { type Value, unwrapValue } from "../ir/value.ts";
import type { Path } from "../parser/ast.ts";
import type { Span } from "../text/span.ts";
import { checkText } from "./check-text.ts";
import type { At } from "./context.ts";
import { exampleAt, fitNumber, isFreeKey, replaceBy, reportType, takesText } from "./literals.ts";
import { readLocalFile, readLocalFolder } from "./local-files.ts";
import { decodeUtf8, notText } from "./load.ts";
import { nameValue } from "./name-value.ts";
import { fitPortion } from "./portion.ts";
import { fitQuotedReference } from "./quoted-reference.ts";
import { checkReach } from "./reach.ts";
import type { Outcome, VariableDecl } from "./state.ts";
import { describeType, innerType } from "./value-types.ts";
import { describeValue, knownText, textValue } from "./values.ts";

/** What is written without quotes, and can stand in a text. */
const wordForms: ReadonlySet<Value["is"]> = new Set(["number", "bool", "duration", "size"]);

/** What a program's own setting may be. */
const settingForms: ReadonlySet<Value["is"]> = new Set(["text", ...wordForms]);

/**
 * Fits a value that was worked out (from a text, a variable, an attribute of another thing) into a wanted type. Gives
 * the value, possibly converted, or `"bad"` when it was reported. `from` is the variable that the value comes from.
 */
export function fitValue(value: Value, wanted: ValueType, span: Span, at: At, from?: VariableDecl): Outcome {
  const type = innerType(wanted);
  if (type.type === "portion" && value.is !== "bound" && value.is !== "list") return fitPortion(value, span, at, from);
  if (type.type === "setting" && settingForms.has(value.is)) return value;
  switch (value.is) {
    case "bound": {
      if (value.value === undefined) return fitUnknown(value, type, span, at, from);
      const inner = fitValue(value.value, type, span, at, from);
      if (typeof inner === "string" || inner.is === "ref" || inner.is === "folder") return inner;
      return inner.is === "bound" ? inner : { ...value, value: inner };
    }
    case "secret":
      return type.type === "secret" || type.type === "text" || type.type === "content" || type.type === "url"
        ? value
        : reportType("a secret", type, span, at);
    case "text":
      return fitText(value, type, span, at);
    case "number":
      if (type.type === "int" || type.type === "number" || type.type === "port")
        return fitNumber(value.value, type, span, at);
      return type.type === "percent" ? value : reportMismatch(value, type, span, at, from);
    case "bool":
    case "duration":
    case "size":
      return type.type === value.is ? value : reportMismatch(value, type, span, at, from);
    case "file": {
      if (type.type === "content") return value;
      if (type.type !== "text") return reportMismatch(value, type, span, at, from);
      const text = decodeUtf8(value.file.bytes);
      if (text !== undefined) return textValue(text);
      at.env.report.add(diagnose("E0318", { what: "file", path: value.file.path, why: notText }, span));
      return "bad";
    }
    case "folder":
      return type.type === "folder" ? value : reportMismatch(value, type, span, at, from);
    case "list": {
      if (type.type !== "list") {
        at.env.report.add(
          diagnose("E0306", { name: at.what, wanted: describeType(type), example: exampleAt(type, at) }, span),
        );
        return "bad";
      }
      const items: Value[] = [];
      for (const item of value.items) {
        const fitted = fitValue(item, type.of, span, at, from);
        if (fitted === "bad") return "bad";
        if (fitted !== "none") items.push(fitted);
      }
      return { is: "list", items };
    }
    case "map": {
      if (type.type !== "map") return reportMismatch(value, type, span, at, from);
      const entries: [string, Value][] = [];
      for (const [key, entry] of Object.entries(value.entries)) {
        const fitted = fitValue(entry, type.of, span, at, from);
        if (fitted === "bad") return "bad";
        if (fitted !== "none") entries.push([key, fitted]);
      }
      return { is: "map", entries: Object.fromEntries(entries) };
    }
    case "ref":
      if (type.type === "ref" && (type.kinds.length === 0 || type.kinds.includes(value.kind)))
        return type.anywhere === true || checkReach(value, span, at) ? value : "bad";
      if (type.type === "ref") {
        at.env.report.add(
          diagnose("E0214", { name: value.name, actual: value.kind, wanted: describeType(type) }, span),
        );
        return "bad";
      }
      return reportMismatch(value, type, span, at, from);
  }
}

/** Fits what a path stands for into a wanted type, as {@link fitValue} does; a number that shall be a text is put in one. */
export function fitPath(value: Value, wanted: ValueType, path: Path, at: At): Outcome {
  const from = nameValue(path, at);
  const type = innerType(wanted);
  const form = unwrapValue(value)?.is;
  const isWord = form !== undefined && wordForms.has(form) && path.segments.every((segment) => !segment.quoted);
  if (!isWord || !takesText(type)) return fitValue(value, wanted, path.span, at, from);
  const text = `"\${${path.segments.map((segment) => segment.text).join(".")}}"`;
  const fix = replaceBy(path.span, text, form === "bool" && !isFreeKey(at) ? "suggested" : "safe");
  return reportMismatch(value, type, path.span, at, from, { help: `put it in a text: \`${text}\``, fixes: [fix] });
}

function fitText(value: Extract<Value, { is: "text" }>, type: ValueType, span: Span, at: At): Outcome {
  const { env } = at;
  switch (type.type) {
    case "text":
    case "content":
      return value;
    case "secret":
      if (value.text.some((part) => typeof part !== "string" && part.hole === "secret")) return value;
      return reportNoSecret(knownText(value.text), span, at);
    case "ref":
    case "folder":
    case "enum":
    case "mode": {
      const text = knownText(value.text);
      if (text === undefined) return reportUnknown(at, span);
      if (type.type === "ref" && type.orAddress === true) {
        const why = checkText(text.includes("/") ? "cidr" : "ip", text);
        return why === undefined ? value : reportFormat(text, type, why, span, at);
      }
      if (type.type === "ref") return fitQuotedReference(text, type.kinds, span, at);
      if (type.type === "folder") return readLocalFolder(env, text, span);
      if (type.type === "enum" ? type.values.includes(text) : /^[0-7]{4}$/.test(text)) return textValue(text);
      return reportFormat(
        text,
        type,
        type.type === "enum" ? "there is no such value" : "a mode has three or four digits from 0 to 7",
        span,
        at,
      );
    }
    case "path":
    case "url":
    case "domain":
    case "email":
    case "ip":
    case "cidr":
    case "time":
    case "version":
    case "regex":
    case "name": {
      const text = knownText(value.text);
      const why = text === undefined ? undefined : checkText(type.type satisfies ScalarType, text);
      return why === undefined ? value : reportFormat(text ?? "", type, why, span, at);
    }
    case "bool":
    case "int":
    case "number":
    case "port":
    case "percent":
    case "duration":
    case "size":
    case "list":
    case "map":
    case "portion":
    case "setting":
      return reportType("a text", type, span, at);
    case "optional":
      return fitText(value, innerType(type), span, at);
  }
}

/** A text where a secret is wanted. It is not shown, unless it is the name of a secret that was put in quotes. */
function reportNoSecret(text: string | undefined, span: Span, at: At): "bad" {
  const meant = text !== undefined && at.place.scope.values.get(text)?.decl === "secret" ? text : undefined;
  const named =
    meant === undefined
      ? {}
      : { help: `a secret is written without quotes: \`${meant}\``, fixes: [replaceBy(span, meant)] };
  at.env.report.add(diagnose("E0703", { name: at.what, owner: at.owner }, span, named));
  return "bad";
}

/** A variable without a type that hosts give: what each of them says must do, and is reported where it says so. */
function fitHostValues(value: Value, type: ValueType, from: VariableDecl, at: At): Outcome {
  const fits = [...from.hosts].map(([host, node]) => {
    const given = from.hostOutcomes.get(host);
    return given === undefined || fitValue(given, type, node.span, at) !== "bad";
  });
  return fits.includes(false) ? "bad" : value;
}

/** A variable that only hosts give: its own type must do, because it has no value of its own to look at. */
function fitUnknown(value: Value, type: ValueType, span: Span, at: At, from: VariableDecl | undefined): Outcome {
  const own = from?.type === undefined ? undefined : innerType(from.type);
  const open =
    type.type === "ref" ||
    type.type === "folder" ||
    type.type === "enum" ||
    type.type === "mode" ||
    type.type === "portion" ||
    type.type === "secret";
  if (open) return reportUnknown(at, span);
  if (own === undefined) return from === undefined ? value : fitHostValues(value, type, from, at);
  if (own.type === type.type) return value;
  const textual = ["path", "url", "domain", "email", "ip", "cidr", "time", "version", "regex", "name", "text", "enum"];
  if ((type.type === "text" || type.type === "content") && textual.includes(own.type)) return value;
  if (type.type === "int" && own.type === "port") return value;
  if (type.type === "number" && (own.type === "port" || own.type === "int")) return value;
  at.env.report.add(
    diagnose(
      "E0301",
      { name: at.what, wanted: describeType(type), given: describeType(own), example: exampleAt(type, at) },
      span,
      {
        help: `declare it as \`let ${from?.name ?? ""}: ${type.type}\``,
        ...(from === undefined ? {} : { related: [{ span: from.node.span, message: "it is declared here" }] }),
      },
    ),
  );
  return "bad";
}

function reportUnknown(at: At, span: Span): "bad" {
  at.env.report.add(
    diagnose("E0321", { what: at.constant ?? `\`${at.what}\``, why: "this differs from host to host" }, span),
  );
  return "bad";
}

function reportFormat(text: string, type: ValueType, why: string, span: Span, at: At): "bad" {
  const shown = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  const isRelative = type.type === "path" && /^(?!\/)[\w@./-]+$/.test(text) && !text.split("/").includes("..");
  const help = isRelative ? at.schema?.ifRelative?.(text.replace(/^\.\//, "")) : undefined;
  const params = { value: shown, wanted: describeType(type), why, example: exampleAt(type, at) };
  at.env.report.add(diagnose("E0302", params, span, help === undefined ? {} : { help }));
  return "bad";
}

function reportMismatch(
  value: Value,
  type: ValueType,
  span: Span,
  at: At,
  from: VariableDecl | undefined,
  better: Details = {},
): "bad" {
  const related =
    from === undefined || from.node.span.file === "" ? [] : [{ span: from.node.span, message: "it is declared here" }];
  at.env.report.add(
    diagnose(
      "E0301",
      { name: at.what, wanted: describeType(type), given: describeValue(value), example: exampleAt(type, at) },
      span,
      { related, ...better },
    ),
  );
  return "bad";
}

/** `file("./x")` as the wanted type. */
export function fitFile(written: string, wanted: ValueType | undefined, span: Span, at: At): Outcome {
  const file = readLocalFile(at.env, written, span);
  if (file === undefined) return "bad";
  const value: Value = { is: "file", file };
  return wanted === undefined ? value : fitValue(value, wanted, span, at);
}

/**
 * Jinja, the only place that writes it. Ansible renders task arguments and `.j2` files; whatever is literal must come
 * out as it went in, and holes must be filled in with the encoding of their place.
 */
import { resolveText } from "../../ir/resolve-text.ts";
import type { EveryAddress, Hole, Text } from "../../ir/text.ts";
import { literalOf, nginxDollar } from "../../ir/text.ts";
import { yamlText } from "../shared/yaml.ts";
import type { YamlText } from "../shared/yaml.ts";

/** Gives the Jinja expression (without braces) for the value of a hole, before its encoding; for every address of a machine, the list of them. */
export type HoleExpression = (hole: Hole) => { readonly expression: string; readonly needsEncoding: boolean };

/** A text as a Jinja string literal of a `.j2` file (single quotes; the escapes are those of Python). */
export function templateString(value: string): string {
  const escaped = value
    .replace(/[\\']/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
  return `'${escaped}'`;
}

/**
 * A text as a Jinja expression in a task. Ansible before 2.19 doubles every backslash in there, later releases do not,
 * Jinja turns carriage returns of its source into line feeds, and ansible-lint wants no tabs: none of them is written,
 * all are made by `format`. Each piece has the quotes that take it further.
 */
export function argumentString(value: string): string {
  const pieces: string[] = [];
  for (let rest = value; rest !== "" || pieces.length === 0;) {
    const [single] = /^[^'\\\r\t]*/.exec(rest) ?? [""];
    const [double] = /^[^"\\\r\t]*/.exec(rest) ?? [""];
    const piece = single.length >= double.length ? single : double;
    if (piece === "" && rest !== "") pieces.push(`'%c' | format(${rest.charCodeAt(0)})`);
    else pieces.push(single.length >= double.length ? `'${piece}'` : `"${piece}"`);
    rest = rest.slice(Math.max(1, piece.length));
  }
  return pieces.length === 1 ? (pieces[0] ?? "''") : `(${pieces.join(" ~ ")})`;
}

/**
 * A literal text as the argument of a task. What Jinja would read or ansible-lint would refuse becomes a string inside an expression: `!unsafe`
 * would do for Ansible, but ansible-lint 6 reads such a text as a template and finds it broken. The filter keeps older
 * releases from taking a text that looks like a list for one.
 */
export function literalArgument(value: string, options: { readonly quoted?: boolean } = {}): YamlText {
  if (/\{[{%#]|[\r\t]/.test(value)) return expressionArgument(`${argumentString(value)} | string`);
  return yamlText(value, options);
}

/**
 * A literal text as the value of a variable. Variables are templated when they are used, unless they are `!unsafe`;
 * with it ansible-lint does not take a carriage return for bad spacing of a template either.
 */
export function literalValue(value: string): YamlText {
  return yamlText(value, { quoted: true, ...(/\{[{%#]|\r/.test(value) ? { tag: "!unsafe" } : {}) });
}

/** A literal text that stays in double quotes although a reader could do without: modes, versions. */
export function quotedArgument(value: string): YamlText {
  return literalArgument(value, { quoted: true });
}

/** An argument that is one Jinja expression. */
export function expressionArgument(expression: string): YamlText {
  return yamlText(`{{ ${expression} }}`);
}

/**
 * A text with holes as an argument. Readable (`"server {{ web_domain }}"`) where that is exact; else one expression
 * that joins the parts: Jinja normalises line ends of a template's source, and Ansible before 2.19 takes a result that
 * looks like a list, a dictionary or a boolean for one unless it comes out of the filter `string`.
 */
export function textArgument(text: Text, hole: HoleExpression): YamlText {
  const literal = literalOf(text);
  if (literal !== undefined) return literalArgument(literal);
  const [first] = text;
  const exact =
    typeof first === "string" &&
    /^[^\s{[TF]/.test(first) &&
    text.every((part) => (typeof part === "string" ? !/[{\r\n]/.test(part) : !isLines(part)));
  if (exact) return yamlText(templateText(text, hole));
  return expressionArgument(`${joinExpression(text, hole)} | string`);
}

function joinExpression(text: Text, hole: HoleExpression): string {
  const parts = text.map((part) => (typeof part === "string" ? argumentString(part) : encodedExpression(part, hole)));
  // A filter binds tighter than `~`, so the parts need no parentheses of their own.
  return parts.length === 1 ? (parts[0] ?? "''") : `(${parts.join(" ~ ")})`;
}

/** A text as one expression that gives it as a word for `sh`. */
export function shellExpression(text: Text, hole: HoleExpression): string {
  return `${joinExpression(text, hole)} | string | quote`;
}

/**
 * A text as the source of a `.j2` file. Opening braces of Jinja are written as expressions. The template module strips
 * one final line end and puts it back by counting, which fails when a value ends in one itself: with `exactEnd` the
 * line ends after the last hole are an expression too.
 */
export function templateText(text: Text, hole: HoleExpression, exactEnd = false): string {
  let result = "";
  for (const [index, part] of text.entries()) {
    if (typeof part !== "string") {
      if (isLines(part) && /(?:^|\n)$/.test(result)) {
        result += loop(part.every, hole(part).expression);
        continue;
      }
      const expression = encodedExpression(part, hole);
      // An expression that is a plain text already: the machine's own address.
      const plain = /^'([\w.:-]+)'$/.exec(expression)?.[1];
      result += plain ?? `{{ ${expression} }}`;
      continue;
    }
    const last = index === text.length - 1;
    result += exactEnd && last && /^\n+$/.test(part) ? `{{ ${templateString(part)} }}` : escapeTemplate(part, !last);
  }
  // `#jinja2:` at the very beginning would be read as options of the template.
  return result.startsWith("#jinja2:") ? `{{ '#' }}${result.slice(1)}` : result;
}

/** Every address of a machine on lines of its own. */
type AddressLines = Extract<Hole, { readonly hole: "address" }> & { readonly every: EveryAddress };

function isLines(part: Hole): part is AddressLines {
  return part.hole === "address" && part.every?.between === "" && part.every.after.endsWith("\n");
}

/** The template module takes away the line end behind a `{% … %}` (`trim_blocks`, on by default). */
function loop({ before, after }: EveryAddress, list: string): string {
  const line = `${escapeTemplate(before, true)}{{ address }}${escapeTemplate(after, false)}`;
  return `{% for address in ${list} %}\n${line}{% endfor %}\n`;
}

function joinedAddresses({ before, between, after }: EveryAddress, list: string): string {
  const joined = `${list} | join(${argumentString(after + between + before)})`;
  if (before === "" && after === "") return joined;
  return `(${argumentString(before)} ~ (${joined}) ~ ${argumentString(after)})`;
}

function escapeTemplate(literal: string, beforeHole: boolean): string {
  return literal.replace(/\{[{%#]|\{$/g, (opening) =>
    opening === "{" && !beforeHole ? opening : `{{ ${templateString(opening)} }}`,
  );
}

/** Whether a `.j2` file can give these bytes: the template module turns every carriage return into a line feed. */
export function isTemplateSafe(text: Text): boolean {
  return text.every((part) => typeof part !== "string" || !part.includes("\r"));
}

/**
 * The expression with the filters that do what {@link resolveText} does for targets which know the value. Control
 * characters other than line end, tab and carriage return are not escaped by the filters; values that Ansible keeps
 * open are read from variable files and never hold any.
 */
function encodedExpression(part: Hole, hole: HoleExpression): string {
  const { expression, needsEncoding } = hole(part);
  if (part.hole === "address" && part.every !== undefined) return joinedAddresses(part.every, expression);
  if (!needsEncoding) return expression;
  const text = `${expression} | string`;
  switch (part.encoding) {
    case "plain":
      return expression;
    case "env-file":
      return text + replaceFilter("\\", "\\\\") + ['"', "`", "$"].map((c) => replaceFilter(c, `\\${c}`)).join("");
    case "systemd-word":
      return text + cEscapes + replaceFilter("%", "%%");
    case "systemd-exec":
      return text + cEscapes + replaceFilter("%", "%%") + replaceFilter("$", "$$");
    case "url":
      return text + urlFilters;
    case "url-systemd":
      return text + urlFilters + replaceFilter("%", "%%");
    case "nginx":
      return text + replaceFilter("\\", "\\\\") + replaceFilter('"', '\\"') + replaceFilter("$", nginxDollar);
  }
}

function replaceFilter(from: string, to: string): string {
  return ` | replace(${templateString(from)}, ${templateString(to)})`;
}

/** The filter leaves slashes alone (jinja2.utils.url_quote). */
const urlFilters = ` | urlencode${replaceFilter("/", "%2F")}`;

const cEscapes =
  replaceFilter("\\", "\\\\") +
  replaceFilter('"', '\\"') +
  replaceFilter("\n", "\\n") +
  replaceFilter("\t", "\\t") +
  replaceFilter("\r", "\\r");

/** The text with the holes that `value` knows filled in, each encoded for its place; the others stay. */
export function fillKnown(text: Text, value: (hole: Hole) => string | undefined): Text {
  const parts: (string | Hole)[] = [];
  for (const part of text) {
    const known = typeof part === "string" ? part : value(part);
    if (known === undefined) {
      parts.push(part);
      continue;
    }
    const literal = typeof part === "string" ? part : encodeKnown(part, known);
    const last = parts[parts.length - 1];
    if (typeof last === "string") parts[parts.length - 1] = last + literal;
    else if (literal !== "") parts.push(literal);
  }
  return parts;
}

function encodeKnown(part: Hole, known: string): string {
  const resolved = resolveText([part], () => known);
  return resolved.ok ? resolved.text : known;
}

/** A hole as it stands in a template or in YAML that an author wrote: `{{ web_domain }}`. */
export function templateHole(part: Hole, hole: HoleExpression): string {
  return `{{ ${encodedExpression(part, hole)} }}`;
}

/**
 * A reader of the Jinja that the projects use, with no part in writing it. What it cannot know (a register, a fact) stays
 * `undefined`, and the caller leaves the expression as it stands.
 */

export type Variables = ReadonlyMap<string, unknown>;

/** Something that is not known before the play runs. */
function unknown(what: string): Error {
  return Object.assign(new Error(what), { name: "Unknown" });
}

/** A text that is no template, whatever is in it (`!unsafe`). */
export interface Unsafe {
  readonly unsafe: string;
}

/** Whether a value of the YAML files is marked as unsafe. */
export function isUnsafe(value: unknown): value is Unsafe {
  return typeof value === "object" && value !== null && "unsafe" in value;
}

/** The value of an expression, or `unknown: true` when a part of it is not known before the play runs. */
export function evaluate(
  source: string,
  variables: Variables,
): { readonly value: unknown } | { readonly unknown: true } {
  try {
    const tokens = tokenize(source);
    const reader = { tokens, at: 0, variables };
    const value = readOr(reader);
    if (reader.at < tokens.length) throw unknown(source);
    return { value };
  } catch (error) {
    if (error instanceof Error && error.name === "Unknown") return { unknown: true };
    throw error;
  }
}

/** A text with its expressions filled in. A text that is one expression has that one's value, of whatever type. */
export function fillIn(text: string, variables: Variables): unknown {
  const parts = splitTemplate(text);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && "expression" in only) return valueOf(only.expression, variables);
  return parts.map((part) => ("text" in part ? part.text : String(valueOf(part.expression, variables)))).join("");
}

function valueOf(expression: string, variables: Variables): unknown {
  const result = evaluate(expression, variables);
  return "unknown" in result ? `{{ ${expression.trim()} }}` : result.value;
}

/** Cuts a template at `{{` and `}}`; a `}}` inside a string literal is none. */
function splitTemplate(text: string): readonly ({ readonly text: string } | { readonly expression: string })[] {
  const parts: ({ text: string } | { expression: string })[] = [];
  let rest = text;
  for (;;) {
    const start = rest.indexOf("{{");
    if (start < 0) break;
    let end = start + 2;
    let quote = "";
    while (end < rest.length && (quote !== "" || !rest.startsWith("}}", end))) {
      const char = rest[end] ?? "";
      if (quote !== "" && char === "\\") end += 1;
      else if (quote === char) quote = "";
      else if (quote === "" && (char === "'" || char === '"')) quote = char;
      end += 1;
    }
    if (start > 0) parts.push({ text: rest.slice(0, start) });
    parts.push({ expression: rest.slice(start + 2, end) });
    rest = rest.slice(end + 2);
  }
  if (rest !== "" || parts.length === 0) parts.push({ text: rest });
  return parts;
}

interface Token {
  readonly kind: "name" | "string" | "number" | "sign";
  readonly text: string;
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
  readonly variables: Variables;
}

function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern =
    /\s+|([A-Za-z_]\w*)|(\d+)|'((?:[^'\\]|\\[\s\S])*)'|"((?:[^"\\]|\\[\s\S])*)"|(==|!=|>=|<=|[~|()[\],.<>])/gy;
  while (pattern.lastIndex < source.length) {
    const match = pattern.exec(source);
    if (match === null) throw unknown(source);
    const [, name, number, single, double, sign] = match;
    const literal = single ?? double;
    if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (literal !== undefined) tokens.push({ kind: "string", text: unescape(literal) });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: sign });
  }
  return tokens;
}

function unescape(text: string): string {
  const known: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
  return text.replace(/\\([\s\S])/g, (_, char: string) => known[char] ?? (/['"\\]/.test(char) ? char : `\\${char}`));
}

function take(reader: Reader, text: string): boolean {
  const token = reader.tokens[reader.at];
  if (token?.kind !== "sign" || token.text !== text) return false;
  reader.at += 1;
  return true;
}

function readOr(reader: Reader): unknown {
  const left = readJoin(reader);
  for (const sign of ["==", "!=", ">"])
    if (take(reader, sign)) {
      const right = readJoin(reader);
      if (sign === ">") return Number(left) > Number(right);
      return (left === right) === (sign === "==");
    }
  return left;
}

function readJoin(reader: Reader): unknown {
  let value = readFiltered(reader);
  while (take(reader, "~")) value = `${asText(value)}${asText(readFiltered(reader))}`;
  return value;
}

function readFiltered(reader: Reader): unknown {
  let value = readAtom(reader);
  while (take(reader, "|")) {
    const name = reader.tokens[reader.at]?.text ?? "";
    reader.at += 1;
    const args: unknown[] = [];
    if (take(reader, "("))
      while (!take(reader, ")")) {
        args.push(readJoin(reader));
        take(reader, ",");
      }
    value = applyFilter(name, value, args);
  }
  return value;
}

function readAtom(reader: Reader): unknown {
  if (take(reader, "(")) {
    const value = readOr(reader);
    if (!take(reader, ")")) throw unknown("parenthesis");
    return value;
  }
  const token = reader.tokens[reader.at];
  reader.at += 1;
  if (token?.kind === "string") return token.text;
  if (token?.kind === "number") return Number(token.text);
  if (token?.kind !== "name" || !reader.variables.has(token.text)) throw unknown(token?.text ?? "end");
  const next = reader.tokens[reader.at];
  if (next?.kind === "sign" && (next.text === "." || next.text === "[")) throw unknown(token.text);
  const value = reader.variables.get(token.text);
  if (isUnsafe(value)) return value.unsafe;
  return typeof value === "string" ? fillIn(value, reader.variables) : value;
}

function applyFilter(name: string, value: unknown, args: readonly unknown[]): unknown {
  switch (name) {
    case "string":
      return asText(value);
    case "lower":
      return asText(value).toLowerCase();
    case "length":
      return (value as { length: number }).length;
    case "replace":
      return asText(value).replaceAll(asText(args[0]), asText(args[1]));
    case "format":
      return asText(value).replace("%c", String.fromCharCode(Number(args[0])));
    default:
      throw unknown(name);
  }
}

/** As Python prints it. */
function asText(value: unknown): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  return String(value);
}

/**
 * Patterns that look for a line. They mean the same to Python's `re` (Ansible), to POSIX awk and to JavaScript: the
 * part of POSIX extended regular expressions that all three share, over bytes, as the other two read files.
 */

/** A pattern in the common form, or why there is none: words that complete "the pattern …". */
export type LinePattern =
  | { readonly ok: true; readonly pattern: string }
  | { readonly ok: false; readonly problem: string };

/** What stands for a class of characters inside brackets. */
const classes: Readonly<Record<string, string>> = {
  "\\d": "0-9",
  "\\w": "0-9A-Za-z_",
  "\\s": " \\t",
  "[:alnum:]": "0-9A-Za-z",
  "[:alpha:]": "A-Za-z",
  "[:blank:]": " \\t",
  "[:digit:]": "0-9",
  "[:lower:]": "a-z",
  "[:space:]": " \\t",
  "[:upper:]": "A-Z",
  "[:xdigit:]": "0-9A-Fa-f",
};

/** Pieces of a pattern, longest first: brackets, escapes, the rest character by character. */
const pieces = /\[\^?\]?(?:\[:[a-z]+:\]|\\[^]|[^\]\\])*\]|\\[^]|[^]/gu;

class Refusal {
  readonly problem: string;
  constructor(problem: string) {
    this.problem = problem;
  }
}

/** Reads a pattern as its author wrote it (`^Port\s`) and gives the form that all targets understand. */
export function readLinePattern(source: string): LinePattern {
  if (source === "") return { ok: false, problem: "is empty" };
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(source))
    return { ok: false, problem: "holds a control character: it is about one line" };
  const read = source.match(pieces) ?? [];
  const out: string[] = [];
  let depth = 0;
  try {
    for (const [index, piece] of read.entries()) {
      if (piece === "(") depth++;
      if (piece === ")") depth--;
      if (depth < 0) return { ok: false, problem: "closes a parenthesis that is not open" };
      out.push(translate(piece, read[index - 1], read[index + 1]));
    }
  } catch (refusal) {
    if (refusal instanceof Refusal) return { ok: false, problem: refusal.problem };
    throw refusal;
  }
  return depth === 0 ? { ok: true, pattern: out.join("") } : { ok: false, problem: "leaves a parenthesis open" };
}

function translate(piece: string, before: string | undefined, after: string | undefined): string {
  const opens = before === undefined || before === "(" || before === "|";
  switch (piece) {
    case "*":
    case "+":
    case "?":
      if (opens || before === "^" || before === "$")
        throw new Refusal(`has a \`${piece}\` with nothing to repeat in front`);
      if (/^[*+?]$/.test(before ?? ""))
        throw new Refusal(`has \`${before ?? ""}${piece}\`: one sign of repetition is meant`);
      return piece;
    case "^":
      if (!opens) throw new Refusal("has a `^` that is not at the beginning: write `\\^` for the character");
      return piece;
    case "$":
      if (after !== undefined && after !== ")" && after !== "|")
        throw new Refusal("has a `$` that is not at the end: write `\\$` for the character");
      return piece;
    case "{":
    case "}":
      throw new Refusal("has a brace: repeat the character itself, or write `\\{` for the character");
    case "[":
      throw new Refusal("leaves a bracket open: write `\\[` for the character");
    case "\\":
      throw new Refusal("ends with a backslash");
    case "(":
      if (after === "?") throw new Refusal("has a `(?`, which not every target knows");
      return piece;
  }
  if (piece === "\t") return "\\t";
  if (piece.startsWith("[")) return bracket(piece);
  if (piece.startsWith("\\")) return escaped(piece);
  // A repetition is about the last byte of a character otherwise.
  return piece > "\u007f" && /^[*+?]$/.test(after ?? "") ? `(${piece})` : piece;
}

function escaped(piece: string): string {
  if (piece === "\\t") return piece;
  const members = classes[piece];
  if (members !== undefined) return `[${members}]`;
  const negated = classes[piece.toLowerCase()];
  if (negated !== undefined) return `[^${negated}\\n]`;
  if (/^\\[A-Za-z0-9]$/.test(piece)) throw new Refusal(`has \`${piece}\`, which not every target knows`);
  // Of the others only these have a meaning to lose.
  return /^\\[.[\](){}*+?|^$\\]$/.test(piece) ? piece : piece.slice(1);
}

/** `[…]`; one that is negated fits no line end, which Python has in its lines and awk has not. */
function bracket(piece: string): string {
  const negated = piece.startsWith("[^");
  const inner = piece.slice(negated ? 2 : 1, -1);
  if (inner === "" || inner.startsWith("]")) throw new Refusal("has brackets with a `]` in them, or with nothing");
  if (/[^\t -~]/.test(inner)) throw new Refusal("has brackets with a character that is not ASCII: write `(ä|ö)`");
  const members = inner.replace(/\[:[a-z]+:\]|\\[^]/g, (word) => {
    const known = classes[word];
    if (known !== undefined) return known;
    if (word === "\\t") return word;
    if (/^\\[A-Za-z0-9]$|^\[:/.test(word))
      throw new Refusal(`has \`${word}\` in brackets, which not every target knows`);
    return word === "\\\\" || word === "\\[" || word === "\\^" || word === "\\-" ? word : word.slice(1);
  });
  const safe = members.replace(/(?<!\\)\[/g, "\\[").replaceAll("\t", "\\t");
  const form = `[${negated ? "^" : ""}${safe}${negated ? "\\n" : ""}]`;
  if (!isPattern(form)) throw new Refusal(`has the brackets \`${piece}\`, whose range runs backwards`);
  return form;
}

function isPattern(form: string): boolean {
  try {
    return new RegExp(form).source !== "";
  } catch {
    return false;
  }
}

/** Whether a pattern in the common form fits a line without its end. */
export function fitsLine(pattern: string, line: string): boolean {
  return new RegExp(bytesOf(pattern), "s").test(bytesOf(line));
}

/** A pattern in the common form that fits exactly this text. */
export function literalPattern(text: string): string {
  return text.replace(/[.[\](){}*+?|^$\\]/g, "\\$&");
}

/** UTF-8, one character per byte. */
function bytesOf(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

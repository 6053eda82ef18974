/**
 * How a text is written as one YAML scalar. The readers are PyYAML (Ansible, cloud-init: YAML 1.1), Docker Compose
 * (YAML 1.2) and js-yaml, so only what all of them read alike is left: plain for an allow-list, a literal block for
 * plain lines of text, double quotes for everything else.
 */

/** Where a scalar stands: the indentation of the lines after its first one, and whether it is a mapping's key. */
export interface ScalarPlace {
  readonly indent: string;
  readonly key: boolean;
  /** Double quotes at any rate: for modes, versions and other texts which a hurried reader takes for something else. */
  readonly quoted: boolean;
}

/** No printed line is meant to be longer (yamllint, as ansible-lint configures it, draws the line at 160). */
const longestLine = 150;

/** From here on a blank in a long text is a good place to go on in the next line. */
const foldAfter = 100;

/** YAML 1.1 reads these as booleans or null in any of their cases (yaml.org/type/bool.html, …/null.html). */
const reserved = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;

/** One word, or several with single spaces between; begins with a letter, `_` or `/`, so it is never a number or a date. */
const plainWords = /^[A-Za-z_/][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./()+-][A-Za-z0-9_./()+,-]*)*$/;
const plainKey = /^[A-Za-z_/][A-Za-z0-9_./-]*$/;

/** Whether all readers take these characters for a text when nothing is around them. */
export function isPlainSafe(value: string, key = false): boolean {
  return (key ? plainKey : plainWords).test(value) && !reserved.test(value);
}

/**
 * Whether a literal block (`|`) keeps these characters: several lines, printable, no tab, no carriage return, no
 * trailing blanks, no indentation at its beginning, at most one line end at its end.
 */
export function isLiteralSafe(value: string, indent: number): boolean {
  if (!/\n./.test(value) || /^[\n ]/.test(value) || /[ \n]\n$| $|\n\n$/.test(value) || / \n/.test(value)) return false;
  // YAML 1.1 printable characters (yaml.org/spec/1.1, 5.1) without NEL, LS, PS (line ends there), BOM and non-characters.
  if (!/^[\n\u0020-\u007e\u00a0-\u2027\u202f-\u2065\u2070-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffd]*$/.test(value))
    return false;
  return value.split("\n").every((line) => line.length + indent <= longestLine);
}

/**
 * Writes a text as a scalar. Total for every text without NUL and lone surrogates; those two cannot be written in
 * YAML at all and are refused long before (a file holds them).
 */
export function encodeScalar(value: string, place: ScalarPlace): string {
  if (!place.quoted && isPlainSafe(value, place.key) && value.length <= 120) return value;
  if (!place.key && !place.quoted && isLiteralSafe(value, place.indent.length))
    return encodeLiteral(value, place.indent);
  return encodeDoubleQuoted(value, place.key ? undefined : place.indent);
}

function encodeLiteral(value: string, indent: string): string {
  const final = value.endsWith("\n");
  const lines = (final ? value.slice(0, -1) : value).split("\n");
  return [final ? "|" : "|-", ...lines.map((line) => (line === "" ? "" : indent + line))].join("\n");
}

/**
 * Double quotes, ASCII only. Code points above U+FFFF are `\U0001f642`: PyYAML refuses the surrogate pairs that
 * JSON.stringify writes. With an indentation, a long text goes on in the next line after a `\` (YAML 1.1, 9.1.1: an
 * escaped line end joins without a space; blanks at the next line's beginning must be escaped), after a blank if there
 * is one in time.
 */
export function encodeDoubleQuoted(value: string, indent?: string): string {
  const characters = Array.from(value);
  let result = '"';
  let column = (indent?.length ?? 0) + 30;
  for (const [index, character] of characters.entries()) {
    const written = escapeCharacter(character);
    const late = column > longestLine - 12;
    if (indent !== undefined && (late || (column > foldAfter && characters[index - 1] === " "))) {
      result += `\\\n${indent}`;
      column = indent.length;
      if (character === " ") result += "\\";
    }
    result += written;
    column += written.length;
  }
  return `${result}"`;
}

const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\t": "\\t",
  "\r": "\\r",
};

function escapeCharacter(character: string): string {
  const short = shortEscapes[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code > 0xffff) return `\\U${code.toString(16).padStart(8, "0")}`;
  if (code > 0x7e) return `\\u${code.toString(16).padStart(4, "0")}`;
  return character;
}

/** The lines of a comment, wrapped at `width`, their indentation kept, characters that YAML forbids made visible. */
export function commentLines(text: string, width = 110): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split(/\r\n|[\n\r\u0085\u2028\u2029]/)) {
    const indent = /^ {0,40}/.exec(paragraph)?.[0] ?? "";
    const words = paragraph
      .replace(unprintable, visible)
      .split(/[ \t]+/)
      .filter((word) => word !== "");
    let line = "";
    for (const word of words) {
      if (line !== "" && line.length + 1 + word.length > width) {
        lines.push(line);
        line = "";
      }
      line += line === "" ? indent + word : ` ${word}`;
    }
    lines.push(line);
  }
  while (lines.length > 0 && lines[lines.length - 1] === "") lines.pop();
  while (lines.length > 0 && lines[0] === "") lines.shift();
  return lines;
}

// Not printable in YAML 1.1, or changing the reading direction of the line (which would hide text in a review).
const unprintable =
  // oxlint-disable-next-line no-control-regex -- control characters are what must not get through
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]/gu;

function visible(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** How text looks in a terminal: widths, tabs, and characters that must not reach it. */

/** Columns per tab stop in printed source lines. */
const tabWidth = 4;

/** Ranges of code points that take two columns (Unicode Standard Annex 11, East Asian Width W and F, and emoji). */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x23e9, 0x23ec],
  [0x25fd, 0x25fe],
  [0x2614, 0x2615],
  [0x2648, 0x2653],
  [0x26a1, 0x26a1],
  [0x2705, 0x2705],
  [0x270a, 0x270b],
  [0x2728, 0x2728],
  [0x274c, 0x274c],
  [0x2753, 0x2755],
  [0x2795, 0x2797],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x1fa70, 0x1faff],
  [0x20000, 0x3fffd],
];

/** Nothing to see: combining marks (variation selectors are among them), zero-width spaces and joiners. */
const narrow = /^(?:\p{Mn}|\p{Me}|[\u{200b}-\u{200d}])$/u;

/** Control characters, halves of surrogate pairs, and what makes source read differently from what it is (CVE-2021-42574). */
const dangerous = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029\ufeff]/u;

/** The number of terminal columns that a text without control characters takes. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (narrow.test(character)) return 0;
  return wide.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

/** A source line made printable, with the column at which each of its UTF-16 units starts. */
export interface DisplayLine {
  readonly text: string;
  /** One entry per UTF-16 unit of the line, and one for its end. */
  readonly columns: readonly number[];
}

/** Makes a source line printable: tabs become spaces up to the next tab stop, dangerous characters become `\u{…}`. */
export function displayLine(line: string): DisplayLine {
  const columns: number[] = [];
  let text = "";
  let column = 0;
  for (const character of line) {
    const shown = showCharacter(character, column);
    for (let unit = 0; unit < character.length; unit++) columns.push(column);
    text += shown;
    column += displayWidth(shown);
  }
  columns.push(column);
  return { text, columns };
}

function showCharacter(character: string, column: number): string {
  // Without the expression, whose sets of characters take long to build.
  if (character >= " " && character <= "~") return character;
  if (character === "\t") return " ".repeat(tabWidth - (column % tabWidth));
  if (character.length === 1 && dangerous.test(character))
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  return character;
}

/** Makes any text safe to print on one line: control and bidirectional characters become `\u{…}`. */
export function printable(text: string): string {
  let result = "";
  for (const character of text) result += character === "\t" ? "\\t" : showCharacter(character, 0);
  return result;
}

/** Makes a text of several lines safe to print; its line ends stay. */
export function printableLines(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map(printable)
    .join("\n");
}

/** Pads with spaces to a width in columns; a longer text stays as it is. */
export function padDisplay(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

/** Folds a text at spaces to lines of at most `width` columns; a longer word stands alone. */
export function foldText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}

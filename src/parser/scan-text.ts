/** One-line texts: `"…"` with its escapes and interpolations, and what other languages put around texts. */
import { endOfBadInterpolation, readInterpolation } from "./interpolation.ts";
import { quoteText } from "./quote.ts";
import { type Scanner, edit, emit, excerpt, report, safeFix, suggestedFix } from "./scanner.ts";
import { type PartBuffer, addLiteral, addPath, finishParts, startParts } from "./text-parts.ts";
import { BadWord, LBrace, Mode, Name, Num, Quantity, Text, TextBlock } from "./tokens.ts";

const simpleEscapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", '"': '"', "\\": "\\", $: "$" };

/** What other languages mean by an escape that does not exist here, as it is written here. */
const foreignEscapes: Readonly<Record<string, string>> = {
  "'": "'",
  "/": "/",
  "`": "`",
  r: "\\u{d}",
  "0": "\\u{0}",
  a: "\\u{7}",
  b: "\\u{8}",
  e: "\\u{1b}",
  f: "\\u{c}",
  v: "\\u{b}",
};

/** Scans a text whose opening quote is at the scanner's position. An unclosed one ends with its line. */
export function scanText(scanner: Scanner): void {
  const { text } = scanner;
  const start = scanner.position;
  reportTouching(scanner);
  const parts = startParts(scanner.source.path, text, start + 1);
  let at = start + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      emit(scanner, Text, at + 1, finishParts(parts, at));
      return;
    }
    if (at >= text.length || code === 10 || code === 13) {
      closeUnclosed(scanner, at);
      return;
    }
    if (code === 92) at = scanEscape(scanner, parts, at);
    else if (code === 36 && text.charCodeAt(at + 1) === 123) at = scanInterpolation(scanner, parts, at);
    else at++;
  }
}

/** Literals which touch, such as `"a""b"`, were meant as one. */
function reportTouching(scanner: Scanner): void {
  const before = scanner.tokens.at(-1);
  if (before === undefined || before.end !== scanner.position || before.start === before.end) return;
  const literals = [Text, TextBlock, Num, Quantity, Mode, Name, BadWord];
  if (!literals.includes(before.tokenType) || before.mistake !== undefined) return;
  const { position } = scanner;
  report(scanner, "E0149", {}, before.start, position + 1, {
    fixes: [suggestedFix("put a space between them", edit(scanner, position, position, " "))],
  });
}

/** Reads the escape at `at`, reports a bad one, and gives the offset behind it. */
function scanEscape(scanner: Scanner, parts: PartBuffer, at: number): number {
  const { text } = scanner;
  const next = text[at + 1] ?? "\n";
  const simple = Object.hasOwn(simpleEscapes, next) ? simpleEscapes[next] : undefined;
  if (simple !== undefined) {
    addLiteral(parts, simple, at, at + 2);
    return at + 2;
  }
  // The end of the line: the text is not closed, which is the one mistake to report.
  if (next === "\n" || next === "\r") return at + 1;
  if (next === "u") {
    const unicode = /^\\u\{([0-9A-Fa-f]{1,6})\}/.exec(text.slice(at, at + 10));
    const code = Number.parseInt(unicode?.[1] ?? "", 16);
    if (unicode !== null && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)) {
      addLiteral(parts, String.fromCodePoint(code), at, at + unicode[0].length);
      return at + unicode[0].length;
    }
    const end = at + (/^\\u(?:\{[0-9A-Za-z]{0,8}\}?|[0-9A-Fa-f]{1,4})?/.exec(text.slice(at, at + 13))?.[0].length ?? 2);
    report(scanner, "E0123", { seen: text.slice(at, end) }, at, end, {
      help: "write the character's number in braces, such as \\u{20ac} for €",
    });
    return end;
  }
  const length = (text.codePointAt(at + 1) ?? 0) > 0xffff ? 3 : 2;
  const meant = Object.hasOwn(foreignEscapes, next) ? foreignEscapes[next] : undefined;
  report(scanner, "E0123", { seen: text.slice(at, at + length) }, at, at + length, {
    fixes: [
      meant === undefined
        ? suggestedFix("write `\\\\` for a backslash", edit(scanner, at, at + 1, "\\\\"))
        : safeFix(`write \`${meant}\``, edit(scanner, at, at + 2, meant)),
    ],
  });
  return at + length;
}

/** Reads the interpolation whose `$` is at `at`, reports a bad one, and gives the offset behind it. */
function scanInterpolation(scanner: Scanner, parts: PartBuffer, at: number): number {
  const found = readInterpolation(scanner.source.path, scanner.text, at + 2);
  if (found !== undefined) {
    addPath(parts, found.path, at, found.end);
    return found.end;
  }
  const end = endOfBadInterpolation(scanner.text, at + 2) ?? at + 2;
  report(scanner, "E0124", { seen: excerpt(scanner.text.slice(at, end)) }, at, end, {
    fixes: [suggestedFix("write `\\$` to keep it as it is", edit(scanner, at, at, "\\"))],
  });
  return end;
}

/** How far a text may go on over line ends and still be understood as one text. */
const farEnough = 4000;

/**
 * The offset of the quote that ends a text which was written over several lines, or undefined when that cannot be said:
 * the next quote below ends something, and either touches what stands in front of it or stands alone on its line, which an
 * opening quote never does, or the lines in between do not look like entries of their own.
 */
function findFarQuote(text: string, end: number): number | undefined {
  const below = text.slice(end, end + farEnough);
  const quote = /(?<!\\)"/.exec(below)?.index;
  if (quote === undefined || !/^[ \t]*(?:[,)\]}#]|$)/.test(lineBehind(below, quote + 1))) return undefined;
  const before = below.slice(0, quote);
  const touches = /[^\s=:[(,"'`]$|[\r\n][ \t]*$/.test(before);
  const looksLikeEntries = /^[\w.-]+[ \t]*=|[{}][ \t]*(?:#.*)?$/m.test(before.replace(/^[ \t]+/gm, ""));
  return touches || !looksLikeEntries ? end + quote : undefined;
}

function lineBehind(text: string, at: number): string {
  return text.slice(at).split(/[\r\n]/, 1)[0] ?? "";
}

/** True when the line below an unclosed text is none that an entry could be: the text goes on there. */
function goesOnBelow(text: string, end: number): boolean {
  const line = lineBehind(text.slice(end, end + farEnough).replace(/^\r?\n|^\r/, ""), 0).trim();
  return (
    line !== "" &&
    !/^(?:[}\])#]|(?:\w+[ \t]+)?[\w."-]+[ \t]*=|\w[\w-]*(?:[ \t]+(?:[\w-]+|".*"|\[.*\]))?(?:[ \t]*\{.*)?$)/.test(line)
  );
}

const severalLines = 'a text of several lines begins with """ behind the sign, and ends with """ on a line of its own';

/** Reports a text without closing quote and ends it where the quote most likely belongs. */
function closeUnclosed(scanner: Scanner, end: number): void {
  const { text, position } = scanner;
  const isForeign = text[position] !== '"';
  const far = isForeign ? undefined : findFarQuote(text, end);
  if (far !== undefined) {
    report(scanner, "E0118", {}, position, end, { help: severalLines });
    const lines = text.slice(position, far).split(/\r\n|\r|\n/).length - 1;
    const span = { file: scanner.source.path, start: position + 1, end: far };
    const content = text.slice(position + 1, far).replace(/\r\n?/g, "\n");
    emit(scanner, Text, far + 1, [{ part: "literal", text: content, span }], undefined, scanner.line + lines);
    return;
  }
  const inOneLineBody = scanner.tokens.findLast((t) => t.line !== scanner.line || t.tokenType === LBrace);
  const closing = inOneLineBody?.line === scanner.line ? /\s*\}\s*$/ : /\s*\{?\s*$/;
  const content = text.slice(position + 1, end);
  const close = position + 1 + (closing.exec(content)?.index ?? content.length);
  const literal = text.slice(position + 1, close);
  const fix = isForeign ? edit(scanner, position, close, quoteText(literal)) : edit(scanner, close, close, '"');
  const goesOn = goesOnBelow(text, end);
  report(scanner, "E0118", {}, position, close, {
    ...(goesOn ? { help: severalLines } : {}),
    fixes: goesOn ? [] : [suggestedFix("close it here", fix)],
  });
  const span = { file: scanner.source.path, start: position + 1, end: close };
  emit(scanner, Text, close, literal === "" ? [] : [{ part: "literal", text: literal, span }]);
}

/** The quotes of other languages and of word processors, with what may close them. */
const foreignQuotes: ReadonlyMap<string, string> = new Map([
  ["'", "'"],
  ["`", "`"],
  ["\u2018", "\u2019"],
  ["\u201a", "\u2018\u2019"],
  ["\u201c", '\u201d"'],
  ["\u201d", '\u201c\u201d"'],
  ["\u201e", '\u201c\u201d"'],
  ["\u00ab", "\u00bb"],
  ["\u00bb", "\u00ab"],
]);

/** How far behind the opening quote an apostrophe is looked for. */
const apostropheReach = 200;

/** True when the character opens a text in another language. */
export function isForeignQuote(character: string): boolean {
  return foreignQuotes.has(character);
}

/** Scans a text in foreign quotes at the scanner's position and reports it once, with the fix. */
export function scanForeignText(scanner: Scanner): void {
  const { text, position } = scanner;
  const closers = foreignQuotes.get(text[position] ?? "") ?? "";
  const isOpen = (at: number): boolean => at < text.length && text[at] !== "\n" && text[at] !== "\r";
  const findClose = (from: number): number => {
    let at = from;
    while (isOpen(at) && !closers.includes(text[at] ?? "")) at += text[at] === "\\" && isOpen(at + 1) ? 2 : 1;
    return at;
  };
  let close = findClose(position + 1);
  if (!isOpen(close)) {
    closeUnclosed(scanner, Math.min(close, text.length));
    return;
  }
  // `'it's fine'`: a quote between two letters is an apostrophe when another one follows that can end the text.
  let apostrophe = false;
  for (let at = close; isOpen(at) && at - position < apostropheReach; at = findClose(at + 1)) {
    close = at;
    if (!/^\w\W\w/.test(text.slice(at - 1, at + 2))) break;
    apostrophe = true;
  }
  const raw = text.slice(position + 1, close);
  const content = raw.replace(/\\(['`"])/g, "$1");
  const fix = edit(scanner, position, close + 1, quoteText(content));
  const title = "write it in double quotes";
  report(scanner, "E0108", { quote: text[position] ?? "" }, position, close + 1, {
    fixes: [content.includes("\\") || apostrophe ? suggestedFix(title, fix) : safeFix(title, fix)],
  });
  const span = { file: scanner.source.path, start: position + 1, end: close };
  emit(scanner, Text, close + 1, content === "" ? [] : [{ part: "literal", text: content, span }]);
}

/** Reports `${path}` outside quotes and leaves the path as what was meant. The `$` is at the scanner's position. */
export function scanBareInterpolation(scanner: Scanner): void {
  const { text, position } = scanner;
  const found = readInterpolation(scanner.source.path, text, position + 2);
  const end = found?.end ?? endOfBadInterpolation(text, position + 2) ?? position + 2;
  const written = found === undefined ? undefined : text.slice(found.path.span.start, found.path.span.end);
  report(scanner, "E0125", { seen: excerpt(text.slice(position, end)) }, position, end, {
    fixes:
      written === undefined ? [] : [safeFix(`write \`${excerpt(written)}\``, edit(scanner, position, end, written))],
  });
  emit(scanner, BadWord, end);
}

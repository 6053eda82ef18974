/** Bare words: names, paths, numbers, and everything that should have stood in quotes. */
import type { TokenType } from "chevrotain";
import { type Code, type Params, type Details, diagnose } from "../diagnostics/diagnose.ts";
import { quoteText } from "./quote.ts";
import { type Scanner, edit, emit, excerpt, safeFix, spanOf, suggestedFix } from "./scanner.ts";
import {
  BadWord,
  Colon,
  Comma,
  Dot,
  Ellipsis,
  Equals,
  LBrace,
  Let,
  type Mistake,
  Mode,
  Name,
  Newline,
  Num,
  Param,
  Quantity,
  RBracket,
  RParen,
  Semicolon,
  Text,
  TextBlock,
  WrongEquals,
  reserved,
} from "./tokens.ts";
import { isForeignUnit, nearestUnit, units } from "./units.ts";

// oxlint-disable-next-line no-control-regex -- control characters end a word; they are reported on their own
const bareRun = /[^\s"{}[\](),;#=\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2060-\u2069\u200b]+/y;
const urlRun = /[^\s"]+/y;
const plainName = /^[A-Za-z][A-Za-z0-9_-]*$/;
const dotted = /^[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z][A-Za-z0-9_-]*)*\.?$/;
const entryStarts: readonly TokenType[] = [Newline, LBrace, Comma, Semicolon];
const literals: readonly TokenType[] = [Text, TextBlock, BadWord, Name, Num, Quantity, Mode];
const pathEnds: readonly TokenType[] = [Name, Text, RBracket, RParen];

/** Scans the bare word at the scanner's position, at least one character of it. */
export function scanWord(scanner: Scanner): void {
  const { text, position } = scanner;
  if (text.startsWith("...", position)) {
    emit(scanner, Ellipsis, position + 3);
    return;
  }
  bareRun.lastIndex = position;
  let run = text.slice(position, bareRun.test(text) ? bareRun.lastIndex : position + 1);
  if (plainName.test(run) && !touchesLiteral(scanner)) {
    emit(scanner, reserved.get(run) ?? Name, position + run.length);
    return;
  }
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(run)) run = wholeUrl(text, position);
  else if (/^[-+?*|.:!]+$/.test(run) && run !== ":" && text[position + run.length] === "=") {
    emit(scanner, WrongEquals, position + run.length + 1);
    return;
  } else run = cutAtColon(scanner, run);
  if (run === ":" || (run.startsWith(":") && startsWithColon(scanner))) {
    if (text[position + 1] === "=") emit(scanner, WrongEquals, position + 2);
    else emit(scanner, Colon, position + 1);
    return;
  }
  if (run.startsWith(".") && (run === "." || continuesPath(scanner))) {
    emit(scanner, Dot, position + 1);
    return;
  }
  if (dotted.test(run) && !(touchesLiteral(scanner) && !isAfterDot(scanner))) scanPath(scanner, run);
  else scanLiteral(scanner, run);
}

/** A URL reaches to the next white space, without the punctuation that ends a value. */
function wholeUrl(text: string, position: number): string {
  urlRun.lastIndex = position;
  const all = urlRun.exec(text)?.[0] ?? "";
  return all.replace(/[,;)\]}]+$/, "");
}

/** Where a colon stands between a name and what follows, the word ends in front of it. */
function cutAtColon(scanner: Scanner, run: string): string {
  const colon = run.indexOf(":");
  if (colon <= 0) return run;
  const before = scanner.tokens.at(-1)?.tokenType;
  const name = run.slice(0, colon);
  const declares = before === Let || before === Param;
  const startsEntry = before === undefined || entryStarts.includes(before);
  if ((declares || startsEntry) && dotted.test(name)) return name;
  return colon === run.length - 1 ? name : run;
}

/** True when a word that starts with a colon is a colon and a value: `key :value`, `"key":value`, `let x :int`. */
function startsWithColon(scanner: Scanner): boolean {
  const before = scanner.tokens.at(-1);
  if (before === undefined) return false;
  if (before.end === scanner.position) return true;
  const first = scanner.tokens.at(-2)?.tokenType;
  return (
    before.tokenType === Name &&
    (first === undefined || first === Let || first === Param || entryStarts.includes(first))
  );
}

function continuesPath(scanner: Scanner): boolean {
  const before = scanner.tokens.at(-1);
  if (before === undefined || before.end !== scanner.position) return false;
  return pathEnds.includes(before.tokenType) || reserved.has(before.image);
}

function isAfterDot(scanner: Scanner): boolean {
  const before = scanner.tokens.at(-1);
  return before?.tokenType === Dot || before?.tokenType === Ellipsis;
}

function touchesLiteral(scanner: Scanner): boolean {
  const before = scanner.tokens.at(-1);
  if (before === undefined || before.end !== scanner.position || before.start === before.end) return false;
  return literals.includes(before.tokenType);
}

/** `db.url`: names with dots between them. */
function scanPath(scanner: Scanner, run: string): void {
  let end = scanner.position;
  for (const [index, word] of run.split(".").entries()) {
    if (index > 0) emit(scanner, Dot, scanner.position + 1);
    end += word.length;
    if (word !== "") emit(scanner, reserved.get(word) ?? Name, end);
    end++;
  }
}

function scanLiteral(scanner: Scanner, run: string): void {
  const { position } = scanner;
  const end = position + run.length;
  if (!touchesLiteral(scanner)) {
    if (/^0[0-7]{3,4}$/.test(run)) {
      emit(scanner, Mode, end);
      return;
    }
    if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(run)) {
      emit(scanner, Num, end);
      return;
    }
    const quantity = /^((?:0|[1-9]\d*)(?:\.\d+)?)([A-Za-z]+|%)$/.exec(run);
    if (quantity?.[2] !== undefined && units.includes(quantity[2])) {
      emit(scanner, Quantity, end);
      return;
    }
    const mistake = numberMistake(scanner, run, quantity?.[1], quantity?.[2]);
    if (mistake !== undefined) {
      emit(scanner, BadWord, end, undefined, mistake);
      return;
    }
  }
  const before = scanner.tokens.at(-1);
  if (touchesLiteral(scanner) && before !== undefined) {
    const mistake = lazily(scanner, "E0149", before.start, end, () => {
      const fixes = [suggestedFix("put a space between them", edit(scanner, position, position, " "))];
      const whole = scanner.text.slice(before.start, end);
      return [{}, whole.includes('"') ? { fixes } : { fixes, help: `write ${quoteText(excerpt(whole))}` }];
    });
    emit(scanner, BadWord, end, undefined, mistake);
    return;
  }
  if (/^[-+*/%<>!&|?^~:]+$/.test(run)) {
    emit(
      scanner,
      BadWord,
      end,
      undefined,
      lazily(scanner, "E0146", position, end, () => [{ seen: excerpt(run) }]),
    );
    return;
  }
  const stop =
    before?.tokenType === Equals || before?.tokenType === WrongEquals || before?.tokenType === Colon
      ? endOfSentence(scanner, end)
      : end;
  emit(scanner, BadWord, stop, undefined, unquoted(scanner, position, stop));
}

/** "Quote it", for the source between two offsets. */
function unquoted(scanner: Scanner, start: number, end: number): Mistake {
  return lazily(scanner, "E0114", start, end, () => {
    const written = scanner.text.slice(start, end);
    const fix = safeFix("put it in quotes", edit(scanner, start, end, quoteText(written)));
    return [{ seen: excerpt(written) }, { fixes: [fix] }];
  });
}

/** `run = /usr/bin/node server.js --port 3000`: the words up to the end of the line belong to one text. */
function endOfSentence(scanner: Scanner, start: number): number {
  const rest = /(?:[ \t]+(?!\/[/*])(?:"[^"\r\n]*"|[^\s"{}[\](),;#]+)+)*/y;
  rest.lastIndex = start;
  return start + (rest.exec(scanner.text)?.[0].length ?? 0);
}

function numberMistake(scanner: Scanner, run: string, amount?: string, unit?: string): Mistake | undefined {
  const { position } = scanner;
  const end = position + run.length;
  if (/^0\d+$/.test(run) || /^0o[0-7]+$/.test(run)) {
    const digits = run.replace("o", "");
    const right = /^0[0-7]{3,4}$/.test(digits) ? digits : undefined;
    return lazily(scanner, "E0126", position, end, () => [
      { seen: excerpt(run) },
      { fixes: right === undefined ? [] : [safeFix(`write \`${right}\``, edit(scanner, position, end, right))] },
    ]);
  }
  if (amount === undefined || unit === undefined) return undefined;
  if (unit === "m" || unit === "M") {
    const spellings = unit === "m" ? ["min", "MB"] : ["MB", "min"];
    const fixes = spellings.map((u) =>
      suggestedFix(`write \`${amount}${u}\``, edit(scanner, position, end, amount + u)),
    );
    return lazily(scanner, "E0128", position, end, () => [{ seen: run, amount }, { fixes }]);
  }
  const nearest = nearestUnit(unit);
  if (nearest === undefined && !isForeignUnit(unit)) return undefined;
  const right = amount + (nearest ?? "");
  const fixes = nearest === undefined ? [] : [safeFix(`write \`${right}\``, edit(scanner, position, end, right))];
  return lazily(scanner, "E0127", position, end, () => [{ unit, units: units.join(", ") }, { fixes }]);
}

/** A mistake whose words are put together only when it is reported. */
function lazily<C extends Code>(
  scanner: Scanner,
  code: C,
  start: number,
  end: number,
  describe: () => [params: Params<C>, details?: Details],
): Mistake {
  return { code, make: () => diagnose(code, describe()[0], spanOf(scanner, start, end), describe()[1]) };
}

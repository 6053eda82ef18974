import { shellWord } from "../shared/shell.ts";
import { isLiteralSafe } from "../shared/yaml-scalar.ts";
import { scriptComment } from "./readable.ts";
import type { Call, Condition, Script, ScriptLines, Statement, Step } from "./target.ts";

/** A script's text, ending in a line end, and where its lines come from. */
export interface PrintedScript {
  readonly text: string;
  /** Sorted by `from`. */
  readonly lines: readonly ScriptLines[];
}

/** Commands are broken after this many columns. */
const widest = 116;

/** Prints a script: the same tree gives the same bytes. Only functions that are used, and what they use, are in it. */
export function printScript<F extends string>(script: Script<F>): PrintedScript {
  const used = usedFunctions(script);
  const variables = new Set(used.map((name) => script.functions[name].variable).filter((line) => line !== undefined));
  const out: string[] = [...script.opening.split("\n"), ...variables];
  for (const name of used) out.push("", ...script.functions[name].text.split("\n"));
  const lines: ScriptLines[] = [];
  const names: Names = { count: 0 };
  for (const step of script.steps) {
    out.push("");
    const from = out.length + 1;
    out.push(...printStep(step, script.announce, names));
    for (const provenance of step.provenance) lines.push({ from, to: out.length, provenance });
  }
  out.push("", ...script.closing.split("\n"));
  return { text: `${out.join("\n")}\n`, lines };
}

function usedFunctions<F extends string>(script: Script<F>): F[] {
  const used = new Set<F>();
  const visit = (name: F): void => {
    if (used.has(name)) return;
    used.add(name);
    for (const needed of script.functions[name].needs ?? []) visit(needed);
  };
  for (const name of script.closingNeeds) visit(name);
  if (script.steps.length > 0) visit(script.announce);
  for (const step of script.steps)
    for (const statement of step.statements)
      for (const part of "when" in statement ? [...statement.when, ...statement.calls] : [statement])
        if (part.call !== "test") visit(part.call);
  return (Object.keys(script.functions) as F[]).filter((name) => used.has(name));
}

function printStep<F extends string>(step: Step<F>, announce: F, names: Names): string[] {
  const comment = step.comment === undefined ? [] : scriptComment(step.comment);
  return [
    ...comment,
    ...printCall({ call: announce, words: [step.title] }, "", names),
    ...step.statements.flatMap((statement) => printStatement(statement, names)),
  ];
}

function printStatement<F extends string>(statement: Statement<F>, names: Names): string[] {
  if (!("when" in statement)) return printCall(statement, "", names);
  const conditions = statement.when.map((condition) => printCondition(condition, names));
  const before = conditions.flatMap((condition) => condition.before);
  const head = conditions.map(({ text }, index) => (index === 0 ? `if ${text}` : `  && ${text}`));
  const calls = statement.calls.flatMap((each) => printCall(each, "  ", names));
  return [...before, ...`${head.join(" \\\n")}; then`.split("\n"), ...calls, "fi"];
}

function printCondition<F extends string>(condition: Condition<F>, names: Names): PrintedWord {
  const words = condition.words.map((word) => printWord(word, names));
  const before = words.flatMap((word) => word.before);
  const texts = words.map((word) => word.text);
  if (condition.call === "test")
    return { text: `[ ${[...(condition.negated ? ["!"] : []), ...texts].join(" ")} ]`, before };
  return { text: `${condition.negated ? "! " : ""}${[condition.call, ...texts].join(" ")}`, before };
}

function printCall<F extends string>(command: Call<F>, indent: string, names: Names): string[] {
  const words = command.words.map((word) => printWord(word, names));
  const before = words.flatMap((word) => word.before).map((line) => indent + line);
  const broken: string[] = [indent + command.call];
  for (const { text: word } of words) {
    const line = broken[broken.length - 1] ?? "";
    const lastLine = line.slice(line.lastIndexOf("\n") + 1);
    const firstLine = word.split("\n", 1)[0] ?? "";
    if (lastLine.length + 1 + firstLine.length <= widest) broken[broken.length - 1] = `${line} ${word}`;
    else {
      broken[broken.length - 1] = `${line} \\`;
      broken.push(`${indent}  ${word}`);
    }
  }
  return [...before, ...broken.join("\n").split("\n")];
}

/** How many variables for words there are so far. */
interface Names {
  count: number;
}

/** A word as it stands in a command, and the lines that must stand before that command. */
interface PrintedWord {
  readonly text: string;
  readonly before: readonly string[];
}

/**
 * A word. One that a reader could not see rightly – control characters, blanks at the end of a line, very long lines –
 * is put together by `printf` in a variable before the command; everything else stands where it is used. Exact for
 * every text without NUL: `$(…)` drops line ends at the end, so a full stop guards them.
 */
function printWord(word: string, names: Names): PrintedWord {
  const quoted = shellWord(word);
  if (isLiteralSafe(`-\n${quoted}\n-`, 30)) return { text: quoted, before: [] };
  names.count += 1;
  const name = `text_${names.count}`;
  const pieces = [...escapedPieces(word), "."].map(shellWord);
  const joined = pieces.length === 2 ? ` ${pieces.join(" ")}` : pieces.map((piece) => ` \\\n  ${piece}`).join("");
  return { text: `"$${name}"`, before: [...`${name}=$(printf %b${joined})`.split("\n"), `${name}=\${${name}%.}`] };
}

const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r" };

/** The word in pieces for printf's `%b` (POSIX.1-2017 XCU printf): backslashes doubled, bytes outside of ASCII in octal. */
function escapedPieces(word: string): string[] {
  const pieces: string[] = [""];
  for (const character of word) {
    const code = character.codePointAt(0) ?? 0;
    let written = escapes[character] ?? character;
    if (escapes[character] === undefined && (code < 0x20 || code > 0x7e))
      written = [...new TextEncoder().encode(character)]
        .map((byte) => `\\0${byte.toString(8).padStart(3, "0")}`)
        .join("");
    const last = pieces.length - 1;
    if ((pieces[last] ?? "").length + written.length > 90) pieces.push(written);
    else pieces[last] += written;
  }
  return pieces;
}

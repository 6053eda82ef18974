/**
 * W0103: a text block with `${name}` in it where nothing is put in, although something of that name is declared. Scripts
 * and configuration files have `${…}` of their own, so only names count that the same file declares and that the text does
 * not itself set.
 */
import { diagnose } from "../diagnostics/diagnose.ts";
import type { Diagnostic, Fix } from "../diagnostics/diagnostic.ts";
import type { Entry, FileNode, LabelNode, TextBlockNode } from "./ast.ts";
import { textBlocksIn } from "./text-blocks.ts";

/** Finds such texts; each is reported once, at the first place. */
export function findMissedInterpolations(file: FileNode): readonly Diagnostic[] {
  const known = new Map<readonly Entry[], Names>();
  return textBlocksIn(file).flatMap(({ block, scope }) => {
    const names = known.get(scope) ?? namesIn(scope);
    known.set(scope, names);
    return checkBlock(block, names) ?? [];
  });
}

/** What may stand in `${…}` because a file or a module gives it a name. */
interface Names {
  /** Of values: `${domain}`. */
  readonly values: ReadonlySet<string>;
  /** Of things that something is asked of: `${db.host}`. */
  readonly things: ReadonlySet<string>;
}

function namesIn(entries: readonly Entry[]): Names {
  const values = entries.flatMap((entry) => {
    if (entry.type === "let" || entry.type === "param") return [entry.name.text];
    return entry.type === "secret" ? wordsOf(entry.label) : [];
  });
  return { values: new Set(values), things: new Set(thingsIn(entries)) };
}

/** A machine has its things inside of it. */
function thingsIn(entries: readonly Entry[]): readonly string[] {
  return entries.flatMap((entry) => {
    if (entry.type !== "block" || entry.label === undefined) return [];
    const inner = entry.kind.text === "machine" ? thingsIn(entry.body?.entries ?? []) : [];
    return [...wordsOf(entry.label), ...inner];
  });
}

function wordsOf(label: LabelNode): readonly string[] {
  if (label.label === "word") return [label.text];
  return label.label === "list" ? label.items.flatMap((item) => (item.item === "word" ? [item.text] : [])) : [];
}

const looksLikeIt = /\$\{([A-Za-z][\w-]*)((?:\.[\w-]+)*)\}/g;

function checkBlock(block: TextBlockNode, names: Names): Diagnostic | undefined {
  // With one dollar in front of the quotes every `${…}` is read.
  if (block.dollars === 1) return undefined;
  const literals = block.parts.flatMap((part) => (part.part === "literal" ? [part] : []));
  const text = literals.map((part) => part.text).join("");
  // Every name is looked for once, however often it stands there.
  const sets = new Map<string, boolean>();
  const isSet = (name: string): boolean => {
    const known = sets.get(name) ?? new RegExp(`\\b${name}=`).test(text);
    sets.set(name, known);
    return known;
  };
  const isMeant = (name: string, steps: string): boolean =>
    name === "this" || names.things.has(name) ? steps !== "" : names.values.has(name) && steps === "" && !isSet(name);
  const all = [...text.matchAll(looksLikeIt)];
  const first = all.find(([, name = "", steps = ""]) => isMeant(name, steps));
  if (first === undefined) return undefined;
  const [seen] = first;
  const { span } = block;
  const quotes = '"'.repeat(block.quotes);
  const dollars = "$".repeat(Math.max(2, block.dollars));
  const isAlone = block.dollars === 0 && text.split("${").length - 1 === all.length;
  const takesAll = isAlone && all.every(([, name = "", steps = ""]) => isMeant(name, steps));
  const marked = `${dollars}${seen.slice(1)}`;
  const many =
    block.dollars > 0 ? `write \`${marked}\`` : `begin the text with \`${dollars}${quotes}\`, and write \`${marked}\``;
  const help = takesAll ? `begin the text with \`$${quotes}\`` : many;
  const fixes: Fix[] = takesAll
    ? [{ title: "put values in", safety: "suggested", edits: [{ span: { ...span, end: span.start }, text: "$" }] }]
    : [];
  const start = { ...span, end: span.start + block.dollars + block.quotes };
  return diagnose("W0103", { seen, help }, start, { fixes });
}

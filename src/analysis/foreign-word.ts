import type { Fix } from "../diagnostics/diagnostic.ts";
import type { ForeignWord, ForeignWords } from "../ir/kind.ts";
import type { AttributeNode, BlockNode, ValueNode } from "../parser/ast.ts";
import { type SourceFile, lineText, positionAt } from "../text/source-file.ts";
import type { Span } from "../text/span.ts";
import { ownEntry } from "./own-entry.ts";

/** What a message about an unknown name says when the name is one that another tool has. */
export interface Advice {
  readonly help: string;
  readonly fixes: readonly Fix[];
}

/** Where the foreign word stands. */
export interface ForeignPlace {
  /** The word itself. */
  readonly span: Span;
  /** Its line, when it is an attribute. */
  readonly node?: AttributeNode | undefined;
  /** The block whose body it stands in. */
  readonly block?: BlockNode | undefined;
  readonly source: SourceFile | undefined;
  /** Whether the word that would be written instead is there already. */
  readonly isTaken: (word: string) => boolean;
  /** Whether the word takes the place's meaning for certain; else the fix is only suggested. */
  readonly certain: boolean;
}

/** The advice that a table has for a word, whatever its spelling: `ssh_keys` is `ssh-keys`. */
export function findForeign(word: string, words: ForeignWords | undefined): ForeignWord | undefined {
  return words === undefined ? undefined : ownEntry(words, word.toLowerCase().replaceAll("_", "-"));
}

/** Help and fixes for a foreign word; undefined when the table does not know it. */
export function adviseOn(word: string, words: ForeignWords | undefined, place: ForeignPlace): Advice | undefined {
  const found = findForeign(word, words);
  if (found === undefined) return undefined;
  return {
    help: withValue(found, place),
    fixes: [rename(found, place) ?? dropLine(found, place)].flatMap((fix) => fix ?? []),
  };
}

/** The help, with what the user wrote in place of its example when both have the same form. */
function withValue({ help, same }: ForeignWord, { node, source }: ForeignPlace): string {
  if (same === undefined || node === undefined || source === undefined) return help;
  const { span, type } = node.value;
  const written = source.text.slice(span.start, span.end);
  if ((type !== "string" && type !== "number" && type !== "quantity") || written.length > 60) return help;
  const start = `\`${same} = `;
  const at = help.indexOf(start);
  const end = help.indexOf("`", at + start.length);
  const example = help.slice(at + start.length, end);
  if (at < 0 || end < 0 || example.startsWith("[") || example.startsWith('"') !== (type === "string")) return help;
  return `${help.slice(0, at + start.length)}${written}${help.slice(end)}`;
}

function rename({ same }: ForeignWord, place: ForeignPlace): Fix | undefined {
  if (same === undefined || place.isTaken(same)) return undefined;
  return {
    title: `write \`${same}\``,
    safety: place.certain ? "safe" : "suggested",
    edits: [{ span: place.span, text: same }],
  };
}

/** Takes away a line whose value says what holds anyway, or puts `absent` in front of the block instead. */
function dropLine({ needless, gone }: ForeignWord, { node, block, source }: ForeignPlace): Fix | undefined {
  const value = node === undefined ? undefined : wordOf(node.value);
  const line = node === undefined || source === undefined ? undefined : lineOf(node.span, source);
  if (value === undefined || line === undefined) return undefined;
  if (needless?.includes(value) === true)
    return { title: "take the line away", safety: "safe", edits: [{ span: line, text: "" }] };
  if (gone?.includes(value) !== true || block === undefined || block.absent) return undefined;
  const front = { ...block.kind.span, end: block.kind.span.start };
  return {
    title: "write `absent` in front of the block",
    safety: "suggested",
    edits: [
      { span: front, text: "absent " },
      { span: line, text: "" },
    ],
  };
}

function wordOf(node: ValueNode): string | undefined {
  if (node.type === "bool") return String(node.value);
  if (node.type === "path") return node.path.segments.length === 1 ? node.path.segments[0]?.text : undefined;
  const [only, more] = node.type === "string" ? node.parts : [];
  return only?.part === "literal" && more === undefined ? only.text : undefined;
}

/** The whole line of a span with its line end; undefined when something else stands on it. */
function lineOf(span: Span, source: SourceFile): Span | undefined {
  const { line, column } = positionAt(source, span.start);
  const text = lineText(source, line);
  if (text.trim() !== source.text.slice(span.start, span.end)) return undefined;
  const start = span.start - (column - 1);
  const end = source.text.indexOf("\n", span.end);
  return { ...span, start, end: end === -1 ? source.text.length : end + 1 };
}

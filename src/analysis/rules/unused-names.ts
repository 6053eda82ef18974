import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Entry, LabelNode, ModuleNode, Path, SecretNode, TextPart, ValueNode } from "../../parser/ast.ts";
import type { Span } from "../../text/span.ts";
import { resolveLocal } from "../load.ts";
import type { Project } from "../state.ts";

/** What a place uses: the first words of its paths, and whether a text was not read that may use others. */
interface Uses {
  readonly words: Set<string>;
  unread: boolean;
}

/**
 * W0203: a `let`, a `param` or a `secret` that nothing uses, in any environment and under any condition: what counts is
 * whether its name is written somewhere. A file that others may use too is not looked at, except for what its modules
 * keep to themselves.
 */
export function lintUnusedNames(project: Project): void {
  const top: Uses = { words: new Set(), unread: false };
  for (const entry of project.entries)
    if (entry.type === "module") lintModule(entry, project);
    else noteEntry(entry, top, project);
  if (top.unread) return;
  const own = project.entries.filter((entry) => entry.span.file === project.root);
  for (const entry of own) {
    lintEntry(entry, top, project);
    if (entry.type === "environment") for (const one of entry.body.entries) lintEntry(one, top, project);
  }
}

function lintModule(node: ModuleNode, project: Project): void {
  const uses: Uses = { words: new Set(), unread: false };
  for (const entry of node.body.entries) noteEntry(entry, uses, project);
  if (!uses.unread) for (const entry of node.body.entries) lintEntry(entry, uses, project);
}

function lintEntry(entry: Entry, { words }: Uses, project: Project): void {
  const report = (name: string, span: Span): void => {
    if (!words.has(name)) project.reporter.add(diagnose("W0203", { what: `${entry.type} ${name}` }, span));
  };
  if (entry.type === "let" || entry.type === "param") report(entry.name.text, entry.name.span);
  // In an environment, one of the same name says where a secret comes from there.
  else if (entry.type === "secret") for (const one of namesOf(entry)) report(one.name, one.span);
}

/** The names of a secret as far as they are written as words. */
function namesOf({ label }: SecretNode): readonly { readonly name: string; readonly span: Span }[] {
  const words = label.label === "list" ? label.items.flatMap((item) => (item.item === "word" ? [item] : [])) : [];
  if (label.label === "word") return [{ name: label.text, span: label.span }];
  return words.map((item) => ({ name: item.text, span: item.span }));
}

function noteEntry(entry: Entry, uses: Uses, project: Project): void {
  switch (entry.type) {
    case "let":
    case "param":
    case "output":
    case "attribute":
      if (entry.value !== undefined) noteValue(entry.value, uses, project);
      return;
    case "secret":
      noteLabel(entry.label, uses);
      if (entry.value !== undefined) noteValue(entry.value, uses, project);
      return;
    case "spread":
      notePath(entry.path, uses);
      return;
    case "block":
      if (entry.label !== undefined) noteLabel(entry.label, uses);
      for (const one of entry.body?.entries ?? []) noteEntry(one, uses, project);
      return;
    case "environment":
      for (const one of entry.body.entries) noteEntry(one, uses, project);
      return;
    case "use":
    case "module":
    case "remove":
      return;
  }
}

function noteValue(node: ValueNode, uses: Uses, project: Project): void {
  switch (node.type) {
    case "string":
    case "text-block":
      noteParts(node.parts, uses);
      return;
    case "path":
      notePath(node.path, uses);
      return;
    case "list":
      for (const item of node.items) noteValue(item.value, uses, project);
      return;
    case "call":
      for (const one of node.args) noteValue(one, uses, project);
      if (node.callee.segments[0]?.text === "template") noteTemplate(node.args[0], uses, project);
      return;
    case "mode":
    case "quantity":
    case "number":
    case "bool":
    case "bad":
      return;
  }
}

/** A template under a condition that never held was not read: it may use anything. */
function noteTemplate(argument: ValueNode | undefined, uses: Uses, project: Project): void {
  const [only, more] = argument?.type === "string" ? argument.parts : [];
  const path = only?.part === "literal" && more === undefined ? resolveLocal(only.span.file, only.text) : undefined;
  const parts = path === undefined ? undefined : project.templates.get(path);
  if (parts === undefined) uses.unread = true;
  else noteParts(parts, uses);
}

function noteLabel(label: LabelNode, uses: Uses): void {
  if (label.label === "string") noteParts(label.value.parts, uses);
  if (label.label !== "list") return;
  for (const item of label.items)
    if (item.item === "spread") notePath(item.path, uses);
    else if (item.item === "string") noteParts(item.value.parts, uses);
}

function noteParts(parts: readonly TextPart[], uses: Uses): void {
  for (const part of parts) if (part.part === "path") notePath(part.path, uses);
}

function notePath(path: Path, uses: Uses): void {
  const [first] = path.segments;
  if (first !== undefined) uses.words.add(first.text);
}

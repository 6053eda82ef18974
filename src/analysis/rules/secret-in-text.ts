import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Body, Entry, TextPart, ValueNode } from "../../parser/ast.ts";
import type { Span } from "../../text/span.ts";
import type { Project } from "../state.ts";
import { findSecretLike, findToken } from "./looks-like-secret.ts";

/** How much of a text or a file is looked at: a key is at the beginning of its file. */
const lookedAt = 65_536;

/** W0701: a text of a spec that looks like a secret. It is said where it stands; what stands there is shown nowhere. */
export function lintSecretTexts(project: Project): void {
  for (const file of project.asts.values()) walkEntries(file.entries, project);
}

/** W0701 for a file of the project, by the marks of well-known tokens. `span` is where the file is named. */
export function lintSecretFile(path: string, bytes: Uint8Array, span: Span, project: Project): void {
  const text = new TextDecoder("latin1").decode(bytes.subarray(0, lookedAt));
  const like = findToken(text);
  if (like !== undefined) project.reporter.add(diagnose("W0701", { where: `\`${path}\``, what: like.what }, span));
}

function walkEntries(entries: readonly Entry[], project: Project): void {
  for (const entry of entries) {
    switch (entry.type) {
      case "attribute":
        walkValue(entry.value, entry.key.segments.at(-1)?.text, project);
        break;
      case "let":
      case "param":
      case "output":
        if (entry.value !== undefined) walkValue(entry.value, entry.name.text, project);
        break;
      case "environment":
      case "module":
      case "block":
        walkBody(entry.body, project);
        break;
      case "secret": // E0705 speaks of a value there.
      case "use":
      case "remove":
      case "spread":
        break;
    }
  }
}

function walkBody(body: Body | undefined, project: Project): void {
  if (body !== undefined) walkEntries(body.entries, project);
}

function walkValue(node: ValueNode, name: string | undefined, project: Project): void {
  switch (node.type) {
    case "string":
    case "text-block":
      // A text with a hole in it is put together: its name says nothing about the literal parts.
      for (const part of node.parts) lintPart(part, node.parts.length === 1 ? name : undefined, project);
      break;
    case "list":
      for (const item of node.items) walkValue(item.value, name, project);
      break;
    case "call":
      for (const argument of node.args.slice(node.callee.segments[0]?.text === "env" ? 1 : 0))
        walkValue(argument, undefined, project);
      break;
    case "bad":
    case "mode":
    case "quantity":
    case "number":
    case "bool":
    case "path":
      break;
  }
}

function lintPart(part: TextPart, name: string | undefined, project: Project): void {
  const like = part.part === "literal" ? findSecretLike(part.text.slice(0, lookedAt), name) : undefined;
  if (like === undefined) return;
  project.reporter.add(diagnose("W0701", { where: "this", what: like.what }, placeOf(like.found, part.span, project)));
}

/** The characters themselves where they stand as they are (without escapes), else the whole part. */
function placeOf(found: string, span: Span, project: Project): Span {
  const at = project.sources.get(span.file)?.text.slice(span.start, span.end).indexOf(found) ?? -1;
  return at < 0 ? span : { ...span, start: span.start + at, end: span.start + at + found.length };
}

import { diagnose } from "../diagnostics/diagnose.ts";
import type { Value } from "../ir/value.ts";
import type { Path, Segment, TextPart } from "../parser/ast.ts";
import { lintSecretFile } from "./rules/secret-in-text.ts";
import { createSourceFile } from "../text/source-file.ts";
import type { Span } from "../text/span.ts";
import { decodeUtf8, describeFailure, notText, resolveLocal } from "./load.ts";
import type { Env, Outcome } from "./state.ts";

/** The bytes of a file of the project, named relative to the file that `span` is in; reported when it cannot be read. */
export function readLocalFile(env: Env, written: string, span: Span): { path: string; bytes: Uint8Array } | undefined {
  const path = resolveLocal(span.file, written);
  const { reads, files } = env.project;
  let read = reads.get(path);
  if (read === undefined) reads.set(path, (read = files.readBytes(path)));
  if (read.ok) {
    lintSecretFile(written, read.value, span, env.project);
    return { path, bytes: read.value };
  }
  env.report.add(diagnose("E0318", { what: "file", path: written, why: describeFailure(read.why) }, span));
  return undefined;
}

/** A folder of the project as a value; reported when it cannot be read. */
export function readLocalFolder(env: Env, written: string, span: Span): Outcome {
  const path = resolveLocal(span.file, written);
  const read = env.project.files.readFolder(path);
  if (read.ok) {
    for (const file of read.value.files) lintSecretFile(`${written}/${file.path}`, file.bytes, span, env.project);
    return { is: "folder", folder: { path, ...read.value } } satisfies Value;
  }
  const why =
    read.why === "missing"
      ? "there is no such folder"
      : read.why === "not-a-file"
        ? "it is not a folder"
        : describeFailure(read.why);
  env.report.add(diagnose("E0318", { what: "folder", path: written, why }, span));
  return "bad";
}

/**
 * The parts of a template: its text with every `$${path}` as a path. Everything else is kept as it is. The template
 * becomes one of the project's sources, so that mistakes are shown in it. undefined when it was reported.
 */
export function readTemplate(env: Env, written: string, span: Span): readonly TextPart[] | undefined {
  const path = resolveLocal(span.file, written);
  const { templates } = env.project;
  if (templates.has(path)) return templates.get(path);
  templates.set(path, undefined);
  const file = readLocalFile(env, written, span);
  if (file === undefined) return undefined;
  const decoded = decodeUtf8(file.bytes);
  if (decoded === undefined) {
    env.report.add(diagnose("E0318", { what: "file", path: written, why: notText }, span));
    return undefined;
  }
  const source = createSourceFile(path, decoded);
  env.project.sources.set(path, source);
  const parts = splitTemplate(env, path, source.text);
  templates.set(path, parts);
  return parts;
}

function splitTemplate(env: Env, path: string, text: string): readonly TextPart[] | undefined {
  const parts: TextPart[] = [];
  let good = true;
  let from = 0;
  const literal = (to: number): void => {
    if (to > from)
      parts.push({ part: "literal", text: text.slice(from, to), span: { file: path, start: from, end: to } });
  };
  for (let at = text.indexOf("$${"); at >= 0; at = text.indexOf("$${", Math.max(from, at + 1))) {
    // `$$$${x}` is two dollars and a hole, as in a text block.
    let open = at;
    while (text[open + 2] === "$") open++;
    literal(open);
    const end = text.indexOf("}", open + 3);
    const line = text.indexOf("\n", open);
    const span: Span = { file: path, start: open, end: end < 0 ? Math.min(open + 3, text.length) : end + 1 };
    const read = end < 0 || (line >= 0 && line < end) ? undefined : readPath(text.slice(open + 3, end), path, open + 3);
    if (read === undefined) {
      env.report.add(diagnose("E0326", {}, { ...span, end: open + 3 }));
      good = false;
      from = open + 3;
    } else {
      parts.push({ part: "path", path: read, span });
      from = end + 1;
    }
    at = from - 1;
  }
  literal(text.length);
  return good ? parts : undefined;
}

function readPath(text: string, file: string, start: number): Path | undefined {
  const segments: Segment[] = [];
  const pattern = /\s*(?:([A-Za-z][A-Za-z0-9_-]*)|"([^"\\]*)")\s*/y;
  for (let at = 0; ;) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null || (segments.length === 0 && match[1] === undefined)) return undefined;
    const span = { file, start: start + at, end: start + pattern.lastIndex };
    segments.push({ text: match[1] ?? match[2] ?? "", quoted: match[1] === undefined, span });
    at = pattern.lastIndex;
    if (at === text.length) return { segments, span: { file, start, end: start + text.length } };
    if (text[at] !== ".") return undefined;
    at++;
  }
}

import { diagnose } from "../diagnostics/diagnose.ts";
import type { ProjectFiles, ReadFailure } from "../ir/project-files.ts";
import type { Entry, FileNode, UseNode } from "../parser/ast.ts";
import { parseFile } from "../parser/parse.ts";
import { type SourceFile, createSourceFile } from "../text/source-file.ts";
import type { Span } from "../text/span.ts";
import { type Reporter, listNames } from "./report.ts";

/** Every file that a project consists of, and their entries in one list. */
export interface LoadedFiles {
  readonly sources: Map<string, SourceFile>;
  readonly asts: ReadonlyMap<string, FileNode>;
  readonly entries: readonly Entry[];
}

/** More files than any project has; a chain of generated ones ends here. */
const maxFiles = 2_000;
const maxDepth = 200;

/** Why bytes cannot be read as a text, as the end of a sentence. */
export const notText = "it is not a text in UTF-8";

/**
 * Reads the root file and everything it uses, each file once; the entries of a used file stand where its first `use`
 * stands. What cannot be read is reported at the `use`.
 */
export function loadFiles(
  root: string,
  files: ProjectFiles,
  std: ReadonlyMap<string, string>,
  reporter: Reporter,
): LoadedFiles {
  const sources = new Map<string, SourceFile>();
  const asts = new Map<string, FileNode>();
  const entries: Entry[] = [];
  const open: string[] = [];
  let full = false;

  const take = (path: string, text: string): void => {
    const source = createSourceFile(path, text);
    const parsed = parseFile(source);
    sources.set(path, source);
    asts.set(path, parsed.file);
    reporter.addSyntax(source, parsed.diagnostics);
    // A file that was not read at all: nobody knows what it would have declared.
    const { header, entries: read } = parsed.file;
    if (header === undefined && read.length === 0 && parsed.diagnostics.length > 0) reporter.markIncomplete();
    open.push(path);
    for (const entry of parsed.file.entries) {
      if (entry.type === "use") follow(entry);
      else entries.push(entry);
    }
    open.pop();
  };

  const follow = (node: UseNode): void => {
    const written = literalPath(node);
    if (written === undefined) {
      reporter.markIncomplete();
      reporter.add(diagnose("E0321", { what: "the path of a `use`", why: "it cannot hold `${…}`" }, node.path.span));
      return;
    }
    const fail = (diagnostic: Parameters<Reporter["add"]>[0]): void => {
      reporter.markIncomplete();
      reporter.add(diagnostic);
    };
    if (written.startsWith("std/")) {
      if (sources.has(written)) return;
      const text = std.get(written);
      if (text !== undefined) take(written, text);
      else {
        const near = reporter.nearest(written, std.keys());
        const has = std.size === 0 ? "it has no files yet" : `it has ${listNames(std.keys())}`;
        fail(
          diagnose(
            "E0225",
            { path: written, has },
            node.path.span,
            near === undefined ? {} : { label: `did you mean \`${near}\`?` },
          ),
        );
      }
      return;
    }
    const path = resolveLocal(node.span.file, written);
    if (open.includes(path)) {
      const chain = [...open.slice(open.indexOf(path)), path];
      fail(diagnose("E0213", { path: written, chain: chain.join(" → ") }, node.path.span));
      return;
    }
    if (sources.has(path)) return;
    if (open.length >= maxDepth) {
      fail(diagnose("E0220", { what: "files used by files", limit: maxDepth }, node.path.span));
      return;
    }
    if (sources.size >= maxFiles) {
      if (!full) fail(diagnose("E0220", { what: "files in one project", limit: maxFiles }, node.path.span));
      full = true;
      return;
    }
    const read = files.readBytes(path);
    if (!read.ok) {
      fail(diagnose("E0212", { path: written, why: describeFailure(read.why) }, node.path.span));
      return;
    }
    const text = decodeUtf8(read.value);
    if (text === undefined) fail(diagnose("E0212", { path: written, why: notText }, node.path.span));
    else take(path, text);
  };

  const nowhere: Span = { file: root, start: 0, end: 0 };
  const read = files.readBytes(root);
  const text = read.ok ? decodeUtf8(read.value) : undefined;
  if (!read.ok) reporter.add(diagnose("E0212", { path: root, why: describeFailure(read.why) }, nowhere));
  else if (text === undefined) reporter.add(diagnose("E0212", { path: root, why: notText }, nowhere));
  if (text !== undefined) take(root, text);
  else sources.set(root, createSourceFile(root, ""));
  return { sources, asts, entries };
}

/** The path of a file named in another file, relative to the root file's folder; `../` in front when it leads out. */
export function resolveLocal(fromFile: string, written: string): string {
  if (written.startsWith("/")) return written;
  const parts = fromFile.split("/").slice(0, -1);
  for (const part of written.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts[parts.length - 1] !== "..") parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
}

/** Why a file of the project could not be read, as the end of a sentence. */
export function describeFailure(why: ReadFailure): string {
  switch (why) {
    case "missing":
      return "there is no such file";
    case "outside":
      return "it is outside the folder of the root file";
    case "not-a-file":
      return "it is not a file";
    case "too-large":
      return "it is too large";
    case "unreadable":
      return "it cannot be read; look at its permissions";
  }
}

/** The text of some bytes, or undefined when they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function literalPath(node: UseNode): string | undefined {
  let text = "";
  for (const part of node.path.parts) {
    if (part.part === "path") return undefined;
    text += part.text;
  }
  return text;
}

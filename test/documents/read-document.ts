import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The project's folder. */
export const root = join(import.meta.dirname, "../..");

/** A document of the project, by its path from the root. */
export function readDocument(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** The text below a heading, up to the next one of any level; empty when there is no such heading. */
export function sectionOf(text: string, heading: string): string {
  const start = text.indexOf(`\n## ${heading}\n`);
  if (start < 0) return "";
  const from = start + heading.length + 5;
  const end = text.indexOf("\n## ", from);
  return text.slice(from, end < 0 ? undefined : end);
}

/** What stands between single backticks, in order; fenced blocks are left out. */
export function codeWords(text: string): readonly string[] {
  return [...text.replace(/^```[\s\S]*?^```$/gm, "").matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? "");
}

import { sha256 } from "./fingerprint.ts";
import type { Manifest } from "./manifest.ts";
import type { OutputTree } from "./output-tree.ts";

/** The version of its form; raised with every change that an older envc would misread. */
const baseFormat = 1;

/** Characters of a text at most; nobody looks at a difference in a larger one. */
const textLimit = 16 * 1024 * 1024;

/**
 * The texts that envc wrote, by their SHA-256: what an edited file was before. Nothing else knows it: a newer envc or a
 * changed spec does not make the old text again, and not everybody keeps the output in version control. The file is
 * plain text, one line for each line that was written and each text once, so that git stores and shows its changes
 * well; it is not compressed, because the bytes of a compressor differ between versions of Node and between processors.
 * No output holds a secret, so neither does this.
 */
export type Base = ReadonlyMap<string, string>;

/** The base of a folder that envc never wrote to. */
export const emptyBase: Base = new Map();

/** The text of a file when it is one: UTF-8 without NUL, and not too large. */
export function readableText(bytes: Uint8Array): string | undefined {
  if (bytes.length > textLimit || bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * The base after a build: the texts of the tree, and of what the manifest names besides (the files of other targets) as
 * they were known before. Files for programs (source maps, the report) are left out.
 */
export function nextBase(tree: OutputTree, manifest: Manifest, before: Base): Base {
  const wanted = new Set(manifest.files.map((file) => file.sha256));
  const texts = new Map([...before].filter(([hash]) => wanted.has(hash)));
  for (const file of tree.files) {
    const text = file.forPrograms === true ? undefined : readableText(file.bytes);
    if (text !== undefined) texts.set(sha256(file.bytes), text);
  }
  return texts;
}

/** Prints a base, sorted: the same texts give the same bytes. */
export function printBase(base: Base): string {
  const entries = [...base]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([hash, text]) => {
      const lines = text.split("\n").map((line) => `      ${JSON.stringify(line)}`);
      return `    "${hash}": [\n${lines.join(",\n")}\n    ]`;
    });
  const texts = entries.length === 0 ? "{}" : `{\n${entries.join(",\n")}\n  }`;
  return `{\n  "format": ${baseFormat},\n  "texts": ${texts}\n}\n`;
}

/** Reads what {@link printBase} printed. `damaged` for every other byte: it is replaced as a whole, so it must be ours. */
export function parseBase(text: string): Base | "damaged" | "newer" {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return "damaged";
  }
  if (typeof data !== "object" || data === null || !("format" in data) || typeof data.format !== "number")
    return "damaged";
  if (data.format > baseFormat) return "newer";
  if (!("texts" in data) || typeof data.texts !== "object" || data.texts === null) return "damaged";
  const texts = new Map<string, string>();
  for (const [hash, lines] of Object.entries(data.texts as Record<string, unknown>)) {
    if (!Array.isArray(lines) || !lines.every((line) => typeof line === "string")) return "damaged";
    const joined = lines.join("\n");
    if (sha256(new TextEncoder().encode(joined)) !== hash) return "damaged";
    texts.set(hash, joined);
  }
  return printBase(texts) === text ? texts : "damaged";
}

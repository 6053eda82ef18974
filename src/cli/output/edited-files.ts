import type { Platform } from "../../platform/platform.ts";
import { parseBase, readableText } from "./base.ts";
import { isUnedited, outputFileLimit } from "./decide.ts";
import { sha256 } from "./fingerprint.ts";
import { baseName, type ManifestFile, manifestName, parseManifest } from "./manifest.ts";
import { foldersAbove } from "./output-tree.ts";

/** A text that envc wrote and somebody changed. */
export interface EditedFile {
  readonly row: ManifestFile;
  /** What envc wrote; undefined when that is not known any more. */
  readonly base: string | undefined;
  readonly theirs: string;
  /** The sum of the bytes that are there. */
  readonly sha256: string;
}

/**
 * The texts of an output folder that were changed since envc wrote them, as far as its records can be read; what is
 * wrong with these, the build says. Nothing behind a link is looked at.
 */
export function findEditedFiles(platform: Platform, output: string): readonly EditedFile[] {
  const { files } = platform;
  const read = (path: string): Uint8Array | undefined =>
    files.inspect(path)?.kind === "file" ? files.read(path, outputFileLimit) : undefined;
  const text = (name: string): string => new TextDecoder().decode(read(`${output}/${name}`) ?? new Uint8Array());
  if (files.inspect(output)?.kind !== "directory") return [];
  const manifest = parseManifest(text(manifestName));
  if (typeof manifest === "string") return [];
  const base = parseBase(text(baseName));
  return manifest.files.flatMap((row) => {
    if (foldersAbove(row.path).some((folder) => files.inspect(`${output}/${folder}`)?.kind !== "directory")) return [];
    const bytes = read(`${output}/${row.path}`);
    if (bytes === undefined || isUnedited(row, bytes)) return [];
    const theirs = readableText(bytes);
    return theirs === undefined
      ? []
      : [{ row, base: typeof base === "string" ? undefined : base.get(row.sha256), theirs, sha256: sha256(bytes) }];
  });
}

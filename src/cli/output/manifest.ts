import { isPlainRelativePath } from "../../platform/paths.ts";

/** The name of the manifest in the output folder. */
export const manifestName = ".envc-manifest.json";

/** The name of the file next to it that keeps the texts that envc wrote (`base.ts`). */
export const baseName = ".envc-base.json";

/** The version of the manifest's form; raised with every change that an older envc would misread. */
export const manifestFormat = 1;

/** Whether a path of the output folder is one of envc's own records. */
export function isReservedName(path: string): boolean {
  return path === manifestName || path === baseName;
}

/** One file that envc wrote. */
export interface ManifestFile {
  /** Relative to the output folder. */
  readonly path: string;
  /** Of the bytes that envc made, in hexadecimal; what is on disk differs when the user keeps an edit of it. */
  readonly sha256: string;
  readonly size: number;
  /** The target it belongs to; missing for files of the build as a whole. */
  readonly target?: string;
  /** The environment it belongs to; missing where there is none. */
  readonly environment?: string;
}

/** What envc wrote into an output folder, sorted by path. No dates: the same output gives the same manifest. */
export interface Manifest {
  readonly files: readonly ManifestFile[];
}

/** The manifest of a folder that envc never wrote to. */
export const emptyManifest: Manifest = { files: [] };

/** Prints a manifest: one line per file, so that a difference reads well. */
export function printManifest(manifest: Manifest): string {
  const rows = [...manifest.files]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, sha256, size, target, environment }) => JSON.stringify({ path, sha256, size, target, environment }));
  const files = rows.length === 0 ? "[]" : `[\n    ${rows.join(",\n    ")}\n  ]`;
  return `{\n  "format": ${manifestFormat},\n  "files": ${files}\n}\n`;
}

/**
 * Reads a manifest. `damaged` for anything that envc did not write like this, paths that lead out of the folder
 * included: nobody may make envc remove files by sending a manifest along.
 */
export function parseManifest(text: string): Manifest | "damaged" | "newer" {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return "damaged";
  }
  if (!isRecord(data) || typeof data["format"] !== "number") return "damaged";
  if (data["format"] > manifestFormat) return "newer";
  if (data["format"] !== manifestFormat || !Array.isArray(data["files"])) return "damaged";
  const files: ManifestFile[] = [];
  const seen = new Set<string>();
  for (const row of data["files"] as readonly unknown[]) {
    const file = readRow(row);
    if (file === undefined || seen.has(file.path)) return "damaged";
    seen.add(file.path);
    files.push(file);
  }
  return { files };
}

function readRow(row: unknown): ManifestFile | undefined {
  if (!isRecord(row)) return undefined;
  const { path, sha256, size, target, environment } = row;
  if (typeof path !== "string" || !isPlainRelativePath(path) || isReservedName(path)) return undefined;
  if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) return undefined;
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) return undefined;
  if (target !== undefined && typeof target !== "string") return undefined;
  if (environment !== undefined && typeof environment !== "string") return undefined;
  return {
    path,
    sha256,
    size,
    ...(target === undefined ? {} : { target }),
    ...(environment === undefined ? {} : { environment }),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import type { CompileResult } from "../index.ts";
import type { EmitName } from "./emit-names.ts";
import { serializeProgram } from "../ir/serialize-program.ts";
import { sha256 } from "./output/fingerprint.ts";

/** The version of the emitted documents; raised with every change that a reader would notice. */
const emitFormat = 1;

/**
 * An inner form of a build as one JSON document with a line end: `ast` (per file), `model` (per environment) or `ir` (the
 * Ops per environment). Keys keep the order of the types, maps are sorted, so equal input gives equal bytes. The
 * content of local files is not repeated: it stands as `{ "size", "sha256" }`.
 */
export function emitJson(result: CompileResult, form: EmitName): string {
  const document = { format: emitFormat, ...selectForm(result, form) };
  return `${JSON.stringify(document, (_, value: unknown) => plain(value), 2)}\n`;
}

function selectForm(result: CompileResult, form: EmitName): object {
  switch (form) {
    case "ast":
      return { files: Object.fromEntries([...result.asts].sort(([a], [b]) => (a < b ? -1 : 1))) };
    case "model":
      return { models: result.models };
    case "ir":
      return { programs: result.programs.map(serializeProgram) };
  }
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { size: value.length, sha256: sha256(value) };
  if (value instanceof Map) return Object.fromEntries(value as Map<string, unknown>);
  if (value instanceof Set) return [...(value as Set<unknown>)];
  if (value instanceof RegExp) return value.source;
  return value;
}

import { createHash } from "node:crypto";
import type { Program } from "./program.ts";

/** A value as JSON knows it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * A program as plain JSON, as `--emit ir` prints it and `ops.schema.json` describes it: bytes as base64 with their
 * length and SHA-256, maps as objects, fields without a value left out. Secrets are names; no value of one is here.
 */
export function serializeProgram(program: Program): Json {
  return toJson(program);
}

function toJson(value: unknown): Json {
  if (value === null) return null;
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
      return value;
    case "object":
      break;
    default:
      return null;
  }
  if (value instanceof Uint8Array) return bytesToJson(value);
  if (Array.isArray(value)) return value.map(toJson);
  const entries = value instanceof Map ? [...value.entries()] : Object.entries(value);
  return Object.fromEntries(
    entries.filter(([, item]) => item !== undefined).map(([key, item]) => [String(key), toJson(item)]),
  );
}

function bytesToJson(bytes: Uint8Array): Json {
  return {
    base64: Buffer.from(bytes).toString("base64"),
    length: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  };
}

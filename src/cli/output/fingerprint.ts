import { createHash } from "node:crypto";

/** SHA-256 in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Whether two byte strings are equal. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.from(a.buffer, a.byteOffset, a.length).equals(b);
}

/** The bytes with CRLF as LF: what git makes of a text file on Windows is not an edit. */
export function withoutCarriageReturns(bytes: Uint8Array): Uint8Array {
  const kept = bytes.filter((byte, index) => !(byte === 13 && bytes[index + 1] === 10));
  return kept.length === bytes.length ? bytes : kept;
}

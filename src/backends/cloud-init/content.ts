import { gzipSync } from "node:zlib";
import type { WriteFile } from "./target.ts";

/** Above this many bytes a text that YAML can only hold escaped is written in base64: nobody reads it any more. */
const longestEscaped = 4_096;

/** How the bytes are written when there is room: readable text as it is, everything else in base64. */
export function usualEncoding(bytes: Uint8Array): WriteFile["encoding"] {
  const text = decode(bytes);
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (text === undefined || /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/.test(text))
    return "b64";
  return text.length > longestEscaped && /[\t]| \n|.{146}/.test(text) ? "b64" : "text";
}

/** The text of these bytes, or undefined when they are not UTF-8. */
export function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Packs contents which get smaller by it. Used when a file is too large for its provider. */
export function packed(file: WriteFile): WriteFile {
  if (encode(file.bytes, "gz+b64").length + 20 >= file.bytes.length && file.encoding === "text") return file;
  if (file.encoding === "b64" && encode(file.bytes, "gz+b64").length >= encode(file.bytes, "b64").length) return file;
  return { ...file, encoding: "gz+b64" };
}

/** The base64 form of the bytes, packed or not. */
export function encode(bytes: Uint8Array, encoding: "b64" | "gz+b64"): string {
  switch (encoding) {
    case "b64":
      return Buffer.from(bytes).toString("base64");
    case "gz+b64": {
      const gzip = gzipSync(bytes, { level: 9 });
      gzip[9] = 255; // "unknown" instead of this computer's system (RFC 1952, 2.3.1): the same bytes everywhere
      return gzip.toString("base64");
    }
  }
}

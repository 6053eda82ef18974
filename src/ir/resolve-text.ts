import { type Hole, type HoleEncoding, type Text, nginxDollar } from "./text.ts";

/** Gives the value of a hole, or undefined when the target cannot know it. */
export type HoleResolver = (hole: Hole) => string | undefined;

/** A text with every hole filled in, or the first hole that could not be. */
export type ResolvedText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly hole: Hole };

/** Fills in every hole, each value encoded as its place asks for. */
export function resolveText(text: Text, resolve: HoleResolver): ResolvedText {
  let result = "";
  for (const part of text) {
    if (typeof part === "string") {
      result += part;
      continue;
    }
    const value = resolve(part);
    if (value === undefined) return { ok: false, hole: part };
    result += encodeHoleValue(value, part.encoding);
  }
  return { ok: true, text: result };
}

/**
 * Encodes a value for the place it stands in. Total: every string without NUL has an encoding. The surrounding quotes
 * belong to the place, not to the value.
 */
export function encodeHoleValue(value: string, encoding: HoleEncoding): string {
  switch (encoding) {
    case "plain":
      return value;
    case "env-file":
      // systemd.exec(5), EnvironmentFile=: inside double quotes a backslash escapes `"`, `\`, `` ` `` and `$`.
      return value.replace(/["\\`$]/g, "\\$&");
    case "systemd-word":
      return escapeC(value).replaceAll("%", "%%");
    case "systemd-exec":
      return escapeC(value).replaceAll("%", "%%").replaceAll("$", "$$$$");
    case "url":
      return encodeUrl(value);
    case "url-systemd":
      return encodeUrl(value).replaceAll("%", "%%");
    case "nginx":
      // ngx_conf_read_token reads `\\` and `\"` inside double quotes; a `$` begins a variable wherever it stands.
      return value.replace(/["\\]/g, "\\$&").replaceAll("$", () => nginxDollar);
  }
}

/** RFC 3986, 2.3: what needs no encoding anywhere in a URL. */
const unreserved = /^[A-Za-z0-9._~-]$/;

/** Byte by byte, so that half of a surrogate pair has an encoding too (U+FFFD's, as everywhere in UTF-8). */
function encodeUrl(value: string): string {
  return Array.from(new TextEncoder().encode(value), (byte) => {
    const character = String.fromCharCode(byte);
    return unreserved.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
}

/** C escapes as systemd.syntax(7) reads them inside double quotes; other control bytes as `\xNN`. */
function escapeC(value: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is escaped
  return value.replace(/["\\\u0000-\u001f\u007f]/g, (c) => {
    if (c === "\n") return "\\n";
    if (c === "\t") return "\\t";
    if (c === "\r") return "\\r";
    if (c === '"' || c === "\\") return `\\${c}`;
    return `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}

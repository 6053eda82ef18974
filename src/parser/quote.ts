/** How texts are written in source: the one place that escapes. */

/** Characters that are never written as they are in a text: controls, directional marks and lone surrogates. */
// oxlint-disable-next-line no-control-regex -- control characters are what is escaped
const hidden = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;

/** The characters between the quotes of `"…"` that stand for `text`. A lone surrogate, which no file can hold, becomes U+FFFD. */
export function escapeText(text: string): string {
  return text
    .replace(/[\\"]/g, "\\$&")
    .replaceAll("${", "\\${")
    .replace(hidden, (c) => {
      if (c === "\n") return "\\n";
      if (c === "\t") return "\\t";
      const code = c.codePointAt(0) ?? 0;
      return code >= 0xd800 && code <= 0xdfff ? "\\u{fffd}" : `\\u{${code.toString(16)}}`;
    });
}

/** `text` as a one-line text of the language, quotes included. */
export function quoteText(text: string): string {
  return `"${escapeText(text)}"`;
}

/** The text that stands between quotes as `escaped`, all of whose escapes exist. */
export function unescapeText(escaped: string): string {
  return escaped.replace(
    /\\(?:u\{([0-9A-Fa-f]+)\}|(.))/g,
    (_, code: string | undefined, simple: string | undefined) => {
      if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
      return simple === "n" ? "\n" : simple === "t" ? "\t" : (simple ?? "");
    },
  );
}

/** True for what the language reads as one bare word: a letter, then letters, digits, `_` and `-`. */
export function isWord(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_-]*$/.test(text);
}

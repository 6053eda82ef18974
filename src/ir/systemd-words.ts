import { encodeHoleValue } from "./resolve-text.ts";
import type { HoleEncoding, Text } from "./text.ts";

/** A text as it is written for systemd: the literal parts encoded now, the holes told how their value must be encoded. */
export function encodeText(text: Text, encoding: HoleEncoding): Text {
  return text.map((part) =>
    typeof part === "string" ? encodeHoleValue(part, encoding) : { ...part, encoding: within(part.encoding, encoding) },
  );
}

/** A part of a URL has nothing left that quotes would read, only its `%`. */
function within(inner: HoleEncoding, outer: HoleEncoding): HoleEncoding {
  if (inner !== "url" && inner !== "url-systemd") return outer;
  return outer === "systemd-word" || outer === "systemd-exec" ? "url-systemd" : inner;
}

/** A word between double quotes; a simple one without them. */
export function quoteWord(text: Text, encoding: "systemd-word" | "systemd-exec"): Text {
  const only = text.length === 1 ? text[0] : undefined;
  if (typeof only === "string" && /^[A-Za-z0-9_./:=,@+-]+$/.test(only)) return [only];
  return ['"', ...encodeText(text, encoding), '"'];
}

/**
 * A value that takes the rest of a unit's line: systemd.unit(5) specifiers are doubled, line ends become spaces. A
 * backslash at the end would join the next line to this one (systemd.syntax(7)); it cannot be escaped and goes.
 */
export function encodeLine(value: string): string {
  return value
    .replace(/[\r\n]+/g, " ")
    .replace(/[\\\s]+$/, "")
    .replaceAll("%", "%%");
}

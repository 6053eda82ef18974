/** One encoder per context of a Dockerfile. Nothing else in this folder puts quotes or backslashes into its text. */
import { isOneLine } from "../shared/shell.ts";

/** Characters without a meaning to the builder's word splitting and expansion. */
const plain = /^[A-Za-z0-9_./:@%+,-]+$/;

/** Characters that cannot be seen, or that change the reading direction: raw, they would hide text in a review. */
const unseen = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/**
 * Whether a text may stand in a Dockerfile as it is. The format knows no line end inside a word; what cannot be seen
 * goes where it can be escaped.
 */
export function isPlainText(value: string): boolean {
  return isOneLine(value) && !unseen.test(value);
}

/**
 * A value of `ENV`, `LABEL` or `ARG`. Inside double quotes the builder reads `\\`, `\"` and `\$` and takes everything
 * else as it is. Defined for values that {@link isPlainText} accepts.
 */
export function encodeQuotedWord(value: string): string {
  return plain.test(value) ? value : `"${value.replace(/[\\"$]/g, "\\$&")}"`;
}

/**
 * The exec form: a JSON array that the builder hands over without a shell and without expansion; exact for every text
 * without NUL. What a reader of lines could take for a line end, or a person could not see, is escaped.
 */
export function encodeJsonWords(words: readonly string[]): string {
  return `[${words.map(encodeJsonWord).join(", ")}]`;
}

function encodeJsonWord(word: string): string {
  return JSON.stringify(word).replace(
    new RegExp(unseen, "g"),
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * Whether a path may stand unquoted after `COPY` and `WORKDIR`. The builder expands `$`, reads quotes and backslashes
 * and globs even in the JSON form of `COPY`, and not every builder does it alike, so other paths never stand there.
 */
export function isPlainPath(path: string): boolean {
  return /^[A-Za-z0-9_./@%+,:=-]+$/.test(path);
}

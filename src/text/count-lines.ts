/** How many lines a file has for a reader: at least one, a last line without an end counts; bytes are one line. */
export function countLines(content: string | Uint8Array): number {
  const text = typeof content === "string" ? content : "";
  return Math.max(1, text.split("\n").length - (text.endsWith("\n") ? 1 : 0));
}

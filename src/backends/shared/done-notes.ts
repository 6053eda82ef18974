import type { OpId } from "../../ir/ops.ts";

/**
 * Where a machine notes which of its on-change commands have been done since the last change: the change takes the
 * note away, and only success writes it. One place for all targets, so that a machine which one of them made is
 * known to the next.
 */
export const doneNotes = "/var/lib/provision/done";

/** The file name of a command's note; different for different ops. */
export function noteName(id: OpId): string {
  return id
    .replace(/^exec:/, "")
    .replace(/[^A-Za-z0-9._-]/gu, (character) => `%${character.codePointAt(0)!.toString(16)}`);
}

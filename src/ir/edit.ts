import type { Text } from "./text.ts";

/** What is edited. Line ends are LF; a file that does not exist has nothing to take away. */
export type Edit = LineEdit | BlockEdit | KeyEdit | AttributesEdit;

/** One line. Patterns mean the same to Python, to POSIX awk and to JavaScript (`line-pattern.ts`). */
export interface LineEdit {
  readonly edit: "line";
  /** The line without its end. The last line that `match` fits becomes it; without a match it is added. */
  readonly line: Text;
  readonly match: string | undefined;
  /** A line that is added comes after the last ended line that this fits; without one to the end. */
  readonly insertAfter: string | undefined;
  readonly create: boolean;
  /** `absent`: every line that `match` fits goes, without `match` every one that is `line`. */
  readonly ensure: "present" | "absent";
}

/** Lines between two marker lines, which are at the end of the file when they are new. */
export interface BlockEdit {
  readonly edit: "block";
  /** The marker lines, where `{mark}` is BEGIN and END. */
  readonly marker: string;
  /** Without the end of its last line. */
  readonly text: Text;
  readonly create: boolean;
  readonly ensure: "present" | "absent";
}

/** A value in a file of `key=value` lines with `[section]` headings. */
export interface KeyEdit {
  readonly edit: "key";
  /** undefined: above the first heading. */
  readonly section: string | undefined;
  readonly key: string;
  readonly value: Text;
  readonly create: boolean;
  readonly ensure: "present" | "absent";
}

/** Owner, group and mode of a file or directory; undefined ones are not managed. */
export interface AttributesEdit {
  readonly edit: "attributes";
  readonly owner: string | undefined;
  readonly group: string | undefined;
  readonly mode: string | undefined;
}

/** An edit of a file's content. */
export type ContentEdit = Exclude<Edit, AttributesEdit>;

/** The marker lines of a block, without their ends. */
export function blockMarkers(marker: string): { readonly begin: string; readonly end: string } {
  return { begin: marker.replace("{mark}", "BEGIN"), end: marker.replace("{mark}", "END") };
}

/**
 * An edit as the words of the shell function that makes it (`print_edited`, after the path), its texts filled in by
 * `fill`: `line present "Port 22" "^Port"`.
 */
export function editWords(edit: ContentEdit, fill: (text: Text) => string): readonly string[] {
  const words = (ensure: ContentEdit["ensure"], ...rest: readonly string[]): readonly string[] => [
    edit.edit,
    ensure,
    ...rest,
  ];
  const present = edit.ensure === "present";
  switch (edit.edit) {
    case "line": {
      const match = edit.match === undefined && edit.insertAfter === undefined ? [] : [edit.match ?? ""];
      const after = present && edit.insertAfter !== undefined ? [edit.insertAfter] : [];
      return words(edit.ensure, fill(edit.line), ...match, ...after);
    }
    case "block": {
      const { begin, end } = blockMarkers(edit.marker);
      return words(edit.ensure, begin, end, ...(present ? [fill(edit.text)] : []));
    }
    case "key":
      return words(edit.ensure, edit.section ?? "", edit.key, ...(present ? [fill(edit.value)] : []));
  }
}

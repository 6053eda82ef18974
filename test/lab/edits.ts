/** Whether a file holds what an edit promises, by a reading of its own: not by the tools that made the edit. */
import { blockMarkers, type BlockEdit, type KeyEdit, type LineEdit } from "../../src/ir/edit.ts";
import type { Expectation } from "../../src/ir/expectation.ts";
import { fitsLine } from "../../src/ir/line-pattern.ts";
import { resolveText, type HoleResolver } from "../../src/ir/resolve-text.ts";
import type { Text } from "../../src/ir/text.ts";
import type { Probe } from "./probe.ts";

type EditExpectation = Extract<Expectation, { readonly fact: "edit" }>;

/** The files whose texts the probe must bring along. */
export function editedPaths(expectations: readonly Expectation[]): string[] {
  return [...new Set(expectations.flatMap((each) => (each.fact === "edit" ? [each.path] : [])))].sort();
}

/** What of an edit is not true on a machine. */
export function judgeEdit(probe: Probe, { path, edit }: EditExpectation, resolve: HoleResolver): string[] {
  const found = probe.facts.get(`text:${path}`);
  if (typeof found !== "string") return edit.ensure === "absent" ? [] : [`${path} is missing`];
  const fill = (text: Text): string | undefined => {
    const resolved = resolveText(text, resolve);
    return resolved.ok ? resolved.text : undefined;
  };
  switch (edit.edit) {
    case "line":
      return judgeLine(found.split("\n"), path, edit, fill(edit.line));
    case "block":
      return judgeBlock(found.split("\n"), path, edit, fill(edit.text));
    case "key":
      return judgeKey(found.split("\n"), path, edit, fill(edit.value));
  }
}

function judgeLine(lines: readonly string[], path: string, edit: LineEdit, wanted: string | undefined): string[] {
  const fits = (line: string): boolean => (edit.match === undefined ? line === wanted : fitsLine(edit.match, line));
  const last = lines.findLast(fits);
  if (edit.ensure === "absent") return last === undefined ? [] : [`${path} still has the line "${last}"`];
  return last === undefined || (wanted !== undefined && last !== wanted)
    ? [`${path} has the line "${String(last)}", not "${String(wanted)}"`]
    : [];
}

function judgeBlock(lines: readonly string[], path: string, edit: BlockEdit, wanted: string | undefined): string[] {
  const { begin, end } = blockMarkers(edit.marker);
  const count = lines.filter((line) => line === begin || line === end).length;
  if (edit.ensure === "absent") return count === 0 ? [] : [`${path} still has "${begin}"`];
  if (count !== 2) return [`${path} has ${count} marker lines of "${begin}", not 2`];
  const text = lines.slice(lines.indexOf(begin) + 1, lines.indexOf(end)).join("\n");
  return wanted === undefined || text === wanted ? [] : [`${path} has another text after "${begin}"`];
}

function judgeKey(lines: readonly string[], path: string, edit: KeyEdit, wanted: string | undefined): string[] {
  let section: string | undefined;
  const values = lines.flatMap((line) => {
    section = /^\[([^\]]*)\]/.exec(line)?.[1] ?? section;
    const [, key, value = ""] = /^\s*([^#;=[\s][^=]*?)\s*(?:=\s*(.*))?$/.exec(line) ?? [];
    return section === edit.section && key === edit.key ? [value] : [];
  });
  if (edit.ensure === "absent") return values.length === 0 ? [] : [`${path} still has the key ${edit.key}`];
  return values.length === 1 && (wanted === undefined || values[0] === wanted)
    ? []
    : [`${path} has ${edit.key} = ${values.join(", ")}, not ${String(wanted)}`];
}

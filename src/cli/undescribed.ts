import type { BuildReport } from "../backends/shared/report.ts";
import { foldText, printable } from "../diagnostics/display-text.ts";
import type { Palette } from "../diagnostics/palette.ts";
import type { CompileResult } from "../index.ts";
import { canBeAbsent, findLeftovers } from "./find-leftovers.ts";

/** How many lines to type are shown; who deletes more at once has seen how they go. */
const most = 10;

/**
 * Names what the build before described for Ansible and this one does not, with the way to take it away: who deletes a
 * block expects that the thing goes, but nothing on a server is undone by what a playbook does not say. The same holds
 * for what stays of a block that is still there: a database inside a server, the second instance of a worker. An image
 * and a new server are made from nothing, so there is nothing left over; nor is there on machines that are gone
 * themselves.
 */
export function listUndescribed(
  before: BuildReport | undefined,
  now: Pick<CompileResult, "report" | "programs">,
  palette: Palette,
  columns: number,
): readonly string[] {
  const leftovers = before === undefined ? [] : findLeftovers(before, now);
  if (leftovers.length === 0) return [];
  const fold = (text: string): readonly string[] =>
    foldText(printable(text), Math.max(columns - 2, 20)).map((line) => `  ${line}`);
  const lines = leftovers.flatMap(({ place, resources, parts }) => {
    const start = place === "" ? "" : `${place}: `;
    return [
      ...(resources.length === 0 ? [] : fold(`${start}${resources.join(", ")}`)),
      ...parts.flatMap(({ resource, names }) => fold(`${start}${resource}: ${names.join(", ")}`)),
    ];
  });
  const moves = leftovers.flatMap(({ moved }) =>
    moved.flatMap(({ resource, to }) =>
      fold(
        `What is in ${resource} does not move to \`${to}\` by itself: back it up here, and restore it there (By hand, in the README).`,
      ),
    ),
  );
  const example = leftovers.flatMap(({ resources }) => resources).find(canBeAbsent);
  const removals = [...new Set(leftovers.flatMap((leftover) => leftover.removals))];
  const more = removals.length - most;
  return [
    palette.warning("No longer described; servers that have it keep it:"),
    ...lines,
    ...moves,
    ...(example === undefined
      ? []
      : [`  ${palette.code(`absent ${example.replace(".", " ")}`)} in the place of the block takes it away.`]),
    ...(removals.length === 0 ? [] : [`  To have ${example === undefined ? "it" : "the rest"} taken away, write:`]),
    ...removals.slice(0, most).map((line) => `    ${palette.code(printable(line))}`),
    ...(more > 0 ? [`    and ${more} more like these`] : []),
  ];
}

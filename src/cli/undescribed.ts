import type { BuildReport } from "../backends/shared/report.ts";
import { foldText, printable } from "../diagnostics/display-text.ts";
import type { Palette } from "../diagnostics/palette.ts";
import { type CompileResult, kinds } from "../index.ts";

/** What one environment's servers have that the spec described at the last build and does not describe now. */
interface Leftover {
  readonly environment: string | undefined;
  /** undefined when there is only one. */
  readonly machine: string | undefined;
  readonly resources: readonly string[];
}

/**
 * Names what the build before described for Ansible and this one does not, with the way to take it away: who deletes a
 * block expects that the thing goes, but nothing on a server is undone by what a playbook does not say. An image and a
 * new server are made from nothing, so there is nothing left over; nor is there on machines that are gone themselves.
 */
export function listUndescribed(
  before: BuildReport | undefined,
  now: Pick<CompileResult, "report" | "programs">,
  palette: Palette,
  columns: number,
): readonly string[] {
  const leftovers = before === undefined ? [] : findLeftovers(before, now);
  if (leftovers.length === 0) return [];
  const lines = leftovers.flatMap(({ environment, machine, resources }) => {
    const place = [...(environment === undefined ? [] : [environment]), ...(machine === undefined ? [] : [machine])];
    const start = place.length > 0 ? `${place.join(" · ")}: ` : "";
    return foldText(printable(`${start}${resources.join(", ")}`), Math.max(columns - 2, 20)).map((line) => `  ${line}`);
  });
  const example = leftovers.flatMap(({ resources }) => resources).find(canBeAbsent);
  return [
    palette.warning("No longer described; servers that have it keep it:"),
    ...lines,
    ...(example === undefined
      ? []
      : [`  ${palette.code(`absent ${example.replace(".", " ")}`)} in the place of the block takes it away.`]),
  ];
}

function findLeftovers(
  before: BuildReport,
  { report, programs }: Pick<CompileResult, "report" | "programs">,
): readonly Leftover[] {
  return report.builds.flatMap((build) => {
    const earlier = before.builds.find(
      ({ target, environment }) => target === build.target && environment === build.environment,
    );
    if (build.target !== "ansible" || earlier === undefined) return [];
    const kept = resourcesByMachine(build.lines);
    const program = programs.find(({ environment }) => environment === build.environment);
    const machines = new Set(program?.machines.map(({ name }) => name));
    return [...resourcesByMachine(earlier.lines.filter(({ absent }) => absent !== true))].flatMap(
      ([machine, resources]): readonly Leftover[] => {
        const gone = [...resources].filter((resource) => kept.get(machine)?.has(resource) !== true);
        return gone.length === 0 || !machines.has(machine)
          ? []
          : [{ environment: build.environment, machine: machines.size > 1 ? machine : undefined, resources: gone }];
      },
    );
  });
}

function resourcesByMachine(lines: BuildReport["builds"][number]["lines"]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { machine, resource } of lines) found.set(machine, (found.get(machine) ?? new Set()).add(resource));
  return found;
}

/** Whether `absent` may stand before it: not before what a module made, and not before every kind. */
function canBeAbsent(resource: string): boolean {
  return kinds.get(resource.slice(0, resource.indexOf(".")))?.absent === true;
}

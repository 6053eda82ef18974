import type { BuildReport } from "../backends/shared/report.ts";
import { type CompileResult, kinds } from "../index.ts";
import type { NestedBlockSchema } from "../ir/kind.ts";
import { onMachine } from "../ir/removal.ts";

/** What one environment's servers have that the spec described at the last build and does not describe now. */
export interface Leftover {
  /** `prod · web`, as far as there are several; else empty. */
  readonly place: string;
  /** Whole resources. */
  readonly resources: readonly string[];
  /** What is gone from resources that are still described: `queue-2` of `worker.queue`. */
  readonly parts: readonly { readonly resource: string; readonly names: readonly string[] }[];
  /** Those of them that keep data and are described on another machine now, which begins with none. */
  readonly moved: readonly { readonly resource: string; readonly to: string }[];
  /** Lines of a spec that take parts away, and whole resources that cannot be `absent`. */
  readonly removals: readonly string[];
}

/** What a report says of one resource on one machine. */
interface Described {
  /** Ids of its ops; programs that run by themselves among them: `process:queue-1`. */
  readonly ops: Set<string>;
  readonly parts: Set<string>;
  readonly remains: Set<string>;
}

type Lines = BuildReport["builds"][number]["lines"];

/** Compares two reports of the same output folder: what is gone from machines that are still there. */
export function findLeftovers(
  before: BuildReport,
  { report, programs }: Pick<CompileResult, "report" | "programs">,
): readonly Leftover[] {
  return report.builds.flatMap((build) => {
    const earlier = before.builds.find(
      ({ target, environment }) => target === build.target && environment === build.environment,
    );
    if (build.target !== "ansible" || earlier === undefined) return [];
    const now = describedByMachine(build.lines);
    const machines = programs.find(({ environment }) => environment === build.environment)?.machines ?? [];
    return [...describedByMachine(earlier.lines.filter(({ absent }) => absent !== true))].flatMap(
      ([name, resources]) => {
        const leading = earlier.leading?.[name];
        const machine =
          machines.find((each) => each.name === name) ??
          machines.find(({ hosts }) => hosts.some((host) => host.name === leading));
        if (machine === undefined) return [];
        const own = machine.name;
        const left = compareMachine(resources, now.get(own) ?? new Map(), machine.implicit ? undefined : own);
        const place = [build.environment, machines.length > 1 ? own : undefined].filter((each) => each !== undefined);
        const isEmpty = left.resources.length + left.parts.length === 0;
        const moved = left.resources.filter(keepsData).flatMap((resource) => {
          const to = machines.find((each) => each !== machine && now.get(each.name)?.has(resource) === true);
          return to === undefined ? [] : [{ resource, to: to.name }];
        });
        return isEmpty ? [] : [{ ...left, moved, place: place.join(" · ") }];
      },
    );
  });
}

function describedByMachine(lines: Lines): ReadonlyMap<string, ReadonlyMap<string, Described>> {
  const found = new Map<string, Map<string, Described>>();
  for (const { machine, resource, op, parts = [], remains = [] } of lines) {
    const resources = found.get(machine) ?? new Map<string, Described>();
    found.set(machine, resources);
    const described = resources.get(resource) ?? { ops: new Set(), parts: new Set(), remains: new Set() };
    resources.set(resource, described);
    described.ops.add(op);
    for (const line of remains) described.remains.add(line);
    for (const part of parts) described.parts.add(part);
  }
  return found;
}

/** `machine` is what a block has to say of its place, where it has to. */
function compareMachine(
  before: ReadonlyMap<string, Described>,
  now: ReadonlyMap<string, Described>,
  machine: string | undefined,
): Omit<Leftover, "place" | "moved"> {
  const ops = new Set([...now.values()].flatMap((each) => [...each.ops]));
  const resources: string[] = [];
  const parts: { readonly resource: string; readonly names: readonly string[] }[] = [];
  const removals: string[] = [];
  for (const [resource, described] of before) {
    const kept = now.get(resource);
    const stopped = [...described.ops].filter((op) => /^(?:process|schedule):/.test(op) && !ops.has(op));
    const stops = stopped.map((op) => `absent ${op.replace(":", " ")}`);
    if (kept === undefined) {
      const left = [...described.remains].filter((line) => !isDescribed(line, ops));
      // What takes it away is there already, or another resource has the same things now.
      if (described.remains.size > 0 && left.length + stops.length === 0) continue;
      resources.push(resource);
      if (!canBeAbsent(resource)) removals.push(...[...stops, ...left].map((line) => onMachine(line, machine)));
      continue;
    }
    const gone = goneParts(resource, described, kept);
    removals.push(
      ...stops.map((line) => onMachine(line, machine)),
      ...gone.flatMap(({ removal }) => (removal === undefined ? [] : [`${removal}  in ${resource}`])),
    );
    const names = [...stopped.map((op) => op.slice(op.indexOf(":") + 1)), ...gone.map(({ part }) => part)];
    if (names.length > 0) parts.push({ resource, names });
  }
  return { resources, parts, removals };
}

/** Whether a block that takes something away is there, or something else that says what shall be with that thing. */
function isDescribed(line: string, ops: ReadonlySet<string>): boolean {
  const [, kind = "", quoted = ""] = /^(?:absent )?(\S+) (\S+)/.exec(line) ?? [];
  const name = quoted.replaceAll('"', "");
  if ([`${kind}:${name}`, `${kind}:${name}.service`, `absent-path:${name}`].some((op) => ops.has(op))) return true;
  return kind === "directory" && [...ops].some((op) => op.includes(`:${name}/`));
}

/** Whether people's data are in it: then its kind can back them up. */
function keepsData(resource: string): boolean {
  return kinds.get(resource.slice(0, resource.indexOf(".")))?.blocks["backup"] !== undefined;
}

/** Whether `absent` may stand before it: not before what a module made, and not before every kind. */
export function canBeAbsent(resource: string): boolean {
  return kinds.get(resource.slice(0, resource.indexOf(".")))?.absent === true;
}

/** Parts that are neither described nor dropped, each with the line that would drop it, where there is one. */
function goneParts(
  resource: string,
  before: Described,
  now: Described,
): readonly { readonly part: string; readonly removal: string | undefined }[] {
  const found: { readonly part: string; readonly removal: string | undefined }[] = [];
  for (const part of before.parts) {
    const stays = staysOf(resource, part);
    if (stays === undefined || now.parts.has(part)) continue;
    const label = part.slice(part.indexOf(" ") + 1);
    const { drop } = stays;
    if (drop === undefined) found.push({ part, removal: undefined });
    else if (!now.parts.has(`${drop.block} ${label}`))
      found.push({ part, removal: `${drop.block} ${spell(label)}${drop.body}` });
  }
  return found;
}

/** Undefined for a part that takes others away, and for kinds of an older version. */
function staysOf(resource: string, part: string): NestedBlockSchema["stays"] {
  // What a module made has the names of its instances in front.
  const kind = resource.split(".").find((segment) => kinds.has(segment)) ?? "";
  return kinds.get(kind)?.blocks[part.slice(0, part.indexOf(" "))]?.stays;
}

/** A label as it is written. */
function spell(label: string): string {
  return /^[A-Za-z][A-Za-z0-9_-]*$/.test(label) ? label : JSON.stringify(label);
}

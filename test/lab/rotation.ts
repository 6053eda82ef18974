import { runChecks } from "./checks.ts";
import { exec, type Ran, tail } from "./exec.ts";
import type { Program, Rotation, Target } from "./lab-settings.ts";
import { inPlace, type Place } from "./place.ts";
import { AFTER_START, type Trial } from "./trial-state.ts";

/** What a target did to hand over the new values, and where its programs are since. */
export interface Rotated {
  readonly ran: Ran;
  readonly places: readonly Place[];
}

/**
 * Hands over the new values of `rotation` in `lab.json` in the target's own way, and reports whether exactly the programs
 * that use them were started anew, and whether they have them.
 */
export async function reportRotation(
  trial: Trial,
  target: Target,
  places: readonly Place[],
  rotate: (rotation: Rotation) => Promise<Rotated>,
): Promise<void> {
  const { rotation } = trial.labCase.settings;
  if (rotation === undefined) return;
  const before = await readStarts(places);
  const { ran, places: after } = await rotate(rotation);
  const failures =
    ran.code === 0 ? judgeStarts(before, await readStarts(after), wantedOf(rotation, after)) : [tail(ran)];
  trial.report(target, "rotation", failures.length === 0, `${before.size} programs`, failures.join("\n"), before.size);
  for (const place of after) {
    const { tried, failures: wrong } = await runChecks(rotation.checks, place, AFTER_START);
    const step = `after the rotation: ${place.service === undefined ? "" : `${place.service}: `}checks`;
    if (tried > 0) trial.report(target, step, wrong.length === 0, `${tried} checks`, wrong.join("\n"), tried);
  }
}

/** What tells one start of a program from another, by place and program, for all that is running. */
async function readStarts(places: readonly Place[]): Promise<ReadonlyMap<string, string>> {
  const starts = new Map<string, string>();
  for (const place of places) {
    if (place.target === "dockerfile") {
      const words = ["inspect", "--format", "{{.Id}} {{.State.StartedAt}}", place.container];
      const ran = await exec(place.tools.engine.docker, words);
      starts.set(place.service ?? place.container, ran.stdout.toString().trim());
      continue;
    }
    const properties = "--property=Id,Type,ActiveState,InvocationID";
    const ran = await inPlace(place, ["systemctl", "show", properties, "*.service"]);
    for (const block of ran.stdout.toString().split("\n\n")) {
      const value = (name: string): string => new RegExp(`^${name}=(.*)$`, "m").exec(block)?.[1] ?? "";
      // What D-Bus starts comes and goes by itself.
      if (value("ActiveState") === "active" && value("Type") !== "dbus")
        starts.set(`${place.names.join(" ")}: ${value("Id")}`, value("InvocationID"));
    }
  }
  return starts;
}

function wantedOf(rotation: Rotation, places: readonly Place[]): ReadonlySet<string> {
  const nameAt = ({ unit, service, machine }: Program, place: Place): string[] => {
    if (place.target === "dockerfile") return service !== undefined && service === place.service ? [service] : [];
    const here = machine === undefined || place.names.includes(machine);
    return unit !== undefined && here ? [`${place.names.join(" ")}: ${unit}`] : [];
  };
  return new Set(rotation.restarts.flatMap((each) => places.flatMap((place) => nameAt(each, place))));
}

/** The programs that were started anew and should not have been, or the other way round. */
export function judgeStarts(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  wanted: ReadonlySet<string>,
): string[] {
  const gone = [...before.keys()].filter((name) => !after.has(name)).map((name) => `${name} does not run any more`);
  const anew = [...before]
    .filter(([name, start]) => after.has(name) && after.get(name) !== start)
    .map(([name]) => name);
  return [
    ...gone,
    ...anew.filter((name) => !wanted.has(name)).map((name) => `${name} was started anew and uses none of the secrets`),
    ...[...wanted].filter((name) => !anew.includes(name)).map((name) => `${name} was not started anew`),
  ];
}

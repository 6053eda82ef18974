import { diagnose } from "../diagnostics/diagnose.ts";
import type { Value } from "../ir/value.ts";
import type { Span } from "../text/span.ts";
import type { At } from "./context.ts";
import { coversMachines } from "./reach.ts";
import { listNames } from "./report.ts";
import type { MachineState, Outcome, Thing } from "./state.ts";

/**
 * The address of a thing as seen from the place of use: late-bound, and local on the thing's own machine. Reported
 * when no address can be known, or when several hosts have one and none is the primary.
 */
export function addressOf(thing: Thing, written: string, span: Span, at: At): Outcome {
  const { env } = at;
  const here = at.machines ?? [];
  // A machine is where it is itself.
  const places = thing.kind.name === "machine" ? (env.split.get(thing.label) ?? []) : thing.machines;
  const [first] = here;
  if (first !== undefined && coversMachines(env, places, here)) {
    if (here.length > 1) at.touched.machine = true;
    return hole(first, thing, span);
  }
  const [there] = places;
  if (there === undefined) return "bad";
  if (new Set(places.map((name) => env.machines.get(name)?.className ?? name)).size > 1) {
    env.report.add(
      diagnose(
        "E0509",
        {
          name: written,
          what: `\`${thing.label}\` is on the machines ${listNames(places)}`,
          help: "give it one machine: `machine = …`",
        },
        span,
      ),
    );
    return "bad";
  }
  const machine = env.machines.get(there);
  if (machine === undefined) return "bad";
  // Patches of a host split its class; the address is still the one of the whole class.
  const parts = (env.split.get(machine.className) ?? [there]).flatMap((name) => env.machines.get(name) ?? []);
  const meant = checkAddress(machine, parts, written, span, at);
  return meant === undefined ? "bad" : hole(meant.name, thing, span);
}

/** The part of the class whose host is meant; undefined when that was reported. */
function checkAddress(
  machine: MachineState,
  parts: readonly MachineState[],
  written: string,
  span: Span,
  at: At,
): MachineState | undefined {
  const { env } = at;
  const hosts = parts.flatMap((part) => part.hosts);
  const known = hosts.filter((host) => host.address !== undefined);
  const partOf = (name: string | undefined): MachineState =>
    parts.find((part) => part.hosts.some((host) => host.name === name)) ?? machine;
  if (known.length === 0) {
    // Where containers are built their network knows the name, so a project without hosts may still be right.
    const realHosts = [...env.hosts.values()].some((host) => host.address !== undefined);
    const onlyReal = env.targets.length > 0 && !env.targets.includes("dockerfile");
    if (!realHosts && !onlyReal) return partOf(machine.primary);
    const name = machine.className;
    const example = `host ${name}-1 { ${env.implicit ? "" : `machine = ${name}, `}address = "203.0.113.10" }`;
    env.report.add(diagnose("E0508", { name: written, machine: machine.className, example }, span));
    return undefined;
  }
  if (machine.primary !== undefined) return partOf(machine.primary);
  if (known.length === 1) return partOf(known[0]?.name);
  const names = hosts.map((host) => host.name);
  env.report.add(
    diagnose(
      "E0509",
      {
        name: written,
        what: `the machine \`${machine.className}\` has the hosts ${listNames(names, 6)}`,
        help: `write \`primary = ${names[0] ?? ""}\` in \`machine ${machine.className}\``,
      },
      span,
    ),
  );
  return undefined;
}

function hole(machine: string, thing: Thing, span: Span): Value {
  const of = thing.kind.name === "machine" ? {} : { of: thing.id };
  return { is: "text", text: [{ hole: "address", machine, ...of, encoding: "plain", span }] };
}

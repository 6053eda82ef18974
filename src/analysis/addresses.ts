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
  const [first] = here;
  if (first !== undefined && coversMachines(env, thing.machines, here)) {
    if (here.length > 1) at.touched.machine = true;
    return hole(first, span);
  }
  const [there, another] = thing.machines;
  if (there === undefined) return "bad";
  if (another !== undefined) {
    env.report.add(
      diagnose(
        "E0509",
        {
          name: written,
          what: `\`${thing.label}\` is on the machines ${listNames(thing.machines)}`,
          help: "give it one machine: `machine = …`",
        },
        span,
      ),
    );
    return "bad";
  }
  const machine = env.machines.get(there);
  return machine === undefined || !checkAddress(machine, written, span, at) ? "bad" : hole(there, span);
}

function checkAddress(machine: MachineState, written: string, span: Span, at: At): boolean {
  const { env } = at;
  const known = machine.hosts.filter((host) => host.address !== undefined);
  if (known.length === 0) {
    // Where containers are built their network knows the name, so a project without hosts may still be right.
    const realHosts = [...env.hosts.values()].some((host) => host.address !== undefined);
    const onlyReal = env.targets.length > 0 && !env.targets.includes("dockerfile");
    if (!realHosts && !onlyReal) return true;
    const name = machine.className;
    const example = `host ${name}-1 { ${env.implicit ? "" : `machine = ${name}, `}address = "203.0.113.10" }`;
    env.report.add(diagnose("E0508", { name: written, machine: machine.className, example }, span));
    return false;
  }
  if (known.length === 1 || machine.primary !== undefined) return true;
  const hosts = machine.hosts.map((host) => host.name);
  env.report.add(
    diagnose(
      "E0509",
      {
        name: written,
        what: `the machine \`${machine.className}\` has the hosts ${listNames(hosts, 6)}`,
        help: `write \`primary = ${hosts[0] ?? ""}\` in \`machine ${machine.className}\``,
      },
      span,
    ),
  );
  return false;
}

function hole(machine: string, span: Span): Value {
  return { is: "text", text: [{ hole: "address", machine, encoding: "plain", span }] };
}

import { leadingHost } from "../../ir/leading-host.ts";
import type { Host } from "../../ir/model.ts";
import type { MachineProgram, Program } from "../../ir/program.ts";
import { type EveryAddress, type Hole, everyText } from "../../ir/text.ts";
import { hostValueText } from "../shared/host-value.ts";

/** The value of a hole on one host, or why there is none. */
export type HoleValue =
  | { readonly known: true; readonly value: string }
  | { readonly known: false; readonly why: "secret" | "host" | "address"; readonly name: string };

/**
 * What stands in a hole on this host of this machine. Without a host, only what is the same everywhere is known. An
 * address of another machine is that of the host which stands for it.
 */
export function holeValue(hole: Hole, program: Program, machine: MachineProgram, host: Host | undefined): HoleValue {
  switch (hole.hole) {
    case "secret":
      return { known: false, why: "secret", name: hole.name };
    case "variable":
      return known(hole.value ?? hostValueText(host?.values[hole.name]), "host", hole.name);
    case "host":
      return known(hole.property === "name" ? host?.name : host?.address, "host", `this.host.${hole.property}`);
    case "address":
      if (hole.every !== undefined)
        return known(everyAddress(program, hole.machine, hole.every), "address", hole.machine);
      return hole.machine === machine.name
        ? { known: true, value: "127.0.0.1" }
        : known(addressOf(program, hole.machine, hole.host), "address", hole.machine);
  }
}

function known(value: string | undefined, why: "host" | "address", name: string): HoleValue {
  return value === undefined ? { known: false, why, name } : { known: true, value };
}

function everyAddress(program: Program, name: string, every: EveryAddress): string | undefined {
  const hosts = program.machines.find((each) => each.name === name)?.hosts ?? [];
  const addresses = hosts.flatMap(({ address }) => address ?? []);
  const found = addresses.filter((address) => address.includes(":") === (every.family === "ipv6"));
  return found.length === 0 ? undefined : everyText(found, every);
}

function addressOf(program: Program, name: string, host: string | undefined): string | undefined {
  const machine = program.machines.find((each) => each.name === name);
  if (host !== undefined) return machine?.hosts.find((each) => each.name === host)?.address;
  return leadingHost(machine?.hosts ?? [], machine?.primary)?.address;
}

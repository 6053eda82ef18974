/** Addresses that an attribute names: written ones, and machines of the file, which are the addresses of all their hosts. */
import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { classOf } from "../../ir/leading-host.ts";
import type { LowerContext, Machine, Model } from "../../ir/model.ts";
import { resolveKnown } from "../../ir/read-value.ts";
import type { Text } from "../../ir/text.ts";
import { type Value, unwrapValue } from "../../ir/value.ts";
import { isForContainers } from "./check.ts";
import type { Span } from "../../text/span.ts";

/** Addresses of one family. */
export interface Source {
  readonly family: "ipv4" | "ipv6";
  /** An address, a range, or the addresses of all hosts of a machine. */
  readonly text: Text;
  /** For a machine: what the addresses of its hosts are while compiling. */
  readonly addresses: readonly string[] | undefined;
}

/** The machines of a class: one, or the parts that patches of its hosts split it into. */
export function partsOf(name: string, model: Model): readonly Machine[] {
  return model.machines.filter((machine) => machine.name === name || classOf(machine) === name);
}

/** The addresses that one value stands for. */
export function sourcesOf(value: Value, context: LowerContext): readonly Source[] {
  const inner = unwrapValue(value);
  if (inner?.is === "ref") return partsOf(inner.name, context.model).flatMap(machineSources);
  const text = context.text(value) ?? [];
  const written = resolveKnown(text) ?? "";
  return [{ family: familyOf(written), text, addresses: undefined }];
}

/** The addresses of all hosts of a machine; none when no host has one. */
export function machineSources(machine: Machine): readonly Source[] {
  const all = machine.hosts.flatMap(({ address }) => address ?? []);
  return (["ipv4", "ipv6"] as const).flatMap((family) => {
    const addresses = all.filter((address) => familyOf(address) === family);
    const text: Text = [
      {
        hole: "address",
        machine: machine.name,
        every: { family, before: "", between: ", ", after: "" },
        encoding: "plain",
        span: nowhere,
      },
    ];
    return addresses.length === 0 ? [] : [{ family, text, addresses }];
  });
}

const nowhere: Span = { file: "", start: 0, end: 0 };

function familyOf(address: string): "ipv4" | "ipv6" {
  return address.includes(":") ? "ipv6" : "ipv4";
}

/**
 * Reports machines whose addresses cannot be in a file: the hosts must have addresses of numbers, because what reads the
 * file does so before there is a network. `owner` is what names them. Where only containers are made nobody reads it.
 */
export function checkSources(owner: string, items: readonly Value[], span: Span, model: Model): readonly Diagnostic[] {
  if (isForContainers(model)) return [];
  return items.flatMap((item) => {
    const value = unwrapValue(item);
    const found = value?.is === "ref" ? problemOfMachine(value.name, model) : undefined;
    return found === undefined ? [] : [diagnose("E0451", { owner, ...found }, span)];
  });
}

function problemOfMachine(name: string, model: Model): { readonly problem: string; readonly help: string } | undefined {
  const hosts = partsOf(name, model).flatMap((machine) => machine.hosts);
  const example = `host ${name}-1 { machine = ${name}, address = "203.0.113.11" }`;
  if (hosts.length === 0)
    return {
      problem: `no host of \`${name}\` is known here`,
      help: `write \`${example}\` into the environment; one that is for containers only says \`target = dockerfile\``,
    };
  const odd = hosts.find(({ address }) => address === undefined || !/^[0-9.]+$|:/.test(address));
  if (odd === undefined) return undefined;
  return {
    problem:
      odd.address === undefined
        ? `the host \`${odd.name}\` has no address`
        : `the address of the host \`${odd.name}\` is a name, and nobody can be asked for names yet when it is read`,
    help: 'give it an IP address: `address = "203.0.113.11"`',
  };
}

/** What a machine's `firewall` lets in, in a form that the files of each backend are made from. */
import type { LowerContext, Machine, Model, NestedBlock, Resource } from "../../ir/model.ts";
import { resolveKnown } from "../../ir/read-value.ts";
import { type Value, unwrapValue } from "../../ir/value.ts";
import { readText } from "../shared/read.ts";
import { type Source, machineSources, sourcesOf } from "../shared/sources.ts";
import { type Opening, openingsOf } from "./services.ts";
import { sshPortsOf } from "./ssh-ports.ts";
import { answeringOn } from "./answering.ts";

/** One thing that is let in. */
export interface Rule {
  readonly name: string;
  readonly openings: readonly Opening[];
  /** undefined: from everywhere. */
  readonly sources: readonly Source[] | undefined;
}

/**
 * The rules of a machine, sorted by name: all of them let something in, so their order has no meaning. SSH is one of
 * them unless the author closed it; and what other machines of the file use is let in from there.
 */
export function rulesOf(firewall: Resource, context: LowerContext): readonly Rule[] {
  const allows = firewall.blocks["allow"] ?? [];
  const rules = allows.map((allow) => ruleOf(allow, context));
  const ownSsh = allows.some((allow) => allow.label === "ssh") || readText(firewall, "ssh") !== undefined;
  const ssh: Rule = { name: "ssh", openings: sshOpenings(context.machine, context.model), sources: undefined };
  const written = ownSsh ? rules : [ssh, ...rules];
  const used = answeringOn(context.machine, context.model).flatMap(({ thing, ports, users }): Rule[] => {
    const sources = users.flatMap(machineSources);
    const openings = [{ protocol: "tcp" as const, ports }];
    return sources.length === 0 ? [] : [{ name: thing.name, openings, sources }];
  });
  const all = [...written, ...used.filter((rule) => !rule.openings.every((opening) => isWritten(opening, written)))];
  const byText = new Map(all.map((rule) => [JSON.stringify(rule, withoutSpan), rule]));
  return [...byText].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule);
}

/** Whether the author has said of all these ports who may come in: that counts. */
export function isWritten(opening: Opening, written: readonly { readonly openings: readonly Opening[] }[]): boolean {
  const same = written.flatMap((rule) => rule.openings.filter(({ protocol }) => protocol === opening.protocol));
  return opening.ports.every((port) => same.some((other) => other.ports.some((range) => isIn(Number(port), range))));
}

function isIn(port: number, range: string): boolean {
  const [from = 0, to = from] = range.split("-").map(Number);
  return from <= port && port <= to;
}

function withoutSpan(key: string, value: unknown): unknown {
  return key === "span" ? undefined : value;
}

function ruleOf(allow: NestedBlock, context: LowerContext): Rule {
  const from = itemsOf(allow, "from");
  return {
    name: allow.label ?? "",
    openings: openingsIn(allow, context.machine, context.model) ?? [],
    sources: from.length === 0 ? undefined : from.flatMap((value) => sourcesOf(value, context)),
  };
}

function sshOpenings(machine: Machine, model: Model): readonly Opening[] {
  return [{ protocol: "tcp", ports: sshPortsOf(machine, model).map(String) }];
}

/** The ports of an `allow` block: written ones, else those of the service with its name; undefined when nobody knows them. */
export function openingsIn(allow: NestedBlock, machine: Machine, model: Model): readonly Opening[] | undefined {
  const range = textOf(allow, "port-range");
  const ports = [
    ...itemsOf(allow, "ports").flatMap((value) => (value.is === "number" ? [String(value.value)] : [])),
    ...(range === undefined ? [] : [range]),
  ];
  if (ports.length === 0) return allow.label === "ssh" ? sshOpenings(machine, model) : openingsOf(allow.label ?? "");
  const protocol = textOf(allow, "protocol") ?? "tcp";
  return (["tcp", "udp"] as const)
    .filter((one) => protocol === one || protocol === "both")
    .map((one) => ({ protocol: one, ports }));
}

/** The items of a list attribute of a nested block. */
export function itemsOf(block: NestedBlock, name: string): readonly Value[] {
  const value = unwrapValue(block.attributes[name]?.value);
  return value?.is === "list" ? value.items : [];
}

/** An attribute of a nested block as characters. */
export function textOf(block: NestedBlock, name: string): string | undefined {
  const value = unwrapValue(block.attributes[name]?.value);
  return value?.is === "text" ? resolveKnown(value.text) : undefined;
}

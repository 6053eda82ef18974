import { diagnose } from "../diagnostics/diagnose.ts";
import { findOsRelease, osReleases } from "../ir/os/releases.ts";
import type { OsRelease } from "../ir/os.ts";
import { unwrapValue } from "../ir/value.ts";
import type { AttributeNode } from "../parser/ast.ts";
import type { Span } from "../text/span.ts";
import { sortEntries } from "./bodies.ts";
import type { At } from "./context.ts";
import { isMisspelt } from "./misspelt.ts";
import { strongest } from "./layers.ts";
import { machineClassesOf } from "./machine-refs.ts";
import { ownEntry } from "./own-entry.ts";
import { listNames } from "./report.ts";
import { type Env, type HostState, type MachineState, type Outcome, type Thing } from "./state.ts";
import { printValue } from "./values.ts";

/**
 * Works out the machines of an environment: which class each host belongs to, and which hosts are a class of their own
 * because a patch is meant for them alone.
 */
export function settleMachines(patchedHosts: ReadonlySet<string>, env: Env): void {
  for (const [name, thing] of env.classes) if (thing.removed !== undefined) env.classes.delete(name);
  const members = new Map<string, HostState[]>();
  for (const [name, host] of env.hosts) {
    if (host.thing.removed !== undefined) {
      env.hosts.delete(name);
      continue;
    }
    const className = classOf(host, env);
    if (className === undefined) continue;
    const settled: HostState = { ...host, className, address: textAttribute(host.thing, "address", env) };
    env.hosts.set(name, settled);
    const known = members.get(className);
    if (known === undefined) members.set(className, [settled]);
    else known.push(settled);
  }
  for (const [className, thing] of env.classes) {
    const hosts = members.get(className) ?? [];
    const own = hosts.filter((host) => !patchedHosts.has(host.name));
    const os = osOf(thing, env);
    const primary = primaryOf(thing, hosts, env);
    const names: string[] = [];
    const add = (name: string, some: readonly HostState[]): void => {
      const state: MachineState = {
        name,
        classThing: thing,
        className,
        hosts: [...some],
        os,
        primary,
        packages: new Set(),
        packagesKey: "",
      };
      env.machines.set(name, state);
      names.push(name);
    };
    if (own.length > 0 || hosts.length === 0) add(className, own);
    for (const host of hosts) if (patchedHosts.has(host.name)) add(host.name, [host]);
    env.split.set(className, names.sort());
  }
  env.allMachines = [...env.machines.keys()].sort();
}

/** An attribute of a machine or a host as characters; undefined when it is not there or not known. */
export function textAttribute(thing: Thing, key: string, env: Env): string | undefined {
  const outcome = readOwn(thing, key, env);
  return outcome === undefined || typeof outcome === "string" ? undefined : printValue(outcome);
}

/** The strongest value of an attribute of a machine or a host; undefined when nothing says it. */
export function readOwn(thing: Thing, key: string, env: Env): Outcome | undefined {
  const schema = ownEntry(thing.kind.attributes, key);
  const layers = [...thing.layers].sort((a, b) => a.level - b.level);
  const said = strongest(layers, (layer) => layer.entries.attributes.get(key))[0];
  if (said === undefined || schema === undefined) return undefined;
  const at: At = {
    env,
    place: said.layer.place,
    what: key,
    owner: thing.kind.name,
    thing: undefined,
    machines: undefined,
    secrets: "refused",
    constant: undefined,
    touched: { machine: false, param: false },
  };
  return env.evaluate(said.node.value, schema.type, at);
}

/** Where a machine or a host is written: its first layer, or the start of the root file. */
export function spanOf(thing: Thing, env: Env): Span {
  const node = thing.layers[0]?.node;
  if (node !== undefined && node.span.end > node.span.start) return node.type === "block" ? node.kind.span : node.span;
  const header = env.project.asts.get(env.project.root)?.header;
  return header?.span ?? { file: env.project.root, start: 0, end: 0 };
}

function classOf(host: HostState, env: Env): string | undefined {
  const layers = [...host.thing.layers].sort((a, b) => a.level - b.level);
  const said = strongest(layers, (layer) => layer.entries.attributes.get("machine"))[0];
  const span = spanOf(host.thing, env);
  if (said !== undefined) {
    if (host.className !== "") {
      env.report.add(diagnose("E0506", { name: `host ${host.name}`, machine: host.className }, said.node.key.span));
      return host.className;
    }
    const classes = machineClassesOf(said.node.value, said.layer.place, `host ${host.name}`, env);
    const [first, second] = classes ?? [];
    if (first !== undefined && second !== undefined) {
      const help = `a host is of one machine: write \`machine = ${first}\`, and put what it shall have of \`${second}\` into that one`;
      const written = { name: "machine", wanted: "one", example: first };
      env.report.add(diagnose("E0306", written, said.node.value.span, { help }));
    }
    return first;
  }
  if (host.className !== "") return env.classes.has(host.className) ? host.className : undefined;
  const [first, another] = env.classes.keys();
  if (first === undefined || another === undefined) return first;
  const params = { name: host.name, machine: first, machines: listNames(env.classes.keys()) };
  env.report.add(diagnose("E0507", params, span));
  return undefined;
}

function osOf(thing: Thing, env: Env): OsRelease | undefined {
  const outcome = readOwn(thing, "os", env);
  if (outcome === undefined) {
    const isKnown = (key: string): boolean => Object.hasOwn(thing.kind.attributes, key);
    const bodies = env.implicit ? [sortEntries(env.project.entries)] : thing.layers.map((layer) => layer.entries);
    if (env.report.silences("os") || bodies.some((body) => isMisspelt("os", body, isKnown, thing.kind.foreign)))
      return undefined;
    const where = env.implicit ? "at the top of the file" : `in \`machine ${thing.label}\``;
    env.report.add(
      diagnose(
        "E0317",
        { name: env.implicit ? "the machine" : `machine ${thing.label}`, attribute: "os" },
        spanOf(thing, env),
        {
          help: `write \`os = "debian-12"\` ${where}`,
        },
      ),
    );
    return undefined;
  }
  const id = typeof outcome === "string" ? undefined : printValue(outcome);
  const release = id === undefined ? undefined : findOsRelease(id);
  if (id !== undefined && release === undefined) {
    const said = thing.layers.flatMap((layer) => layer.entries.attributes.get("os") ?? [])[0];
    const known = osReleases.map((one) => `"${one.id}"`).join(", ");
    env.report.add(diagnose("E0307", { name: "os", value: id, known }, said?.value.span ?? spanOf(thing, env)));
  }
  return release;
}

function primaryOf(thing: Thing, hosts: readonly HostState[], env: Env): string | undefined {
  if (
    isHostElsewhere(
      strongest(
        [...thing.layers].sort((a, b) => a.level - b.level),
        (layer) => layer.entries.attributes.get("primary"),
      )[0]?.node,
      env,
    )
  )
    return undefined;
  const outcome = readOwn(thing, "primary", env);
  const value = outcome === undefined || typeof outcome === "string" ? undefined : unwrapValue(outcome);
  if (value?.is !== "ref") return undefined;
  if (hosts.some((host) => host.name === value.name)) return value.name;
  const said = thing.layers.flatMap((layer) => layer.entries.attributes.get("primary") ?? [])[0];
  env.report.add(
    diagnose(
      "E0510",
      { name: value.name, machine: thing.label, hosts: listNames(hosts.map((host) => host.name)) },
      said?.value.span ?? spanOf(thing, env),
    ),
  );
  return undefined;
}

/** Whether `primary = web-1` names a host that only another environment has; then it says nothing in this one. */
export function isHostElsewhere(node: AttributeNode | undefined, env: Env): boolean {
  const path = node?.value.type === "path" ? node.value.path.segments : [];
  const name = path.length === 1 ? path[0]?.text : undefined;
  return name !== undefined && !env.hosts.has(name) && env.project.hostNames.has(name);
}

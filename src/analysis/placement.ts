import { diagnose } from "../diagnostics/diagnose.ts";
import { strongest } from "./layers.ts";
import { machineClassesOf } from "./machine-refs.ts";
import { listNames } from "./report.ts";
import { nameEntity } from "./scope.ts";
import { type Env, type Layer, type Thing, levels } from "./state.ts";
import { filterByWhen } from "./when.ts";

/** Says for every thing and every layer of it on which machines it is, and which packages each machine has. */
export function placeThings(env: Env): void {
  for (const thing of env.things.values())
    if (thing.kind.name !== "machine" && thing.kind.name !== "host") placeThing(thing, env);
  collectPackages(env);
}

function placeThing(thing: Thing, env: Env): void {
  const declarations = thing.layers.filter((layer) => layer.role === "declaration");
  const moved = strongest(
    thing.layers.filter((layer) => layer.role === "patch" && layer.within === undefined),
    (layer) => layer.entries.attributes.get("machine"),
  )[0];
  const override =
    moved === undefined
      ? undefined
      : (machineClassesOf(moved.node.value, moved.layer.place, nameEntity(thing), env) ?? []);
  let places = new Set<string>();
  let everywhere = false;
  for (const layer of declarations) {
    const machines = machinesOf(thing, layer, override, env);
    layer.machines = filterByWhen(layer, machines, env);
    layer.active = layer.machines.length > 0;
    if (layer.machines === env.allMachines) everywhere = true;
    else for (const machine of layer.machines) places.add(machine);
  }
  for (const layer of thing.layers) {
    if (layer.role !== "patch" || layer.node.type !== "block" || layer.within === undefined) continue;
    // A block of an environment's machine is an addition where the thing is not on that machine otherwise.
    for (const machine of env.split.get(layer.within) ?? []) if (!everywhere) places.add(machine);
  }
  if (everywhere) places = new Set();
  thing.machines = everywhere ? env.allMachines : [...places].sort();
  for (const layer of thing.layers) {
    if (layer.role !== "patch") continue;
    if (layer.within === undefined) layer.machines = thing.machines;
    else layer.machines = layer.level === levels.host ? [layer.within] : (env.split.get(layer.within) ?? []);
    layer.active = layer.machines.length > 0;
  }
}

function machinesOf(thing: Thing, layer: Layer, override: readonly string[] | undefined, env: Env): readonly string[] {
  if (thing.kind.virtual === true) return env.allMachines;
  const own = layer.entries.attributes.get("machine");
  if (layer.within !== undefined) {
    if (own !== undefined)
      env.report.add(diagnose("E0506", { name: nameEntity(thing), machine: layer.within }, own.key.span));
    return env.split.get(layer.within) ?? [];
  }
  const classes =
    override ??
    (own === undefined
      ? layer.instance?.machines
      : (machineClassesOf(own.value, layer.place, nameEntity(thing), env) ?? []));
  if (classes !== undefined) {
    if (classes.length === env.classes.size) return env.allMachines;
    return classes.flatMap((name) => env.split.get(name) ?? []).sort();
  }
  const isPlaced = thing.kind.addressable || thing.kind.placed === true;
  if (isPlaced && !env.implicit && thing.removed === undefined) {
    const span = layer.node.type === "block" ? layer.node.kind.span : layer.node.span;
    env.report.add(
      diagnose(
        "E0505",
        {
          name: nameEntity(thing),
          machines: listNames(env.classes.keys()),
          first: env.classes.keys().next().value ?? "",
        },
        span,
      ),
    );
    return [];
  }
  return env.allMachines;
}

function collectPackages(env: Env): void {
  const shared = new Set<string>();
  const extra = new Map<string, string[]>();
  const isThere = (thing: Thing): boolean =>
    thing.removed === undefined && !thing.layers.some((layer) => layer.active && layer.absent === true);
  const addTo = (machine: string, name: string): void => {
    const known = extra.get(machine);
    if (known === undefined) extra.set(machine, [name]);
    else known.push(name);
  };
  for (const thing of env.shared.get("package")?.values() ?? []) {
    if (!isThere(thing)) continue;
    if (thing.machines === env.allMachines) shared.add(thing.name);
    else for (const machine of thing.machines) addTo(machine, thing.name);
  }
  for (const thing of env.things.values()) {
    const { brings } = thing.kind;
    if (brings === undefined || !isThere(thing)) continue;
    for (const machine of thing.machines) {
      const os = env.machines.get(machine)?.os;
      for (const name of os === undefined ? [] : (brings(os, undefined).packages ?? [])) addTo(machine, name);
    }
  }
  for (const machine of env.machines.values()) {
    const own = extra.get(machine.name);
    machine.packages = own === undefined ? shared : new Set([...shared, ...own]);
    machine.packagesKey = own === undefined ? "" : own.sort().join(" ");
  }
}

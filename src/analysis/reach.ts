import { diagnose } from "../diagnostics/diagnose.ts";
import type { Value } from "../ir/value.ts";
import type { Span } from "../text/span.ts";
import type { At } from "./context.ts";
import { listNames } from "./report.ts";
import { nameEntity } from "./scope.ts";
import type { Env, Thing } from "./state.ts";

/** Whether every machine of `inner` is one of `outer`. */
export function coversMachines(env: Env, outer: readonly string[], inner: readonly string[]): boolean {
  if (outer === inner) return true;
  if (inner.length > outer.length) return false;
  if (outer.length <= 8) return inner.every((machine) => outer.includes(machine));
  let set = env.sets.get(outer);
  if (set === undefined) env.sets.set(outer, (set = new Set(outer)));
  const known = set;
  return inner.every((machine) => known.has(machine));
}

/** Whether a referenced thing is on every machine of the thing that refers to it; reported when it is not. */
export function checkReach(value: Extract<Value, { is: "ref" }>, span: Span, at: At): boolean {
  const { env } = at;
  if (value.resource === undefined || at.machines === undefined || value.kind === "machine" || value.kind === "host")
    return true;
  const thing = env.things.get(value.resource);
  if (thing === undefined || thing.kind.virtual === true || coversMachines(env, thing.machines, at.machines))
    return true;
  // A thing without any machine was reported where it is placed.
  if (thing.machines.length === 0) return false;
  const missing = at.machines.filter((machine) => !thing.machines.includes(machine)).slice(0, 20);
  env.report.add(
    diagnose(
      "E0215",
      { name: nameEntity(thing), there: listNames(thing.machines, 4), here: listNames(missing, 4) },
      span,
      {
        ...adviseOnPlace(thing, missing, at),
        related: thing.layers.slice(0, 1).map((layer) => ({ span: layer.node.span, message: "it is declared here" })),
      },
    ),
  );
  return false;
}

/** What would bring both to one machine, in words to type; nothing where a module hides the machines' names. */
function adviseOnPlace(thing: Thing, missing: readonly string[], at: At): { readonly help?: string } {
  const { env } = at;
  if (at.thing === undefined || at.place.scope.instance !== undefined) return {};
  const classes = (machines: readonly string[]): readonly string[] => [
    ...new Set(machines.map((machine) => env.machines.get(machine)?.className ?? machine)),
  ];
  const there = classes(thing.machines);
  const [only, another] = there;
  if (only === undefined || there.length > 4) return {};
  const where = another === undefined ? only : `[${there.join(", ")}]`;
  const user = nameEntity(at.thing);
  const isInside = at.thing.layers.some((layer) => layer.role === "declaration" && layer.within !== undefined);
  const move = isInside ? `move \`${user}\` into \`machine ${where}\`` : `write \`machine = ${where}\` in \`${user}\``;
  const declare = `have \`${nameEntity(thing)}\` on ${listNames(classes(missing), 4)} as well`;
  return { help: `${move}, or ${declare}; outside of the machines it is on all of them` };
}

/** Where the data of an app are brought to its release, and when. */
import { diagnose } from "../../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import { classOf } from "../../../ir/leading-host.ts";
import type { LowerContext, Machine, Model, Resource } from "../../../ir/model.ts";
import { machinesUsedBy, thingsUsedBy } from "../../../ir/used-from.ts";
import { spanOf } from "../check.ts";
import { resourceOf } from "../present.ts";
import { readTexts } from "../read.ts";

/** The kinds whose data an app migrates. */
const databaseKinds: ReadonlySet<string> = new Set(["postgres", "mysql"]);

/**
 * Whether this is where an app on several machines migrates: on the first that asks none of the others for anything,
 * because those it asks are set up before it, and its release would be there before the data are.
 */
export function isMigratedOn(app: Resource, { machine, model }: LowerContext): boolean {
  const all = machinesOf(app, model);
  const chosen = all.find((one) => othersAsked(app, one, model).length === 0) ?? all[0] ?? machine;
  return classOf(chosen) === classOf(machine);
}

/**
 * Whether the app's database is on the machine itself: then each host has one of its own, and each has to be migrated.
 * In Compose there is one, and a step that is done once is a service of its own.
 */
export function keepsDataHere(app: Resource, { machine, model, form }: LowerContext): boolean {
  if (form === "container") return false;
  return [...thingsUsedBy(app)].some((id) => {
    const thing = resourceOf(model, id);
    return thing !== undefined && databaseKinds.has(thing.kind) && thing.machines.includes(machine.name);
  });
}

/** Warns about an app whose machines all ask one another for something: one of them has the release before the data are. */
export function checkMigration(app: Resource, model: Model): readonly Diagnostic[] {
  if (readTexts(app, "migrate").length === 0) return [];
  const all = machinesOf(app, model);
  const [first] = all;
  if (first === undefined || all.some((one) => othersAsked(app, one, model).length === 0)) return [];
  const asked = othersAsked(app, first, model).join("`, `");
  return [diagnose("W0485", { name: app.name, first: first.name, asked }, spanOf(app, "migrate"))];
}

function machinesOf(app: Resource, model: Model): readonly Machine[] {
  return model.machines.filter(({ name }) => app.machines.includes(name));
}

/** The other machines of the app that what it is on this one is given addresses of. */
function othersAsked(app: Resource, machine: Machine, model: Model): readonly string[] {
  return machinesUsedBy(app, machine, model).filter((name) => app.machines.includes(name));
}

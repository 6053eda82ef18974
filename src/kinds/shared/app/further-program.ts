import type { LowerContext, Resource } from "../../../ir/model.ts";
import { opId } from "../../../ir/op-id.ts";
import type { Execution, OpId } from "../../../ir/ops.ts";
import { environmentOf, wordsOf } from "../execution.ts";
import { readValue } from "../read.ts";
import type { AppPlaces } from "./language.ts";
import { languages } from "./languages.ts";
import { placesOf } from "./places.ts";
import { rightsOf } from "./program.ts";
import { variablesOf } from "./steps.ts";

/** How a block with `of` runs its program, and after what. */
export interface FurtherProgram extends Execution {
  readonly app: Resource;
  readonly places: AppPlaces;
  readonly writable: readonly string[];
  /** The link to the running release: before it there is nothing to run. In an image there is none. */
  readonly after: readonly OpId[];
}

/**
 * The program of a worker or a schedule that belongs to an app: in the app's running release, with its user, its rights
 * and its variables; those of the block's own `env` count more. The app's port is the app's alone. undefined for a block
 * without `of`.
 */
export function furtherProgramOf(resource: Resource, context: LowerContext): FurtherProgram | undefined {
  const of = readValue(resource, "of");
  const app = of?.is === "ref" && of.resource !== undefined ? context.find(of.resource) : undefined;
  const language = app === undefined ? undefined : languages[app.kind];
  if (app === undefined || language === undefined) return undefined;
  const places = placesOf(app, context, "current");
  const own = environmentOf(resource, context);
  const variables = new Map([...variablesOf(app, language, places, context), ...own].map((each) => [each.name, each]));
  return {
    app,
    places,
    ...rightsOf(app, places),
    argv: language.resolve(app, wordsOf(resource, "run", context), places, context.machine.os),
    environment: [...variables.values()]
      .filter(({ name }) => name !== "PORT" || own.some((each) => each.name === name))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    after: [opId("link", places.current)],
  };
}

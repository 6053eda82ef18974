import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op } from "../../ir/ops.ts";
import { placesOf } from "../shared/app/places.ts";
import { instanceNames, programOp, restartOf } from "../shared/app/program.ts";
import { variablesOf } from "../shared/app/steps.ts";
import { environmentOf, wordsOf } from "../shared/execution.ts";
import { readText, readValue } from "../shared/read.ts";
import { languages } from "./languages.ts";

/** A process per instance: in the app's running release, with the app's user and variables. */
export function lowerWorker(worker: Resource, context: LowerContext): readonly Op[] {
  const of = readValue(worker, "of");
  const app = of?.is === "ref" && of.resource !== undefined ? context.find(of.resource) : undefined;
  const language = app === undefined ? undefined : languages[app.kind];
  if (app === undefined || language === undefined) return [];
  const places = placesOf(app, context, "current");
  const own = environmentOf(worker, context);
  const variables = new Map([...variablesOf(app, language, places, context), ...own].map((each) => [each.name, each]));
  const environment = [...variables.values()]
    .filter(({ name }) => name !== "PORT" || own.some((each) => each.name === name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const argv = language.resolve(app, wordsOf(worker, "run", context), places, context.machine.os);
  return instanceNames(worker).map((name) => ({
    ...programOp(worker, app, places, {
      name,
      argv,
      environment,
      stopSignal: readText(worker, "stop-signal") ?? "SIGTERM",
      health: undefined,
      ports: [],
      restart: restartOf(worker),
    }),
    after: [opId("link", places.current)],
  }));
}

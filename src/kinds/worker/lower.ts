import type { LowerContext, Resource } from "../../ir/model.ts";
import type { Op } from "../../ir/ops.ts";
import { furtherProgramOf } from "../shared/app/further-program.ts";
import { instanceNames, programOp, restartOf } from "../shared/app/program.ts";
import { readText } from "../shared/read.ts";

/** A process per instance: in the app's running release, with the app's user and variables. */
export function lowerWorker(worker: Resource, context: LowerContext): readonly Op[] {
  const program = furtherProgramOf(worker, context);
  if (program === undefined) return [];
  const { app, places, argv, environment, after } = program;
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
    after,
  }));
}

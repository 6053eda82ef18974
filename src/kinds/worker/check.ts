import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { checkFurtherProgram } from "../shared/app/check-further-program.ts";

/** Reports a worker that runs nothing, or whose unit could not be. */
export function checkWorker(worker: Resource, model: Model): readonly Diagnostic[] {
  return checkFurtherProgram(worker, model, '["node", "queue.js"]');
}

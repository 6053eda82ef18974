import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { checkPlainText, controlCharacters, spanOf } from "../shared/check.ts";
import { checkEnvironment, checkServiceName } from "../shared/check-program.ts";
import { readTexts } from "../shared/read.ts";

/** Reports a worker that runs nothing, or whose unit could not be. */
export function checkWorker(worker: Resource, model: Model): readonly Diagnostic[] {
  return [
    ...(readTexts(worker, "run").length > 0
      ? []
      : [
          diagnose(
            "E0417",
            { attribute: "run", name: worker.name, problem: "is empty", help: 'write `run = ["node", "queue.js"]`' },
            spanOf(worker, "run"),
          ),
        ]),
    ...checkPlainText(
      worker,
      "description",
      controlCharacters,
      "has more than one line or holds a control character",
      "write a few words",
    ),
    ...checkServiceName(worker, model),
    ...checkEnvironment(worker, model),
  ];
}

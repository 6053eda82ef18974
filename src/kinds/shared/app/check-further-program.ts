import { diagnose } from "../../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../../ir/model.ts";
import { checkDescription, spanOf } from "../check.ts";
import { checkEnvironment } from "../check-program.ts";
import { checkServiceName } from "../check-service-name.ts";
import { readTexts } from "../read.ts";

/** Reports a further program of an app that runs nothing, or whose unit could not be. `run` is an example of a command line. */
export function checkFurtherProgram(resource: Resource, model: Model, run: string): readonly Diagnostic[] {
  return [
    ...(readTexts(resource, "run").length > 0
      ? []
      : [
          diagnose(
            "E0417",
            { attribute: "run", name: resource.name, problem: "is empty", help: `write \`run = ${run}\`` },
            spanOf(resource, "run"),
          ),
        ]),
    ...checkDescription(resource),
    ...checkServiceName(resource, model),
    ...checkEnvironment(resource, model),
  ];
}

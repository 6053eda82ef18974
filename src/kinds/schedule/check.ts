import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { checkWritable } from "../shared/check-writable.ts";
import { checkAbsent, spanOf } from "../shared/check.ts";
import { checkProgram } from "../shared/check-program.ts";
import { scheduleCalendar } from "./when.ts";

/** Reports times that there are not, and what cannot be started. */
export function checkSchedule(resource: Resource, model: Model): readonly Diagnostic[] {
  if (resource.absent) return checkAbsent(resource);
  const when = scheduleCalendar(resource);
  return [
    ...(when.ok
      ? []
      : [
          diagnose(
            "E0415",
            { name: resource.name, problem: when.problem, help: when.help },
            spanOf(resource, when.attribute),
          ),
        ]),
    ...checkProgram(resource, model),
    ...checkWritable(resource, model),
  ];
}

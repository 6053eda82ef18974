import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { checkFurtherProgram } from "../shared/app/check-further-program.ts";
import { appKindOfInterpreter } from "../shared/app/languages.ts";
import { checkWritable } from "../shared/check-writable.ts";
import { checkAbsent, declarationOf, spanOf } from "../shared/check.ts";
import { checkProgram } from "../shared/check-program.ts";
import { presentBeside, resourceOf } from "../shared/present.ts";
import { isWritten, readValue } from "../shared/read.ts";
import { scheduleCalendar } from "./when.ts";

/** Reports times that there are not, what cannot be started, and what does not go together with `of`. */
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
    ...(isWritten(resource, "of") ? checkOfApp(resource, model) : checkOwn(resource, model)),
  ];
}

/** A schedule that is no part of an app. */
function checkOwn(resource: Resource, model: Model): readonly Diagnostic[] {
  return [
    ...(isWritten(resource, "user")
      ? []
      : [
          diagnose("E0317", { name: `schedule ${resource.label}`, attribute: "user" }, declarationOf(resource), {
            help: "write `user = …`, the user it runs as, or `of = …`, the app that it belongs to",
          }),
        ]),
    ...checkProgram(resource, model, (program) => ofAppWith(program, resource, model)),
    ...checkWritable(resource, model),
  ];
}

/** What to write for an interpreter that one app on the same machines has and no other; else undefined. */
function ofAppWith(program: string, resource: Resource, model: Model): string | undefined {
  const kind = Object.hasOwn(appKindOfInterpreter, program) ? appKindOfInterpreter[program] : undefined;
  const [app, another] = kind === undefined ? [] : presentBeside(resource, model, kind);
  if (app === undefined || another !== undefined || app.instance !== resource.instance) return undefined;
  if (!resource.machines.every((machine) => app.machines.includes(machine))) return undefined;
  return `write \`of = ${app.label}\` in place of \`user\` and \`directory\`, for the \`${program}\` of that app`;
}

/** What a schedule has from its app, and where it would be written instead when the app may say it. */
const fromApp: Readonly<Record<string, string>> = {
  user: "take the line away; another user is written in the app, for all of its programs",
  group: "take the line away: it has the group of the app's user",
  directory: "take the line away: it runs in the app's running release",
  writable: "write it in the app, for all of its programs",
};

/** A schedule of an app: it says nothing that it has from there. */
function checkOfApp(resource: Resource, model: Model): readonly Diagnostic[] {
  const of = readValue(resource, "of");
  const app = of?.is === "ref" ? resourceOf(model, of.resource) : undefined;
  return [
    ...Object.entries(fromApp).flatMap(([attribute, help]) =>
      isWritten(resource, attribute)
        ? [
            diagnose(
              "E0459",
              { attribute, name: resource.label, app: app?.label ?? "its app", help },
              spanOf(resource, attribute),
            ),
          ]
        : [],
    ),
    ...checkFurtherProgram(resource, model, '["php", "artisan", "schedule:run"]'),
  ];
}

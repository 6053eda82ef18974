import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { classOf } from "../../ir/leading-host.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { checkPaths, checkPlainText, declarationOf, spanOf } from "../shared/check.ts";
import { readBool } from "../shared/read.ts";

const guards = ["creates", "unless", "only-if", "on-change"];

/** Reports a command without a guard, with one too many, with nothing to run, or with several places to run once on. */
export function checkCommand(resource: Resource, model: Model): readonly Diagnostic[] {
  return [
    ...checkGuard(resource),
    ...checkOnce(resource, model),
    ...checkPaths(resource, ["directory", "creates"]),
    ...["run", "unless", "only-if"].flatMap((attribute) =>
      checkPlainText(
        resource,
        attribute,
        // oxlint-disable-next-line no-control-regex -- a NUL ends an argument of a program
        /^\s*$|\u0000/,
        "is empty or holds a NUL",
        'write what you would type, for example `"npm ci"`',
      ),
    ),
  ];
}

function checkGuard(resource: Resource): readonly Diagnostic[] {
  const name = resource.name;
  const always = readBool(resource, "always") === true;
  const guard = guards.find((attribute) => resource.attributes[attribute] !== undefined);
  if (guard === undefined && !always) return [diagnose("E0407", { name }, declarationOf(resource))];
  if (guard === undefined || !always) return [];
  return [
    diagnose("W0404", { name }, spanOf(resource, "always"), {
      related: [{ span: spanOf(resource, guard), message: "the guard" }],
    }),
  ];
}

function checkOnce(resource: Resource, model: Model): readonly Diagnostic[] {
  if (readBool(resource, "once") !== true) return [];
  const here = model.machines.filter((machine) => resource.machines.includes(machine.name));
  const classes = [...new Set(here.map(classOf))];
  const [first, second] = classes;
  if (first === undefined || second === undefined) return [];
  const machines = classes.map((name) => `\`${name}\``).join(", ");
  return [diagnose("E0531", { name: resource.name, machines, first }, spanOf(resource, "once"))];
}

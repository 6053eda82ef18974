import { diagnose } from "../diagnostics/diagnose.ts";
import type { Hole } from "../ir/text.ts";
import type { Path } from "../parser/ast.ts";
import type { At, Wanted } from "./context.ts";
import { listNames } from "./report.ts";
import type { Outcome } from "./state.ts";
import { textValue } from "./values.ts";

const known = [
  "this.environment",
  "this.machine",
  "this.machine.os",
  "this.host.name",
  "this.host.address",
  "this.name",
  "this.label",
];

/** `this.…`: what the place that it stands in is. */
export function resolveThis(path: Path, wanted: Wanted, at: At): Outcome {
  const { env, place } = at;
  const [first, second] = path.segments.slice(1).map((segment) => segment.text);
  const written = path.segments.map((segment) => segment.text).join(".");
  const unavailable = (why: string): "bad" => {
    env.report.add(diagnose("E0224", { name: written, why }, path.span));
    return "bad";
  };
  if (first === "environment" && second === undefined)
    return env.name === undefined ? unavailable("this file declares no environment") : textValue(env.name);
  if (first === "name" && second === undefined)
    return place.scope.instance === undefined
      ? unavailable("it is the name of a module's instance, and this is not in a module")
      : textValue(place.scope.instance.fullName.replaceAll(".", "-"));
  if (first === "label" && second === undefined)
    return place.label === undefined ? unavailable("there is no label here") : textValue(place.label);
  if (first === "machine" && (second === undefined || (second === "os" && path.segments.length === 3))) {
    const machines = at.machines ?? env.allMachines;
    const [one] = machines;
    if (one === undefined) return unavailable("what it stands in is on no machine");
    if (machines.length > 1) {
      if (at.machines === undefined)
        return unavailable("there are several machines, and this is not a thing on one of them");
      at.touched.machine = true;
    }
    const machine = env.machines.get(one);
    if (second === "os") return machine?.os === undefined ? "bad" : textValue(machine.os.id);
    const name = machine?.className ?? one;
    return wanted?.type === "ref" && wanted.kinds.includes("machine")
      ? { is: "ref", kind: "machine", name, resource: machine?.classThing?.id }
      : textValue(name);
  }
  if (first === "host" && (second === "name" || second === "address") && path.segments.length === 3) {
    if (at.constant !== undefined) {
      env.report.add(diagnose("E0321", { what: at.constant, why: "this differs from host to host" }, path.span));
      return "bad";
    }
    const hole: Hole = { hole: "host", property: second, encoding: "plain", span: path.span };
    return { is: "text", text: [hole] };
  }
  const near = env.report.nearest(written, known);
  env.report.add(
    diagnose(
      "E0224",
      { name: written, why: `there is ${listNames(known)}` },
      path.span,
      near === undefined ? {} : { label: `did you mean \`${near}\`?` },
    ),
  );
  return "bad";
}

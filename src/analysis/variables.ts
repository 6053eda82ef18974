import { diagnose } from "../diagnostics/diagnose.ts";
import type { Value } from "../ir/value.ts";
import type { Span } from "../text/span.ts";
import type { At } from "./context.ts";
import { evaluateMap } from "./map-body.ts";
import type { Env, Outcome, VariableDecl } from "./state.ts";
import { canFlow } from "./values.ts";

/** The value of a variable in this environment, worked out once; mistakes in it are reported where it is given. */
export function valueOfVariable(decl: VariableDecl, env: Env): Outcome {
  if (decl.state === "done") return decl.outcome;
  if (decl.state === "busy") {
    env.report.add(diagnose("E0223", { name: decl.name }, decl.node.name.span));
    return "bad";
  }
  decl.state = "busy";
  decl.outcome = workOut(decl, env);
  decl.state = "done";
  decl.flows = typeof decl.outcome !== "string" && canFlow(decl.outcome);
  return decl.outcome;
}

/** What a use of the variable stands for: bound to it while it can stay open, a copy otherwise. */
export function useVariable(decl: VariableDecl, at: At, span: Span): Outcome {
  const outcome = valueOfVariable(decl, at.env);
  if (decl.role === "param") at.touched.param = true;
  if (outcome === "bad" || outcome === "none") return outcome;
  if (decl.perHost) return { is: "bound", variable: decl.fullName, value: undefined };
  if (outcome.is === "bound" || !decl.flows)
    return outcome.is === "text" && hasHost(outcome) ? moveHoles(outcome, span) : outcome;
  return { is: "bound", variable: decl.fullName, value: outcome };
}

function workOut(decl: VariableDecl, env: Env): Outcome {
  const { given, type } = decl;
  if (given === undefined) {
    if (decl.perHost) return { is: "bound", variable: decl.fullName, value: undefined };
    if (env.report.silences(decl.name)) return "bad";
    if (decl.role === "param") return type?.type === "optional" ? "none" : "bad";
    const where = env.name === undefined ? "" : ` in the environment \`${env.name}\``;
    const help =
      env.name === undefined
        ? `give it one: \`let ${decl.name} = …\``
        : `write \`${decl.name} = …\` in \`environment ${env.name}\`, or in each of its hosts`;
    env.report.add(diagnose("E0503", { name: decl.name, where }, decl.node.name.span, { help }));
    return "bad";
  }
  const at: At = {
    env,
    place: given.place,
    what: decl.name,
    owner: decl.role,
    thing: undefined,
    machines: undefined,
    secrets: "flow",
    constant: undefined,
    touched: { machine: false, param: false },
  };
  if (given.value.type === "block")
    return evaluateMap(given.value, type?.type === "map" ? type.of : { type: "text" }, at);
  if (given.value.type === "call" && decl.type === undefined && given.value.callee.segments[0]?.text === "file")
    return env.evaluate(given.value, { type: "content" }, at);
  return env.evaluate(given.value, type, at);
}

function hasHost(value: Extract<Value, { is: "text" }>): boolean {
  return value.text.some((part) => typeof part !== "string");
}

/** Holes that are copied out of a variable are shown where they are used. */
function moveHoles(value: Extract<Value, { is: "text" }>, span: Span): Value {
  return { is: "text", text: value.text.map((part) => (typeof part === "string" ? part : { ...part, span })) };
}

import { diagnose } from "../diagnostics/diagnose.ts";
import { unwrapValue } from "../ir/value.ts";
import type { CallNode, ValueNode } from "../parser/ast.ts";
import { reportArguments } from "./calls.ts";
import { type At, plainAt } from "./context.ts";
import type { Env, Layer, When } from "./state.ts";
import { printValue } from "./values.ts";

/** Whether a condition holds; `"bad"` when it was reported. */
export type Truth = boolean | "bad";

/**
 * Decides `when = x | not(x) | is(x, v) | given(x)`. `machine` is the effective machine to
 * decide it on, or undefined when it does not ask for the machine.
 */
export function decideWhen(when: When, machine: string | undefined, env: Env): Truth {
  const plain = plainAt(env, when.place, "when", "block", "a `when`");
  const at: At = { ...plain, machines: machine === undefined ? undefined : [machine] };
  return decide(when.value, at);
}

/** Effective machines out of `machines` on which every condition of a layer holds. */
export function filterByWhen(layer: Layer, machines: readonly string[], env: Env): readonly string[] {
  let left = machines;
  for (const when of layer.whens) {
    if (mentionsMachine(when.value)) left = left.filter((machine) => decideWhen(when, machine, env) === true);
    else if (decideWhen(when, undefined, env) !== true) return [];
    if (left.length === 0) return [];
  }
  return left;
}

/** Whether a condition asks for the machine. */
export function mentionsMachine(node: ValueNode): boolean {
  if (node.type === "call") return node.args.some(mentionsMachine);
  return node.type === "path" && node.path.segments[0]?.text === "this" && node.path.segments[1]?.text === "machine";
}

function decide(node: ValueNode, at: At): Truth {
  const { report } = at.env;
  switch (node.type) {
    case "bad":
      return "bad";
    case "bool":
      return node.value;
    case "path": {
      const value = at.env.evaluate(node, { type: "bool" }, at);
      if (value === "bad") return "bad";
      if (value === "none") return reportNotGiven(node, at);
      const inner = unwrapValue(value);
      return inner?.is === "bool" ? inner.value : "bad";
    }
    case "call":
      return decideCall(node, at);
    case "string":
    case "text-block":
    case "mode":
    case "quantity":
    case "number":
    case "list":
      report.add(diagnose("E0607", {}, node.span));
      return "bad";
  }
}

function decideCall(node: CallNode, at: At): Truth {
  const name = node.callee.segments.map((segment) => segment.text).join(".");
  const [first, second] = node.args;
  const count = name === "is" ? 2 : 1;
  if (name !== "not" && name !== "is" && name !== "given") {
    at.env.report.add(diagnose("E0607", {}, node.span));
    return "bad";
  }
  if (first === undefined || node.args.length !== count) {
    reportArguments(node, at);
    return "bad";
  }
  if (name === "not") {
    const truth = decide(first, at);
    return typeof truth === "boolean" ? !truth : truth;
  }
  if (name === "given") {
    const decl =
      first.type === "path" && first.path.segments.length === 1
        ? at.place.scope.values.get(first.path.segments[0]?.text ?? "")
        : undefined;
    if (decl?.decl !== "variable" || decl.role !== "param") {
      if (first.type !== "bad")
        at.env.report.add(
          diagnose("E0607", {}, node.span, {
            help: "`given(…)` asks whether an `optional(…)` param of this module has a value",
          }),
        );
      return "bad";
    }
    const value = at.env.evaluate(first, undefined, { ...at, secrets: "flow", constant: undefined });
    return value === "bad" ? "bad" : value !== "none";
  }
  return second === undefined ? "bad" : compare(first, second, at);
}

function compare(first: ValueNode, second: ValueNode, at: At): Truth {
  const value = at.env.evaluate(first, undefined, at);
  if (value === "bad") return "bad";
  if (value === "none") return false;
  const left = printValue(value);
  const word = second.type === "path" && second.path.segments.length === 1 ? second.path.segments[0]?.text : undefined;
  const right =
    word !== undefined && !at.place.scope.values.has(word) ? word : printable(at.env.evaluate(second, undefined, at));
  if (left === undefined || right === undefined) return "bad";
  if (left === right) return true;
  // `is(this.machine.os, debian)` asks for the distribution, `debian-12` for the release.
  const asksOs =
    first.type === "path" && first.path.segments.map((segment) => segment.text).join(".") === "this.machine.os";
  return asksOs && left.startsWith(`${right}-`);
}

function printable(value: ReturnType<Env["evaluate"]>): string | undefined {
  return typeof value === "string" ? undefined : printValue(value);
}

function reportNotGiven(node: Extract<ValueNode, { type: "path" }>, at: At): "bad" {
  const name = node.path.segments.map((segment) => segment.text).join(".");
  at.env.report.add(diagnose("E0322", { name }, node.span, { help: `write \`when = given(${name})\`` }));
  return "bad";
}

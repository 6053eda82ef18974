import type { LetNode, ParamNode, SecretNode, ValueNode } from "../parser/ast.ts";
import { takeOne } from "./budget.ts";
import { reportTwice } from "./collect.ts";
import { expandLabel } from "./labels.ts";
import { type Env, type Level, type Place, type Scope, type SecretDecl, type VariableDecl, levels } from "./state.ts";
import { readType } from "./value-types.ts";

/** Declares a `let` in a scope; a second one of the same name is reported. */
export function declareLet(node: LetNode, scope: Scope, level: Level, env: Env): void {
  if (isTaken(node, scope, `let ${node.name.text}`, env)) return;
  if (!takeOne(env, node.name.span)) return;
  const decl = makeVariable(node, "let", scope, env);
  const place: Place = { scope, label: undefined, conditions: [] };
  if (node.value !== undefined) decl.given = { value: node.value, place, origin: "written", level };
  scope.values.set(decl.name, decl);
  env.variables.push(decl);
}

/** A variable without a value yet. A type that cannot be read makes its value bad, silently: that was reported. */
export function makeVariable(node: LetNode | ParamNode, role: "let" | "param", scope: Scope, env: Env): VariableDecl {
  const type = node.valueType === undefined ? undefined : readType(node.valueType, env.project.kindNames, env.report);
  const broken = node.valueType !== undefined && type === undefined;
  return {
    decl: "variable",
    role,
    name: node.name.text,
    fullName: `${scope.prefix}${node.name.text}`,
    node,
    scope,
    type,
    given: undefined,
    perHost: false,
    hosts: new Map(),
    state: broken ? "done" : "new",
    outcome: "bad",
    flows: false,
    hostOutcomes: new Map(),
  };
}

/**
 * Declares the secrets of one entry. In an environment, one of the same name as a secret of the description patches
 * where that comes from.
 */
export function declareSecrets(node: SecretNode, scope: Scope, level: Level, env: Env): void {
  const place: Place = { scope, label: undefined, conditions: [] };
  for (const label of expandLabel(node.label, place, env)) {
    if (!takeOne(env, label.span)) return;
    const known = scope.values.get(label.text);
    if (
      known?.decl === "secret" &&
      level > levels.top &&
      (known.given?.level ?? levels.top) < level &&
      (known.fetchGiven?.level ?? levels.top) < level &&
      (node.value !== undefined || node.body !== undefined)
    ) {
      if (node.value !== undefined) patchSecret(known, node.value, level);
      known.fetchGiven = fetchOf(node, level) ?? known.fetchGiven;
      continue;
    }
    if (known !== undefined) {
      reportTwice(env.report, `secret ${label.text}`, label.span, known.node.span);
      continue;
    }
    const decl: SecretDecl = {
      decl: "secret",
      name: label.text,
      fullName: `${scope.prefix}${label.text}`,
      node,
      scope,
      given: node.value === undefined ? undefined : { value: node.value, level },
      source: { from: "none" },
      fetchGiven: fetchOf(node, level),
      fetch: undefined,
    };
    scope.values.set(label.text, decl);
    env.secrets.push(decl);
  }
}

/** Says where a secret comes from in this environment. */
export function patchSecret(decl: SecretDecl, value: ValueNode, level: Level): void {
  decl.given = { value, level };
}

/** What `fetch = …` in the body of a secret says. */
function fetchOf(node: SecretNode, level: Level): SecretDecl["fetchGiven"] {
  for (const entry of node.body?.entries ?? [])
    if (entry.type === "attribute" && entry.key.segments.length === 1 && entry.key.segments[0]?.text === "fetch")
      return { value: entry.value, level };
  return undefined;
}

function isTaken(node: LetNode, scope: Scope, what: string, env: Env): boolean {
  const known = scope.values.get(node.name.text);
  if (known === undefined) return false;
  reportTwice(env.report, what, node.name.span, known.node.span);
  return true;
}

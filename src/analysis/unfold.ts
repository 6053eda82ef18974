import { diagnose } from "../diagnostics/diagnose.ts";
import type { BlockNode, ValueNode } from "../parser/ast.ts";
import { takeOne } from "./budget.ts";
import { refuseConfinedParams } from "./confined-params.ts";
import { declareBlock } from "./declare.ts";
import { declareLet, declareSecrets, makeVariable } from "./declare-values.ts";
import { strongest } from "./layers.ts";
import { machineClassesOf } from "./machine-refs.ts";
import { isMisspelt } from "./misspelt.ts";
import { createScope, nameEntity } from "./scope.ts";
import { type Env, type Given, type Instance, type Level, type Place, type VariableDecl, levels } from "./state.ts";
import { decideWhen, mentionsMachine } from "./when.ts";
import { reportTwice } from "./collect.ts";

/**
 * Unfolds every use of a module into what it makes, in place; also those that are made by modules. A module that uses
 * itself is reported and not followed.
 */
export function unfoldInstances(env: Env): void {
  // The list grows while it is walked: instances inside instances come later.
  for (let i = 0; i < env.instances.length; i++) {
    const instance = env.instances[i];
    if (instance !== undefined && instance.removed === undefined && !env.project.budget.full) unfold(instance, env);
  }
}

function unfold(instance: Instance, env: Env): void {
  const { module } = instance;
  const [declaration] = instance.layers;
  if (declaration === undefined) return;
  const chain = [module.name];
  for (let outer = instance.parent; outer !== undefined; outer = outer.parent) {
    chain.unshift(outer.module.name);
    if (outer.module.name !== module.name) continue;
    env.report.add(diagnose("E0603", { name: module.name, chain: chain.join(" → ") }, declaration.node.span));
    return;
  }
  const inner = createScope(env, instance);
  instance.inner = inner;
  const whens = instance.layers.flatMap((layer) => layer.whens);
  for (const when of whens) if (!mentionsMachine(when.value) && decideWhen(when, undefined, env) !== true) return;

  for (const [name, node] of module.params) {
    if (!takeOne(env, declaration.node.span)) return;
    const decl = makeVariable(node, "param", inner, env);
    inner.values.set(name, decl);
    env.variables.push(decl);
    giveArgument(decl, instance, env);
  }
  for (const node of module.lets) {
    const known = inner.values.get(node.name.text);
    if (known !== undefined) reportTwice(env.report, `let ${node.name.text}`, node.name.span, known.node.span);
    else declareLet(node, inner, levels.top, env);
  }
  for (const node of module.secrets) declareSecrets(node, inner, levels.top, env);
  instance.machines = placeOf(instance, env);
  refuseConfinedParams(instance, env);
  for (const block of module.blocks) {
    if (block.kind.text === "machine" || block.kind.text === "host") continue;
    declareBlock(block, { scope: inner, level: levels.top, within: undefined, instance, conditions: [], whens }, env);
  }
}

/** The value of a param: what the strongest layer says, else its default. */
function giveArgument(decl: VariableDecl, instance: Instance, env: Env): void {
  const { name } = decl;
  const layers = [...instance.layers].sort((a, b) => a.level - b.level);
  const said = strongest(layers, (layer) => layer.entries.attributes.get(name))[0];
  if (said !== undefined) {
    decl.given = give(
      said.node.value,
      said.layer.place,
      said.layer.role === "patch" ? "patch" : "argument",
      said.layer.level,
    );
    return;
  }
  for (const layer of layers.toReversed()) {
    const block = layer.entries.blocks.find((one) => one.kind.text === name);
    if (block !== undefined) {
      decl.given = give(block, layer.place, "argument", layer.level);
      return;
    }
  }
  const { node } = decl;
  if (node.value !== undefined) {
    decl.given = give(node.value, { scope: decl.scope, label: instance.label, conditions: [] }, "default", levels.top);
    return;
  }
  if (decl.type === undefined || decl.type.type === "optional") return;
  const [declaration] = instance.layers;
  if (declaration === undefined) return;
  if (layers.some((layer) => isMisspelt(name, layer.entries, (key) => instance.module.params.has(key)))) return;
  const span = declaration.node.type === "block" ? declaration.node.kind.span : declaration.node.span;
  env.report.add(
    diagnose("E0601", { instance: nameEntity(instance), name }, span, {
      related: [{ span: node.name.span, message: "the module asks for it here" }],
    }),
  );
}

function give(
  value: ValueNode | BlockNode,
  place: Place,
  origin: "patch" | "argument" | "default",
  level: Level,
): Given {
  return { value, place, origin, level };
}

/** The machines for what an instance makes: its own `machine`, the machine it stands in, or those of the outer one. */
function placeOf(instance: Instance, env: Env): readonly string[] | undefined {
  const layers = [...instance.layers].sort((a, b) => a.level - b.level);
  const said = strongest(layers, (layer) => layer.entries.attributes.get("machine"))[0];
  if (said !== undefined && !instance.module.params.has("machine")) {
    const within = layers.find((layer) => layer.within !== undefined && layer.level <= levels.machine)?.within;
    if (within !== undefined) {
      env.report.add(diagnose("E0506", { name: nameEntity(instance), machine: within }, said.node.key.span));
      return [within];
    }
    return machineClassesOf(said.node.value, said.layer.place, nameEntity(instance), env) ?? [];
  }
  const within = layers.flatMap((layer) =>
    layer.within === undefined || layer.role === "patch" ? [] : [layer.within],
  );
  if (within.length > 0) return [...new Set(within)];
  return instance.parent?.machines;
}

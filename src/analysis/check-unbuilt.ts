import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { packagesOfFacts } from "../ir/os/package-facts.ts";
import type { BlockNode } from "../parser/ast.ts";
import type { Worked } from "./build-model.ts";
import { plainAt } from "./context.ts";
import { type Position, declareBlock, makeLayer, makeThing } from "./declare.ts";
import { declareLet, declareSecrets, makeVariable } from "./declare-values.ts";
import { nothingDeclared } from "./empty-env.ts";
import { buildThing } from "./resources.ts";
import { createScope } from "./scope.ts";
import { settleSecret } from "./secret-sources.ts";
import {
  type Env,
  type Instance,
  type Layer,
  type ModuleDecl,
  type Project,
  type Scope,
  type When,
  levels,
} from "./state.ts";
import { unfoldInstances } from "./unfold.ts";
import { valueOfVariable } from "./variables.ts";
import { decideWhen, mentionsMachine } from "./when.ts";

/**
 * What may be said about a body that nobody built: names, types, modules and secrets. What depends on who uses the
 * module, and where, may not: machines (E05, E0215, E0232), what is known while compiling (E0321, E0322), what two
 * blocks under opposite conditions say (E0207, E0208), the environment of this computer (E0319). A circle of modules is
 * reported where one of them is used (E0603).
 */
const sayable = /^E0(2(02|03|04|06|14|22|23|24|33)|3(?!19|21|22)\d\d|60[1245678]|70[1-7])$/;

/**
 * Checks the bodies of modules that no environment uses, and those that stand under a condition which never held: the
 * module is worked out once with params that are only what they are by default, and what it makes is thrown away.
 */
export function checkUnbuilt(worked: readonly Worked[], project: Project): void {
  const [first] = worked;
  if (first === undefined || project.budget.full) return;
  const built = new Set(worked.flatMap(({ env }) => [...blocksBuilt(env)]));
  const used = new Set(worked.flatMap(({ env }) => env.instances.filter(isUnfolded).map((one) => one.module)));
  for (const module of project.modules.values())
    if (!used.has(module) || module.blocks.some((block) => !built.has(block))) workOut(module, first.env);
}

function blocksBuilt(env: Env): ReadonlySet<BlockNode> {
  const blocks = new Set<BlockNode>();
  const note = (layers: readonly Layer[]): void => {
    for (const layer of layers) if (layer.active && layer.node.type === "block") blocks.add(layer.node);
  };
  for (const thing of env.things.values())
    if (thing.removed === undefined && (thing.machines.length > 0 || thing.kind.virtual === true)) note(thing.layers);
  for (const instance of env.instances) if (isUnfolded(instance)) note(instance.layers);
  return blocks;
}

/** Whether its condition held, so that there is something in it. */
function isUnfolded({ inner }: Instance): boolean {
  return inner !== undefined && (inner.order.length > 0 || inner.values.size > 0);
}

function workOut(module: ModuleDecl, base: Env): void {
  const env = copyOf(base);
  const instance: Instance = {
    entity: "instance",
    module,
    label: module.name,
    fullName: module.name,
    scope: base.top,
    parent: undefined,
    conditions: [],
    layers: [],
    removed: undefined,
    inner: undefined,
    machines: [...base.classes.keys()],
  };
  const inner = createScope(env, instance);
  instance.inner = inner;
  declareParams(module, inner, env);
  for (const node of module.lets) if (!inner.values.has(node.name.text)) declareLet(node, inner, levels.top, env);
  for (const node of module.secrets) declareSecrets(node, inner, levels.top, env);
  declareBlocks(module, instance, inner, env);
  unfoldInstances(env);

  for (const thing of env.things.values()) {
    thing.machines = env.allMachines;
    for (const layer of thing.layers) {
      layer.machines = env.allMachines;
      for (const when of layer.whens) check(when, env);
    }
  }
  for (const one of env.instances) for (const layer of one.layers) for (const when of layer.whens) check(when, env);
  for (const secret of env.secrets) settleSecret(secret, env);
  for (const decl of env.variables) valueOfVariable(decl, env);
  for (const thing of env.things.values()) buildThing(thing, env);
  for (const output of module.outputs.values()) {
    const place = { scope: inner, label: module.name, conditions: [] };
    env.evaluate(output.value, undefined, { ...plainAt(env, place, output.name.text, "output"), secrets: "flow" });
  }
}

/** An environment with the same machines in which nothing is declared, and every package that is known is there. */
function copyOf(base: Env): Env {
  const add = (diagnostic: Diagnostic): void => {
    // `this.machine` has a value only in a thing on one machine; what else `this` lacks it lacks everywhere.
    const elsewhere = diagnostic.code === "E0224" && !String(diagnostic.data["why"]).startsWith("there is `");
    if (sayable.test(diagnostic.code) && !elsewhere) base.report.add(diagnostic);
  };
  const report = { ...base.report, add };
  const declared = [...base.machines.values()].flatMap((machine) => [...machine.packages]);
  const packages = new Set([...declared, ...packagesOfFacts()]);
  const machines = [...base.machines].map(([name, state]) => [name, { ...state, packages, packagesKey: "*" }] as const);
  return {
    ...base,
    ...nothingDeclared(),
    project: { ...base.project, reporter: report },
    report,
    machines: new Map(machines),
  };
}

/** A param without a default has a value that nothing is said about. */
function declareParams(module: ModuleDecl, inner: Scope, env: Env): void {
  for (const [name, node] of module.params) {
    const decl = makeVariable(node, "param", inner, env);
    const place = { scope: inner, label: module.name, conditions: [] };
    if (node.value !== undefined) decl.given = { value: node.value, place, origin: "default", level: levels.top };
    else decl.state = "done";
    inner.values.set(name, decl);
    env.variables.push(decl);
  }
}

/** Declares the blocks; one whose label needs a param gets a stand-in for it, so that its body can be looked at. */
function declareBlocks(module: ModuleDecl, instance: Instance, scope: Scope, env: Env): void {
  const position: Position = { scope, level: levels.top, within: undefined, instance, conditions: [], whens: [] };
  const blocks = module.blocks.filter((block) => block.kind.text !== "machine" && block.kind.text !== "host");
  for (const block of blocks) declareBlock(block, position, env);
  const layers = [...env.things.values(), ...env.instances].flatMap((entity) => entity.layers);
  const declared = new Set(layers.map((layer) => layer.node));
  for (const [index, block] of blocks.entries()) {
    const kind = env.project.modules.has(block.kind.text) ? undefined : env.project.registry.get(block.kind.text);
    if (kind === undefined || declared.has(block)) continue;
    const label = kind.label.example.replaceAll(/^"|"$/g, "");
    const thing = makeThing(kind, label, label, `${module.name} ${index}`, env);
    thing.layers.push(makeLayer(block, label, position, [], env));
  }
}

/** Works a condition out, on the first machine when it asks for one. */
function check(when: When, env: Env): void {
  decideWhen(when, mentionsMachine(when.value) ? env.allMachines[0] : undefined, env);
}

import { diagnose } from "../diagnostics/diagnose.ts";
import type { Attribute, Host, Machine, Model, Secret, Variable } from "../ir/model.ts";
import type { Value } from "../ir/value.ts";
import { buildAttribute } from "./attributes.ts";
import { plainAt } from "./context.ts";
import { docOf } from "./doc.ts";
import { readVault } from "./encrypted-files.ts";
import { checkAddress } from "./host-address.ts";
import { checkJumps, readSsh } from "./host-ssh.ts";
import { valueOnHost } from "./host-values.ts";
import { isHostElsewhere, readOwn, spanOf } from "./machines.ts";
import { checkSameAddress } from "./same-address.ts";
import { type Built, buildThing } from "./resources.ts";
import type { Entity, Env, HostState, Layer, MachineState, VariableDecl } from "./state.ts";
import { typeOfValue } from "./values.ts";
import { valueOfVariable } from "./variables.ts";

/** The Model of an environment, and of each of its resources whether it is free of mistakes. */
export interface Worked {
  readonly model: Model;
  readonly built: readonly Built[];
  /** What it was made from. */
  readonly env: Env;
}

/** Makes the Model of an environment in which everything is declared and placed. */
export function buildModel(env: Env): Worked {
  // Every variable is worked out, so that a mistake in one that nobody uses shows too.
  for (const decl of env.variables) {
    valueOfVariable(decl, env);
    checkHostValues(decl, env);
  }
  const built = buildResources(env);
  const machines = [...env.machines.values()].flatMap((machine) => buildMachine(machine, env) ?? []);
  checkJumps(env);
  checkSameAddress(machines, env);
  const secrets = env.secrets.map(buildSecret);
  const inVault = secrets.find(({ source }) => source.from === "vault" || source.from === "none");
  const vault = inVault === undefined ? undefined : readVault(env, inVault.span);
  const model: Model = {
    name: env.project.name,
    environment: env.name,
    targets: env.targets,
    machines,
    resources: built.map((one) => one.resource),
    variables: env.variables.flatMap((decl) => buildVariable(decl) ?? []),
    secrets,
    ...(vault === undefined ? {} : { vault }),
    ...(env.project.doc === undefined ? {} : { doc: env.project.doc }),
  };
  return { model, built, env };
}

function buildResources(env: Env): readonly Built[] {
  const done = new Set<Entity>();
  const built: Built[] = [];
  const walk = (entities: readonly Entity[]): void => {
    for (const entity of entities) {
      if (done.has(entity)) continue;
      done.add(entity);
      if (entity.entity === "instance") {
        if (entity.inner !== undefined) walk(entity.inner.order);
      } else if (entity.kind.name !== "machine" && entity.kind.name !== "host") built.push(...buildThing(entity, env));
    }
  };
  walk(env.top.order);
  return built;
}

function buildMachine(state: MachineState, env: Env): Machine | undefined {
  const { classThing, os } = state;
  if (classThing === undefined) return undefined;
  const layers = [...classThing.layers].sort((a, b) => a.level - b.level);
  const span = spanOf(classThing, env);
  const attributes: [string, Attribute][] = [];
  for (const [key, schema] of Object.entries(classThing.kind.attributes)) {
    // A missing `os` was reported where the machines were settled.
    const known = key === "os" ? { ...schema, required: false } : schema;
    const find = (layer: Layer) => {
      const node = layer.entries.attributes.get(key);
      return key === "primary" && isHostElsewhere(node, env) ? undefined : node;
    };
    const built = buildAttribute(key, known, find, {
      thing: classThing,
      layers,
      machines: [state.name],
      env,
      touched: { machine: false },
      owner: `machine ${state.className}`,
      fill: true,
      span,
    });
    if (built !== undefined && built !== "bad") attributes.push([key, built]);
  }
  const doc = layers.map((layer) => docOf(layer.node.leading)).find((one) => one !== undefined);
  if (os === undefined) return undefined;
  return {
    name: state.name,
    ...(state.className === state.name ? {} : { className: state.className }),
    implicit: env.implicit,
    os,
    attributes: Object.fromEntries(attributes),
    hosts: state.hosts.map((host) => buildHost(host, state, env)),
    primary: state.hosts.some((host) => host.name === state.primary) ? state.primary : undefined,
    ...(doc === undefined || env.implicit ? {} : { doc }),
    spans: layers.length === 0 ? [span] : layers.map((layer) => layer.node.span),
  };
}

function buildHost(host: HostState, machine: MachineState, env: Env): Host {
  const { thing } = host;
  const layers = [...thing.layers].sort((a, b) => a.level - b.level);
  const ssh = readSsh(host, env);
  for (const key of Object.keys(thing.kind.attributes))
    if (key !== "machine" && key !== "address") readOwn(thing, key, env);
  for (const [key, attribute] of Object.entries(thing.kind.attributes)) {
    const said = layers.some((layer) => layer.entries.attributes.has(key));
    if (attribute.required === true && !said && key !== "machine")
      env.report.add(
        diagnose("E0317", { name: `host ${host.name}`, attribute: key }, spanOf(thing, env), {
          help: `write \`${key} = ${attribute.example}\``,
        }),
      );
  }
  checkAddress(host, env);
  const values: [string, Value][] = [];
  for (const decl of env.hostVariables) {
    const value = valueOnHost(decl, host.name, env);
    if (value !== undefined && !(value.is === "bound" && value.variable === decl.fullName))
      values.push([decl.fullName, value]);
  }
  return {
    name: host.name,
    machine: machine.name,
    address: host.address,
    ssh,
    values: Object.fromEntries(values),
    span: spanOf(thing, env),
  };
}

/** Works out what hosts give; a host that gives nothing while there is no value for all is reported. */
function checkHostValues(decl: VariableDecl, env: Env): void {
  if (!decl.perHost) return;
  env.hostVariables.push(decl);
  for (const host of env.hosts.values()) {
    const node = decl.hosts.get(host.name);
    if (node !== undefined) {
      const place = { scope: env.top, label: host.name, conditions: [] };
      const at = plainAt(env, place, decl.name, `host ${host.name}`);
      const outcome = env.evaluate(node, decl.type, at);
      if (typeof outcome !== "string") decl.hostOutcomes.set(host.name, outcome);
    } else if (decl.given === undefined) {
      env.report.add(
        diagnose("E0513", { host: host.name, name: decl.name }, spanOf(host.thing, env), {
          related: [{ span: decl.node.span, message: "it is declared here, without a value" }],
        }),
      );
    }
  }
}

function buildVariable(decl: VariableDecl): Variable | undefined {
  const { outcome } = decl;
  const own = decl.perHost;
  if (typeof outcome === "string" || (!own && !decl.flows)) return undefined;
  // A param that is simply a variable of the user is that variable.
  if (decl.role === "param" && outcome.is === "bound") return undefined;
  const doc = docOf(decl.node.leading);
  const sample = own ? [...decl.hostOutcomes.values()][0] : outcome;
  return {
    name: decl.fullName,
    type: decl.type ?? (sample === undefined ? { type: "text" } : typeOfValue(sample)),
    ...(doc === undefined ? {} : { doc }),
    value: own ? undefined : outcome,
    origin: decl.given === undefined ? "written" : decl.given.origin,
    span: decl.given?.value.span ?? decl.node.span,
  };
}

function buildSecret(decl: Env["secrets"][number]): Secret {
  const doc = docOf(decl.node.leading);
  return {
    name: decl.fullName,
    source: decl.source,
    ...(decl.fetch === undefined ? {} : { fetch: decl.fetch }),
    ...(doc === undefined ? {} : { doc }),
    span: decl.given?.value.span ?? decl.node.span,
  };
}

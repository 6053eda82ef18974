import { diagnose } from "../diagnostics/diagnose.ts";
import type { AttributeNode, Entry, RemoveNode, ValueNode } from "../parser/ast.ts";
import { sortEntries } from "./bodies.ts";
import { type Worked, buildModel } from "./build-model.ts";
import { type Position, declareBlock } from "./declare.ts";
import { declareHost, declareImplicitMachine, declareMachine } from "./declare-machines.ts";
import { declareLet, declareSecrets, patchSecret } from "./declare-values.ts";
import { nothingDeclared } from "./empty-env.ts";
import { evaluate } from "./evaluate.ts";
import { settleMachines } from "./machines.ts";
import { adviseOnHost } from "./advise-on-host.ts";
import { ownEntry } from "./own-entry.ts";
import { type Patch, applyPatch, applyRemove } from "./patches.ts";
import { placeThings } from "./placement.ts";
import { listNames } from "./report.ts";
import { lintNearMisses } from "./rules/near-miss.ts";
import { createScope } from "./scope.ts";
import { settleSecret } from "./secret-sources.ts";
import { type EnvironmentDecl, type Env, type Level, type Place, type Project, levels } from "./state.ts";
import { unfoldInstances } from "./unfold.ts";

/**
 * Works out one environment of a project (or, without environments, the project) to its Model, still unchecked by
 * kinds; undefined when there is too much in it (E0220): nothing of it will be built, and every single thing costs time.
 */
export function analyseEnvironment(project: Project, environment: EnvironmentDecl | undefined): Worked | undefined {
  const env = createEnv(project, environment?.name);
  const own = environment?.nodes.flatMap((node) => node.body.entries) ?? [];
  declareValues(project.entries, levels.top, env);
  declareValues(own, levels.environment, env);

  markHostValues(project.entries, env);
  markHostValues(own, env);
  for (const entry of own) if (entry.type === "attribute" && entry.key.segments.length === 1) patchValue(entry, env);

  const patches: Patch[] = [];
  const removals: RemoveNode[] = [];
  const isMachine = (entry: Entry): boolean => entry.type === "block" && entry.kind.text === "machine";
  if (!project.entries.some(isMachine) && !own.some(isMachine)) declareImplicitMachine(env);
  declareEntries(project.entries, levels.top, patches, removals, env);
  declareEntries(own, levels.environment, patches, removals, env);
  addImplicitLayers(project.entries, own, env);

  for (const patch of patches) applyPatch(patch, env);
  for (const removal of removals) applyRemove(removal, env);
  const patched = new Set(
    patches.flatMap((patch) => (patch.level === levels.host && patch.within !== undefined ? [patch.within] : [])),
  );
  settleMachines(patched, env);
  unfoldInstances(env);
  if (project.budget.full) return undefined;
  checkNames(env);
  lintNearMisses(env);
  placeThings(env);
  for (const secret of env.secrets) settleSecret(secret, env);
  const worked = buildModel(env);
  // Nothing is lost silently: what could not be worked out has been reported.
  const lost = worked.built.find((one) => !one.good);
  if (lost !== undefined && project.reporter.errors() === 0)
    throw new Error(`the analysis lost ${lost.resource.id} without a message`);
  return worked;
}

function createEnv(project: Project, name: string | undefined): Env {
  const env: Env = {
    ...nothingDeclared(),
    project,
    name,
    report: project.reporter,
    top: undefined as never,
    evaluate,
    targets: [],
    classes: new Map(),
    implicit: false,
    hosts: new Map(),
    machines: new Map(),
    split: new Map(),
    allMachines: [],
    sets: new Map(),
  };
  env.top = createScope(env, undefined);
  return env;
}

function declareValues(entries: readonly Entry[], level: Level, env: Env): void {
  for (const entry of entries) if (entry.type === "let") declareLet(entry, env.top, level, env);
  for (const entry of entries) if (entry.type === "secret") declareSecrets(entry, env.top, level, env);
}

function declareEntries(
  entries: readonly Entry[],
  level: Level,
  patches: Patch[],
  removals: RemoveNode[],
  env: Env,
): void {
  const position: Position = {
    scope: env.top,
    level,
    within: undefined,
    instance: undefined,
    conditions: [],
    whens: [],
  };
  const machineLevel: Level = level === levels.top ? levels.machine : levels.environmentMachine;
  for (const entry of entries) {
    if (entry.type === "block") {
      const kind = env.project.modules.has(entry.kind.text) ? "" : entry.kind.text;
      if (kind === "machine") declareMachine(entry, machineLevel, patches, env);
      else if (kind === "host") declareHost(entry, undefined, level, patches, env);
      else declareBlock(entry, position, env);
    } else if (entry.type === "attribute" && level === levels.environment) readEnvironmentEntry(entry, patches, env);
    else if (entry.type === "remove" && level === levels.environment) removals.push(entry);
  }
}

/** `target = …`, the value of a `let`, where a secret comes from, a dotted patch, or the implicit machine's attribute. */
function readEnvironmentEntry(entry: AttributeNode, patches: Patch[], env: Env): void {
  const [first, second] = entry.key.segments;
  if (first === undefined) return;
  const decl = env.top.values.get(first.text);
  if (second?.text === "fetch" && entry.key.segments.length === 2 && decl?.decl === "secret") {
    decl.fetchGiven = { value: entry.value, level: levels.environment };
    return;
  }
  if (second !== undefined) {
    patches.push({ node: entry, level: levels.environment, within: undefined });
    return;
  }
  const name = first.text;
  if (name === "target") {
    readTargets(entry.value, env);
    return;
  }
  if (env.top.values.has(name)) return;
  const machine = env.project.registry.get("machine");
  const known = machine === undefined ? [] : Object.keys(machine.attributes);
  if (env.implicit && ownEntry(machine?.attributes ?? {}, name) !== undefined) return;
  if (env.report.silences(name)) return;
  const names = [...env.top.values.keys(), "target", ...(env.implicit ? known : [])];
  const near = env.report.nearest(name, names);
  const isMachine = known.includes(name);
  const host = adviseOnHost(entry, env);
  if (host !== undefined) {
    env.report.add(diagnose("E0501", { path: name, why: `there is no \`let ${name}\`` }, first.span, host));
    return;
  }
  env.report.add(
    diagnose("E0501", { path: name, why: `there is no \`let ${name}\`` }, first.span, {
      help: isMachine
        ? `write it in a machine: \`machine ${env.classes.keys().next().value ?? "web"} { ${name} = … }\``
        : env.top.values.size === 0
          ? `declare it outside of the environment: \`let ${name} = …\``
          : `an environment gives values to ${listNames(env.top.values.keys())}`,
      ...(near === undefined
        ? {}
        : {
            label: `did you mean \`${near}\`?`,
            fixes: [
              { title: `rename it to \`${near}\``, safety: "suggested", edits: [{ span: first.span, text: near }] },
            ],
          }),
    }),
  );
}

/** The value that an environment gives a `let` or a secret: noted before anything is worked out, because labels may need it. */
function patchValue(entry: AttributeNode, env: Env): void {
  const [first] = entry.key.segments;
  const name = first?.text ?? "";
  const decl = env.top.values.get(name);
  if (first === undefined || decl === undefined || name === "target") return;
  const twice = env.patched.get(`let ${name}`);
  if (twice !== undefined) {
    env.report.add(
      diagnose("E0502", { name }, first.span, { related: [{ span: twice, message: "it is patched here first" }] }),
    );
    return;
  }
  env.patched.set(`let ${name}`, first.span);
  const place: Place = { scope: env.top, label: undefined, conditions: [] };
  if (decl.decl === "secret") patchSecret(decl, entry.value, levels.environment);
  else decl.given = { value: entry.value, place, origin: "patch", level: levels.environment };
}

/** Marks every variable that some host gives a value of its own. */
function markHostValues(entries: readonly Entry[], env: Env): void {
  for (const entry of entries) {
    if (entry.type !== "block" || env.project.modules.has(entry.kind.text)) continue;
    if (entry.kind.text === "machine")
      markHostValues(
        (entry.body?.entries ?? []).filter((one) => one.type === "block" && one.kind.text === "host"),
        env,
      );
    if (entry.kind.text !== "host") continue;
    for (const one of entry.body?.entries ?? []) {
      const decl =
        one.type === "attribute" && one.key.segments.length === 1
          ? env.top.values.get(one.key.segments[0]?.text ?? "")
          : undefined;
      const own =
        one.type === "attribute"
          ? ownEntry(env.project.registry.get("host")?.attributes ?? {}, one.key.segments[0]?.text ?? "")
          : undefined;
      if (decl?.decl === "variable" && own === undefined) decl.perHost = true;
    }
  }
}

function readTargets(node: ValueNode, env: Env): void {
  const known = env.project.backends;
  const items = node.type === "list" ? node.items.map((item) => item.value) : [node];
  for (const item of items) {
    if (item.type === "bad") continue;
    const word = item.type === "path" && item.path.segments.length === 1 ? item.path.segments[0]?.text : undefined;
    const text =
      item.type === "string"
        ? item.parts.map((part) => (part.part === "literal" ? part.text : "")).join("")
        : undefined;
    if (word !== undefined && known.includes(word)) {
      if (!env.targets.includes(word)) env.targets.push(word);
    } else if (text !== undefined && known.includes(text)) {
      env.report.add(
        diagnose("E0308", { value: text, why: "these are fixed words" }, item.span, {
          fixes: [{ title: `write \`${text}\``, safety: "safe", edits: [{ span: item.span, text }] }],
        }),
      );
    } else {
      const near = env.report.nearest(word ?? text ?? "", known);
      env.report.add(
        diagnose(
          "E0504",
          { value: word ?? text ?? "this", known: listNames(known) },
          item.span,
          near === undefined
            ? {}
            : {
                label: `did you mean \`${near}\`?`,
                fixes: [{ title: `write \`${near}\``, safety: "suggested", edits: [{ span: item.span, text: near }] }],
              },
        ),
      );
    }
  }
}

/** The attributes at the top level, and those of the environment, belong to the implicit machine. */
function addImplicitLayers(top: readonly Entry[], own: readonly Entry[], env: Env): void {
  const machine = env.implicit ? env.classes.get(env.project.name) : undefined;
  if (machine === undefined) return;
  for (const [entries, level] of [
    [top, levels.machine],
    [own, levels.environment],
  ] as const) {
    const all = entries.filter(
      (entry): entry is AttributeNode =>
        entry.type === "attribute" &&
        entry.key.segments.length === 1 &&
        ownEntry(machine.kind.attributes, entry.key.segments[0]?.text ?? "") !== undefined &&
        !env.top.values.has(entry.key.segments[0]?.text ?? ""),
    );
    const seen = new Map<string, AttributeNode>();
    for (const entry of all) {
      const name = entry.key.segments[0]?.text ?? "";
      const first = seen.get(name);
      if (first !== undefined)
        env.report.add(
          diagnose("E0205", { name }, entry.key.span, {
            related: [{ span: first.key.span, message: "it is written here first" }],
          }),
        );
      else seen.set(name, entry);
    }
    const [first] = all;
    if (first === undefined) continue;
    machine.layers.push({
      level,
      role: level === levels.environment ? "patch" : "declaration",
      within: undefined,
      node: first,
      place: { scope: env.top, label: undefined, conditions: [] },
      entries: sortEntries(all),
      absent: undefined,
      instance: undefined,
      whens: [],
      machines: [],
      active: true,
    });
  }
}

/** Two things with a name in the file must not get the same name on the machine (`acme-app` next to `app` of `acme`). */
function checkNames(env: Env): void {
  for (const thing of env.things.values()) {
    if (
      thing.kind.label.scope !== "file" ||
      thing.kind.label.presence === "none" ||
      thing.kind.name === "machine" ||
      thing.kind.name === "host"
    )
      continue;
    const key = `${thing.kind.name}\n${thing.name}`;
    const first = env.fileNames.get(key);
    if (first === undefined) env.fileNames.set(key, thing);
    else if (first !== thing) {
      const [layer] = thing.layers;
      const [other] = first.layers;
      if (layer === undefined || other === undefined) continue;
      env.report.add(
        diagnose("E0207", { what: `${thing.kind.name} ${thing.name}` }, layer.node.span, {
          related: [{ span: other.node.span, message: "it is declared here first" }],
        }),
      );
    }
  }
}

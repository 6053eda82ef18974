import { diagnose } from "../diagnostics/diagnose.ts";
import type { Kind } from "../ir/kind.ts";
import type { AttributeNode, BlockNode } from "../parser/ast.ts";
import { takeOne } from "./budget.ts";
import { type Position, declareBlock, makeLayer, makeThing } from "./declare.ts";
import { reportTwice } from "./collect.ts";
import { adviseOn } from "./foreign-word.ts";
import { checkLabel, expandLabels } from "./labels.ts";
import { ownEntry } from "./own-entry.ts";
import type { Patch } from "./patches.ts";
import { listNames } from "./report.ts";
import { addEntity } from "./scope.ts";
import { type Env, type Level, type Place, levels } from "./state.ts";

/** Adds a `machine` block: its attributes, what stands in it, its hosts; dotted entries are collected as patches. */
export function declareMachine(block: BlockNode, level: Level, patches: Patch[], env: Env): void {
  const kind = env.project.registry.get("machine");
  if (kind === undefined) return;
  const scope = env.top;
  const place: Place = { scope, label: undefined, conditions: [] };
  for (const label of expandLabels(block, place, env)) {
    if (!checkLabel(label.text, label.span, { kind: "machine", ...kind.label }, env)) continue;
    let thing = env.classes.get(label.text);
    if (thing === undefined) {
      thing = makeThing(kind, label.text, label.text, `machine.${label.text}`, env);
      env.classes.set(label.text, thing);
      addEntity(scope, thing);
    }
    const position: Position = { scope, level, within: label.text, instance: undefined, conditions: [], whens: [] };
    const layer = makeLayer(block, label.text, { ...position, within: undefined }, thing.layers, env);
    thing.layers.push({ ...layer, active: true });
    for (const entry of block.body?.entries ?? []) {
      if (entry.type === "attribute" && entry.key.segments.length > 1) {
        if (level >= levels.environment) patches.push({ node: entry, level, within: label.text });
      } else if (entry.type === "block" && ownEntry(kind.blocks, entry.kind.text) === undefined) {
        if (entry.kind.text === "host") declareHost(entry, label.text, level, patches, env);
        else if (entry.kind.text !== "machine") declareBlock(entry, position, env);
      }
    }
  }
}

/** The machine of a file that names none: the attributes at the top level are its own. */
export function declareImplicitMachine(env: Env): void {
  const kind = env.project.registry.get("machine");
  if (kind === undefined) return;
  const { name } = env.project;
  env.implicit = true;
  env.classes.set(name, makeThing(kind, name, name, `machine.${name}`, env));
}

/** Adds a `host` block: its attributes, its values for `let`s, its dotted patches. */
export function declareHost(
  block: BlockNode,
  className: string | undefined,
  level: Level,
  patches: Patch[],
  env: Env,
): void {
  const kind = env.project.registry.get("host");
  if (kind === undefined) return;
  const scope = env.top;
  for (const label of expandLabels(block, { scope, label: undefined, conditions: [] }, env)) {
    if (!checkLabel(label.text, label.span, { kind: "host", ...kind.label }, env)) continue;
    if (!takeOne(env, block.kind.span)) return;
    const known = env.hosts.get(label.text);
    const position: Position = { scope, level, within: undefined, instance: undefined, conditions: [], whens: [] };
    const layer = makeLayer(block, label.text, position, known?.thing.layers ?? [], env);
    if (known !== undefined && layer.role === "declaration") {
      reportTwice(env.report, `host ${label.text}`, label.span, known.thing.layers[0]?.node.span ?? label.span);
      continue;
    }
    const thing = known?.thing ?? makeThing(kind, label.text, label.text, `host.${label.text}`, env);
    thing.layers.push(layer);
    addEntity(scope, thing);
    if (known === undefined)
      env.hosts.set(label.text, { name: label.text, thing, className: className ?? "", address: undefined });
    for (const entry of block.body?.entries ?? [])
      if (entry.type === "attribute") readHostEntry(entry, label.text, kind, patches, env);
  }
}

function readHostEntry(entry: AttributeNode, host: string, kind: Kind, patches: Patch[], env: Env): void {
  const [first, second] = entry.key.segments;
  if (first === undefined) return;
  if (second !== undefined) {
    patches.push({ node: entry, level: levels.host, within: host });
    return;
  }
  if (ownEntry(kind.attributes, first.text) !== undefined || first.text === "machine") return;
  const decl = env.top.values.get(first.text);
  if (decl?.decl === "variable") {
    decl.hosts.set(host, entry.value);
    return;
  }
  if (env.report.silences(first.text)) return;
  const known = [
    ...Object.keys(kind.attributes),
    ...[...env.top.values.values()].filter((one) => one.decl === "variable").map((one) => one.name),
  ];
  const advice = adviseOn(first.text, kind.foreign, {
    span: first.span,
    node: entry,
    source: env.project.sources.get(first.span.file),
    isTaken: (word) => env.hosts.get(host)?.thing.layers.some((layer) => layer.entries.attributes.has(word)) === true,
    certain: true,
  });
  if (advice !== undefined) {
    env.report.add(
      diagnose("E0203", { kind: "host", name: first.text, known: listNames(known, 30) }, first.span, advice),
    );
    return;
  }
  const near = env.report.nearest(first.text, known);
  env.report.add(
    diagnose(
      "E0203",
      { kind: "host", name: first.text, known: listNames(known, 30) },
      first.span,
      near === undefined
        ? {}
        : {
            label: `did you mean \`${near}\`?`,
            fixes: [
              { title: `rename it to \`${near}\``, safety: "suggested", edits: [{ span: first.span, text: near }] },
            ],
          },
    ),
  );
}

import { diagnose } from "../diagnostics/diagnose.ts";
import type { AttributeNode, RemoveNode, Segment } from "../parser/ast.ts";
import { patchEntries } from "./bodies.ts";
import { registerPatch } from "./declare.ts";
import { adviseOn } from "./foreign-word.ts";
import { expandLabel } from "./labels.ts";
import { onlyWhereItHolds } from "./only-where-it-holds.ts";
import { ownEntry } from "./own-entry.ts";
import { listNames } from "./report.ts";
import { findEntity, nameEntity, quoteSegment } from "./scope.ts";
import type { Entity, Env, Layer, Level } from "./state.ts";

/** A dotted patch and where it stands. */
export interface Patch {
  readonly node: AttributeNode;
  readonly level: Level;
  /** The machine class or the host that it is confined to. */
  readonly within: string | undefined;
}

/** Attributes that every block has. */
export const universalAttributes = ["machine", "after"];

/** Finds what a patch means and adds it as a layer; an unknown or ambiguous path is reported. */
export function applyPatch(patch: Patch, env: Env): void {
  const { segments } = patch.node.key;
  const target = findTarget(segments, env);
  if (target === undefined) {
    reportUnknownPath(segments, patch, env);
    return;
  }
  if (target === "reported") return;
  const { entity, rest } = target;
  const key = rest.map((segment) => segment.text);
  if (entity.entity === "instance") {
    if (key.length === 1 && (entity.module.params.has(key[0] ?? "") || universalAttributes.includes(key[0] ?? "")))
      addLayer(entity, key, undefined, patch, env);
    else {
      const params = [...entity.module.params.keys()];
      const offers = params.length === 0 ? "it has no params yet" : `its params are ${listNames(params)}`;
      const near = env.report.nearest(key[0] ?? "", params);
      const inside = entity.module.blocks.some((block) => block.label?.label === "word" && block.label.text === key[0]);
      if (inside)
        env.report.add(
          diagnose("E0602", { name: key[0] ?? "", module: entity.module.name, offers }, patch.node.key.span),
        );
      else
        env.report.add(
          diagnose(
            "E0501",
            {
              path: spellPath(segments),
              why: `the module \`${entity.module.name}\` has no param \`${key.join(".")}\`; ${offers}`,
            },
            patch.node.key.span,
            near === undefined ? {} : { label: `did you mean \`${near}\`?` },
          ),
        );
    }
    return;
  }
  const { kind } = entity;
  const [first, second, third] = key;
  const nested = first === undefined ? undefined : ownEntry(kind.blocks, first);
  if (
    first !== undefined &&
    second === undefined &&
    (ownEntry(kind.attributes, first) !== undefined || universalAttributes.includes(first) || kind.map !== undefined)
  )
    addLayer(entity, key, undefined, patch, env);
  else if (
    nested !== undefined &&
    second !== undefined &&
    nested.labelled !== true &&
    third === undefined &&
    (nested.map !== undefined || ownEntry(nested.attributes, second) !== undefined)
  )
    addLayer(entity, key, undefined, patch, env);
  else if (nested !== undefined && second !== undefined && third !== undefined && nested.labelled === true)
    addLayer(entity, [first ?? "", third], second, patch, env);
  else {
    const names =
      nested !== undefined && second !== undefined
        ? Object.keys(nested.attributes)
        : [...Object.keys(kind.attributes), ...Object.keys(kind.blocks)];
    const wrong = nested !== undefined && second !== undefined ? rest[1] : rest[0];
    const table = nested !== undefined && second !== undefined ? nested.foreign : kind.foreign;
    const advice =
      wrong === undefined
        ? undefined
        : adviseOn(wrong.text, table, { span: wrong.span, source: undefined, isTaken: () => false, certain: false });
    const near = env.report.nearest(wrong?.text ?? "", names);
    entity.mistaken = true;
    env.report.add(
      diagnose(
        "E0203",
        { kind: nameEntity(entity), name: wrong?.text ?? key.join("."), known: listNames(names, 30) },
        wrong?.span ?? patch.node.key.span,
        advice !== undefined || near === undefined || wrong === undefined
          ? (advice ?? {})
          : {
              label: `did you mean \`${near}\`?`,
              fixes: [
                { title: `rename it to \`${near}\``, safety: "suggested", edits: [{ span: wrong.span, text: near }] },
              ],
            },
      ),
    );
  }
}

/** Takes a block out of the description in this environment. */
export function applyRemove(node: RemoveNode, env: Env): void {
  const { segments } = node.path;
  const [first, second] = segments;
  if (first === undefined) return;
  if (node.label !== undefined) {
    for (const label of expandLabel(node.label, { scope: env.top, label: undefined, conditions: [] }, env)) {
      const entity = findEntity(env.top, first.text, label.text);
      if (entity !== undefined) remove(entity, node);
      else reportNothing(`${first.text} ${quoteSegment(label.text)}`, first.text, label.text, node, env);
    }
    return;
  }
  if (second === undefined) {
    const entities = env.top.labels.get(first.text) ?? [];
    const [only] = entities;
    if (entities.length > 1) reportAmbiguous(first, entities, [], env);
    else if (only !== undefined) remove(only, node);
    else reportNothing(first.text, undefined, first.text, node, env);
    return;
  }
  for (const entity of env.top.labels.get(first.text) ?? []) {
    if (entity.entity === "instance") continue;
    const nested = ownEntry(entity.kind.blocks, second.text);
    if (nested !== undefined && segments.length === (nested.labelled === true ? 3 : 2)) {
      entity.removedBlocks ??= new Set();
      entity.removedBlocks.add(
        segments
          .slice(1)
          .map((segment) => segment.text)
          .join("."),
      );
      return;
    }
  }
  const qualified = segments.length === 2 ? findEntity(env.top, first.text, second.text) : undefined;
  const attribute = findTarget(segments, env);
  if (qualified !== undefined) remove(qualified, node);
  else if (attribute === "reported" || (attribute !== undefined && reportAttribute(attribute, node, env))) return;
  else reportNothing(spellPath(segments), findKind(first.text, env), second.text, node, env);
}

function findTarget(
  segments: readonly Segment[],
  env: Env,
): { entity: Entity; rest: readonly Segment[] } | "reported" | undefined {
  const [first, second, ...more] = segments;
  if (first === undefined || second === undefined) return undefined;
  const entities = env.top.labels.get(first.text) ?? [];
  const rest = segments.slice(1);
  const able = entities.filter((entity) => accepts(entity, second.text));
  if (able.length > 1) {
    reportAmbiguous(first, able, rest, env);
    return "reported";
  }
  const [only] = able;
  if (only !== undefined) return { entity: only, rest };
  const qualified = more.length > 0 ? findEntity(env.top, first.text, second.text) : undefined;
  if (qualified !== undefined) return { entity: qualified, rest: more };
  const [some] = entities;
  return some === undefined ? undefined : { entity: some, rest };
}

function accepts(entity: Entity, key: string): boolean {
  if (universalAttributes.includes(key)) return true;
  if (entity.entity === "instance") return entity.module.params.has(key);
  const { kind } = entity;
  return (
    ownEntry(kind.attributes, key) !== undefined || ownEntry(kind.blocks, key) !== undefined || kind.map !== undefined
  );
}

function addLayer(entity: Entity, key: readonly string[], label: string | undefined, patch: Patch, env: Env): void {
  const path = label === undefined ? key.join(".") : `${key[0] ?? ""}.${label}.${key[1] ?? ""}`;
  if (!registerPatch(entity, path, patch.level, patch.within, patch.node.key.span, env)) return;
  const layer: Layer = {
    level: patch.level,
    role: "patch",
    within: patch.within,
    node: patch.node,
    place: { scope: env.top, label: entity.label, conditions: [] },
    entries: patchEntries(key, label, patch.node),
    absent: undefined,
    instance: undefined,
    whens: [],
    machines: [],
    active: true,
  };
  entity.layers.push(layer);
}

function remove(entity: Entity, node: RemoveNode): void {
  entity.removed = node.span;
}

function reportUnknownPath(segments: readonly Segment[], patch: Patch, env: Env): void {
  const [first, second] = segments;
  if (
    first === undefined ||
    segments.some((segment) => env.report.silences(segment.text) || env.top.poisoned.has(segment.text))
  )
    return;
  const kind = findKind(first.text, env);
  const labels =
    kind === undefined
      ? [...env.top.labels.keys(), ...env.top.values.keys()]
      : [...(env.top.kinds.get(kind)?.keys() ?? [])];
  const wrong = kind === undefined ? first : (second ?? first);
  const near = env.report.nearest(wrong.text, labels);
  const why =
    kind === undefined ? `nothing is called \`${first.text}\`` : `there is no ${kind} \`${second?.text ?? ""}\``;
  env.report.add(
    diagnose("E0501", { path: spellPath(patch.node.key.segments), why }, wrong.span, {
      help: labels.length === 0 ? "declare it outside of the environment first" : `there is ${listNames(labels)}`,
      ...(near === undefined
        ? {}
        : {
            label: `did you mean \`${near}\`?`,
            fixes: [
              {
                title: `rename it to \`${near}\``,
                safety: "suggested",
                edits: [{ span: wrong.span, text: quoteSegment(near) }],
              },
            ],
          }),
    }),
  );
}

/** Reports `remove site.www.certificate`, which names an attribute; false when it names none. */
function reportAttribute(
  { entity, rest }: { readonly entity: Entity; readonly rest: readonly Segment[] },
  node: RemoveNode,
  env: Env,
): boolean {
  const [key, more] = rest;
  if (entity.entity === "instance" || key === undefined || more !== undefined) return false;
  const written = entity.layers.map((layer) => layer.entries.attributes.get(key.text)?.value).find((value) => value);
  const value = written?.type === "path" ? spellPath(written.path.segments) : undefined;
  const help = onlyWhereItHolds(entity, key.text, value, env);
  if (help === undefined) return false;
  env.report.add(
    diagnose("E0516", { name: spellPath(node.path.segments) }, node.span, {
      help: `\`remove\` takes away blocks, and \`${key.text}\` is an attribute: ${help}`,
    }),
  );
  return true;
}

function reportNothing(name: string, kind: string | undefined, label: string, node: RemoveNode, env: Env): void {
  if (env.report.silences(label) || env.top.poisoned.has(label)) return;
  const labels = kind === undefined ? [...env.top.labels.keys()] : [...(env.top.kinds.get(kind)?.keys() ?? [])];
  const near = env.report.nearest(label, labels);
  env.report.add(
    diagnose("E0516", { name }, node.span, {
      help: labels.length === 0 ? "take the line away" : `there is ${listNames(labels)}`,
      ...(near === undefined ? {} : { label: `did you mean \`${near}\`?` }),
    }),
  );
}

function reportAmbiguous(first: Segment, entities: readonly Entity[], rest: readonly Segment[], env: Env): void {
  const tail = rest.map((segment) => `.${quoteSegment(segment.text)}`).join("");
  const spellings = entities.map((entity) => `\`${nameEntity(entity).replace(" ", ".")}${tail}\``);
  env.report.add(diagnose("E0204", { name: first.text, spellings: spellings.join(" or ") }, first.span));
}

function findKind(name: string, env: Env): string | undefined {
  return env.project.kindNames.has(name) ? name : undefined;
}

function spellPath(segments: readonly Segment[]): string {
  return segments.map((segment, i) => (i === 0 ? segment.text : quoteSegment(segment.text))).join(".");
}

import { diagnose } from "../diagnostics/diagnose.ts";
import { unwrapValue } from "../ir/value.ts";
import type { ValueType } from "../ir/value-type.ts";
import type { Path, Segment } from "../parser/ast.ts";
import { checkConditions } from "./conditions.ts";
import type { At, Wanted } from "./context.ts";
import { thingMap } from "./named-map.ts";
import { hasAttribute, readAttribute } from "./read-attribute.ts";
import { type Candidate, attributeCandidates, fitsKinds, wholeCandidates } from "./candidates.ts";
import { findProvided } from "./provided.ts";
import { coversMachines } from "./reach.ts";
import { kindOf, nameEntity } from "./scope.ts";
import type { Entity, Outcome, ValueDecl } from "./state.ts";
import { resolveThis } from "./this.ts";
import { reportPrivate, reportUnknownName, reportWrongThing } from "./unknown-name.ts";
import { reportUnquotedDomain } from "./unquoted-domain.ts";
import { innerType } from "./value-types.ts";
import { holdsSecretValue } from "./values.ts";
import { useVariable, valueOfVariable } from "./variables.ts";
import { adviseOnRemoved } from "./only-where-it-holds.ts";
import { ownEntry } from "./own-entry.ts";

/**
 * What a path stands for in its place (language reference, sections 3 and 4): candidates are first those of the wanted
 * kind, then those which have the attribute; what is on the same machine comes first; what then remains several is
 * reported with every spelling. The value is not yet fitted into the wanted type, unless candidates depend on it.
 */
export function resolveValue(path: Path, wanted: Wanted, at: At): Outcome {
  const value = resolve(path, wanted === undefined ? undefined : innerType(wanted), at);
  if (typeof value === "string" || at.secrets === "allowed") return value;
  if (at.secrets === "flow" && at.constant === undefined) return value;
  if (!holdsSecretValue(value)) return value;
  const name = path.segments.map((segment) => segment.text).join(".");
  if (at.constant !== undefined) at.env.report.add(diagnose("E0702", { name, what: at.constant }, path.span));
  else at.env.report.add(diagnose("E0701", { name, attribute: at.what, owner: at.owner }, path.span));
  return "bad";
}

/** Whether a path names a variable or an output whose value is a list. */
export function namesList(path: Path, at: At): boolean {
  const [first, second] = path.segments;
  if (first === undefined) return false;
  if (second === undefined) {
    const decl = at.place.scope.values.get(first.text);
    if (decl?.decl !== "variable") return false;
    if (decl.type !== undefined) return innerType(decl.type).type === "list";
    const outcome = valueOfVariable(decl, at.env);
    return typeof outcome !== "string" && unwrapValue(outcome)?.is === "list";
  }
  const entities = at.place.scope.labels.get(first.text) ?? [];
  return entities.some((entity) =>
    entity.entity === "instance"
      ? entity.module.outputs.get(second.text)?.value.type === "list"
      : ownEntry(entity.kind.attributes, second.text)?.type.type === "list",
  );
}

function resolve(path: Path, wanted: Wanted, at: At): Outcome {
  const [first, ...rest] = path.segments;
  if (first === undefined) return "bad";
  if (first.text === "this" && !first.quoted) return resolveThis(path, wanted, at);
  return rest.length === 0 ? resolveWord(first, path, wanted, at) : resolveDotted(first, rest, path, wanted, at);
}

function resolveWord(first: Segment, path: Path, wanted: Wanted, at: At): Outcome {
  const { scope } = at.place;
  const name = first.text;
  const decl = scope.values.get(name);
  const entities = scope.labels.get(name) ?? [];
  if (wanted?.type === "ref") {
    const candidates = wholeCandidates(scope, name, wanted.kinds, at);
    const one = chooseCandidate(candidates, first, at, wanted.kinds);
    if (one !== undefined) return one === "bad" ? "bad" : takeCandidate(one, wanted, path, at);
    const provided = findProvided(name, wanted.kinds, at);
    if (provided !== undefined) return provided;
    if (decl !== undefined) return useValue(decl, path, at);
  } else if (wanted?.type === "map") {
    const maps = entities.filter((entity) => entity.entity === "thing" && entity.kind.map !== undefined);
    const [only] = maps;
    if (decl !== undefined) return useValue(decl, path, at);
    if (only?.entity === "thing") return thingMap(only, wanted.of, at);
  } else if (decl !== undefined) return useValue(decl, path, at);
  else if (wanted === undefined && entities.length > 0) {
    const one = chooseCandidate(
      entities.map((entity) => ({ entity, rest: [] })),
      first,
      at,
    );
    if (one === "bad") return "bad";
    if (one !== undefined) return takeCandidate(one, wanted, path, at);
  }
  if (scope.poisoned.has(name)) return "bad";
  const [entity] = entities;
  if (entity !== undefined) return reportWrongThing(entity, path, wanted, at);
  return reportUnknownName(path, wanted, at);
}

function resolveDotted(first: Segment, rest: readonly Segment[], path: Path, wanted: Wanted, at: At): Outcome {
  const { scope } = at.place;
  const decl = scope.values.get(first.text);
  if (decl?.decl === "variable") {
    const through = readThrough(decl, rest, path, wanted, at);
    if (through !== undefined) return through;
  }
  const one = chooseCandidate(attributeCandidates(scope, first, rest), first, at);
  if (one === "bad") return "bad";
  if (one !== undefined) return takeCandidate(one, wanted, path, at);
  // `service.nginx` may be what `nginx` may be: something that the system or a package brings along.
  const [label, ...more] = rest;
  if (wanted?.type === "ref" && label !== undefined && more.length === 0 && wanted.kinds.includes(first.text)) {
    const provided = findProvided(label.text, [first.text], at);
    if (provided !== undefined) return provided;
  }
  if (
    scope.poisoned.has(first.text) ||
    (rest[0] !== undefined && scope.poisoned.has(rest[0].text) && isKind(first.text, at))
  )
    return "bad";
  const [entity] = scope.labels.get(first.text) ?? [];
  const thing = entity?.entity === "thing" ? entity : undefined;
  const isRead =
    decl !== undefined ||
    entity?.entity === "instance" ||
    (thing !== undefined && hasAttribute(thing, rest[0]?.text ?? ""));
  if (!isRead && reportUnquotedDomain(path, thing, wanted, at)) return "bad";
  if (entity?.entity === "instance") return reportPrivate(entity, rest, path, at);
  if (entity?.entity === "thing") return readAttribute(entity, rest, path.span, at);
  if (decl !== undefined) {
    at.env.report.add(diagnose("E0233", { name: first.text, rest: rest[0]?.text ?? "" }, path.span));
    return "bad";
  }
  return reportUnknownName(path, wanted, at);
}

/** `app.port` for a param or let that holds a reference or a map; undefined when it holds neither. */
function readThrough(
  decl: Extract<ValueDecl, { decl: "variable" }>,
  rest: readonly Segment[],
  path: Path,
  wanted: Wanted,
  at: At,
): Outcome | undefined {
  const kind = decl.type === undefined ? undefined : innerType(decl.type).type;
  if (kind !== undefined && kind !== "ref" && kind !== "map") return undefined;
  const outcome = valueOfVariable(decl, at.env);
  if (outcome === "bad" || outcome === "none") {
    if (outcome === "none") at.env.report.add(diagnose("E0322", { name: decl.name }, path.span));
    return kind === undefined && outcome === "bad" ? "bad" : "bad";
  }
  const value = unwrapValue(outcome);
  const [key] = rest;
  if (value?.is === "map" && key !== undefined && rest.length === 1) {
    const entry = ownEntry(value.entries, key.text);
    if (entry !== undefined) return entry;
    at.env.report.add(diagnose("E0232", { name: decl.name, attribute: key.text }, path.span));
    return "bad";
  }
  if (value?.is !== "ref") return undefined;
  at.touched.param ||= decl.role === "param";
  const thing = value.resource === undefined ? undefined : at.env.things.get(value.resource);
  if (thing !== undefined) return readAttribute(thing, rest, path.span, at);
  const instance = at.env.instances.find((one) => one.fullName === value.name && one.module.name === value.kind);
  return instance === undefined ? undefined : takeCandidate({ entity: instance, rest }, wanted, path, at);
}

function useValue(decl: ValueDecl, path: Path, at: At): Outcome {
  if (decl.decl === "secret") return { is: "secret", name: decl.fullName };
  const outcome = useVariable(decl, at, path.span);
  return outcome;
}

/** The one candidate that is meant; undefined when there is none, `"bad"` when several were reported. */
function chooseCandidate(
  candidates: readonly Candidate[],
  first: Segment,
  at: At,
  kinds: readonly string[] = [],
): Candidate | "bad" | undefined {
  const [only, second] = candidates;
  if (second === undefined) return only;
  // Of several wanted kinds the one that is listed first is meant (see ValueType).
  for (const kind of kinds) {
    const [one, another] = candidates.filter(
      (candidate) => candidate.entity !== undefined && kindOf(candidate.entity) === kind,
    );
    if (one !== undefined && another === undefined) return one;
  }
  const { machines } = at;
  const near = candidates.filter(
    (one) =>
      one.entity !== undefined &&
      one.entity.entity === "thing" &&
      (machines === undefined ||
        one.entity.kind.virtual === true ||
        coversMachines(at.env, one.entity.machines, machines)),
  );
  if (near.length === 1) return near[0];
  const spellings = candidates.map((one) => spell(one, first));
  at.env.report.add(
    diagnose(
      "E0204",
      { name: first.text, spellings: spellings.map((text) => `\`${text}\``).join(" or ") },
      first.span,
      {
        related: candidates.flatMap((one) => {
          const span = one.entity?.layers[0]?.node.span ?? one.decl?.node.name.span;
          return span === undefined ? [] : [{ span, message: `\`${spell(one, first)}\` is declared here` }];
        }),
      },
    ),
  );
  return "bad";
}

function spell(candidate: Candidate, first: Segment): string {
  if (candidate.entity === undefined) return first.text;
  const tail = candidate.rest
    .map((segment) => `.${segment.quoted ? JSON.stringify(segment.text) : segment.text}`)
    .join("");
  return `${nameEntity(candidate.entity).replace(" ", ".")}${tail}`;
}

function takeCandidate(candidate: Candidate, wanted: Wanted, path: Path, at: At): Outcome {
  const { entity, rest, decl } = candidate;
  if (entity === undefined) return decl === undefined ? "bad" : useVariable(decl, at, path.span);
  if (entity.removed !== undefined) {
    const help = adviseOnRemoved(entity, at.thing, at.what, at.env);
    at.env.report.add(
      diagnose("E0517", { name: nameEntity(entity), environment: at.env.name ?? "" }, path.span, {
        ...(help === undefined ? {} : { help }),
        related: [{ span: entity.removed, message: "it is removed here" }],
      }),
    );
    return "bad";
  }
  if (!checkConditions(entity, path.span, at)) return "bad";
  if (rest.length === 0) return referTo(entity, wanted, path, at);
  return entity.entity === "thing"
    ? readAttribute(entity, rest, path.span, at)
    : readOutput(candidate, wanted, path, at);
}

function referTo(entity: Entity, wanted: Wanted, path: Path, at: At): Outcome {
  if (wanted?.type === "ref" && !fitsKinds(entity, wanted.kinds)) return reportWrongThing(entity, path, wanted, at);
  if (wanted !== undefined && wanted.type !== "ref") {
    if (wanted.type === "map" && entity.entity === "thing" && entity.kind.map !== undefined)
      return thingMap(entity, wanted.of, at);
    return reportWrongThing(entity, path, wanted, at);
  }
  if (entity.entity === "thing" && wanted === undefined && entity.kind.map !== undefined) {
    at.env.report.add(diagnose("E0323", { name: entity.label, actual: "a map" }, path.span));
    return "bad";
  }
  if (entity.entity === "thing") return { is: "ref", kind: entity.kind.name, name: entity.name, resource: entity.id };
  if (wanted === undefined) return reportWrongThing(entity, path, wanted, at);
  return { is: "ref", kind: kindOf(entity), name: entity.fullName, resource: undefined };
}

function readOutput(candidate: Candidate, wanted: Wanted, path: Path, at: At): Outcome {
  const { entity, rest } = candidate;
  const [first, ...more] = rest;
  if (entity?.entity !== "instance" || first === undefined) return "bad";
  const output = entity.module.outputs.get(first.text);
  const { inner } = entity;
  if (output === undefined) return reportPrivate(entity, rest, path, at);
  if (inner === undefined) return "bad";
  const key = `${entity.fullName}.${first.text}`;
  if (at.env.openOutputs.has(key)) {
    at.env.report.add(diagnose("E0223", { name: key }, output.name.span));
    return "bad";
  }
  at.env.openOutputs.add(key);
  const place = { scope: inner, label: entity.label, conditions: entity.conditions };
  const type: ValueType | undefined = more.length > 0 ? undefined : wanted;
  const value = at.env.evaluate(output.value, type, { ...at, place, what: at.what });
  at.env.openOutputs.delete(key);
  if (more.length === 0 || typeof value === "string") return value;
  const ref = unwrapValue(value);
  const thing = ref?.is === "ref" && ref.resource !== undefined ? at.env.things.get(ref.resource) : undefined;
  if (thing !== undefined) return readAttribute(thing, more, path.span, at);
  at.env.report.add(diagnose("E0233", { name: key, rest: more[0]?.text ?? "" }, path.span));
  return "bad";
}

function isKind(name: string, at: At): boolean {
  return at.env.project.registry.has(name) || at.env.project.modules.has(name);
}

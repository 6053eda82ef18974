import { unwrapValue } from "../ir/value.ts";
import type { ValueType } from "../ir/value-type.ts";
import type { Segment } from "../parser/ast.ts";
import type { At } from "./context.ts";
import { hasAttribute } from "./read-attribute.ts";
import { findEntity, kindOf } from "./scope.ts";
import type { Entity, Scope, VariableDecl } from "./state.ts";
import { innerType } from "./value-types.ts";
import { valueOfVariable } from "./variables.ts";

/** What a path may mean: a declared thing and what is read of it, or a variable. */
export interface Candidate {
  readonly entity: Entity | undefined;
  readonly decl?: VariableDecl;
  readonly rest: readonly Segment[];
}

/** Whether an entity is of one of the kinds; no kinds means any. */
export function fitsKinds(entity: Entity, kinds: readonly string[]): boolean {
  return kinds.length === 0
    ? kindOf(entity) !== "machine" && kindOf(entity) !== "host"
    : kinds.includes(kindOf(entity));
}

/** What a bare word may refer to where one of `kinds` is wanted. */
export function wholeCandidates(scope: Scope, name: string, kinds: readonly string[], at: At): readonly Candidate[] {
  const found: Candidate[] = [];
  const decl = scope.values.get(name);
  if (decl?.decl === "variable" && holdsReference(decl, kinds, at)) found.push({ entity: undefined, decl, rest: [] });
  for (const entity of scope.labels.get(name) ?? []) if (fitsKinds(entity, kinds)) found.push({ entity, rest: [] });
  return found;
}

/** What a dotted path may mean: an attribute of something called like its first word, or `kind.name` and so on. */
export function attributeCandidates(scope: Scope, first: Segment, rest: readonly Segment[]): readonly Candidate[] {
  const [second, ...more] = rest;
  if (second === undefined) return [];
  const found: Candidate[] = [];
  for (const entity of scope.labels.get(first.text) ?? []) {
    if (
      entity.entity === "instance"
        ? entity.module.outputs.has(second.text)
        : entity.kind.virtual !== true && hasAttribute(entity, second.text)
    )
      found.push({ entity, rest });
    else if (
      entity.entity === "thing" &&
      entity.kind.virtual === true &&
      entity.layers.some((layer) => layer.entries.attributes.has(second.text))
    )
      found.push({ entity, rest });
  }
  if (found.length > 0) return found;
  const qualified = findEntity(scope, first.text, second.text);
  if (qualified === undefined) return [];
  return [{ entity: qualified, rest: more }];
}

function holdsReference(decl: VariableDecl, kinds: readonly string[], at: At): boolean {
  if (decl.type !== undefined) return overlaps(innerType(decl.type), kinds);
  const outcome = valueOfVariable(decl, at.env);
  const value = typeof outcome === "string" ? undefined : unwrapValue(outcome);
  return value?.is === "ref" && (kinds.length === 0 || kinds.includes(value.kind));
}

function overlaps(type: ValueType, kinds: readonly string[]): boolean {
  if (type.type !== "ref") return false;
  return kinds.length === 0 || type.kinds.length === 0 || type.kinds.some((kind) => kinds.includes(kind));
}

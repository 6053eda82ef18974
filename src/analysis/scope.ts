import type { Kind } from "../ir/kind.ts";
import type { Entity, Env, Instance, Scope } from "./state.ts";

/** A scope without any name. */
export function createScope(env: Env, instance: Instance | undefined): Scope {
  return {
    env,
    instance,
    prefix: instance === undefined ? "" : `${instance.fullName}.`,
    values: new Map(),
    labels: new Map(),
    kinds: new Map(),
    order: [],
    poisoned: new Set(),
  };
}

/** The kind or module of an entity. */
export function kindOf(entity: Entity): string {
  return entity.entity === "thing" ? entity.kind.name : entity.module.name;
}

/** The entity of a kind (or module) with a label, as far as the scope sees it. */
export function findEntity(scope: Scope, kind: string, label: string): Entity | undefined {
  return scope.kinds.get(kind)?.get(label);
}

/** Makes an entity visible in a scope; does nothing when it already is. */
export function addEntity(scope: Scope, entity: Entity): void {
  const kind = kindOf(entity);
  let labels = scope.kinds.get(kind);
  if (labels === undefined) scope.kinds.set(kind, (labels = new Map()));
  if (labels.has(entity.label)) return;
  labels.set(entity.label, entity);
  const same = scope.labels.get(entity.label);
  if (same === undefined) scope.labels.set(entity.label, [entity]);
  else same.push(entity);
  scope.order.push(entity);
}

/** `service.nginx`, `file."/etc/motd"`: the qualified form of a name; `firewall` for a kind without names. */
export function qualifiedName(kind: Kind, label: string): string {
  return kind.label.presence === "none" ? kind.name : `${kind.name}.${quoteSegment(label)}`;
}

/** A label as it stands in a path: in quotes when it is not a bare word. */
export function quoteSegment(label: string): string {
  return /^[A-Za-z][A-Za-z0-9_-]*$/.test(label) ? label : JSON.stringify(label);
}

/** How a thing is called in a message: `service nginx`, `file "/etc/motd"`. */
export function nameEntity(entity: Entity): string {
  if (entity.entity === "thing" && entity.kind.label.presence === "none") return entity.kind.name;
  return `${kindOf(entity)} ${quoteSegment(entity.label)}`;
}

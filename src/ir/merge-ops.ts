import { diagnose } from "../diagnostics/diagnose.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { describeOp } from "./describe-op.ts";
import type { Op, OpId, OpOf, Trigger } from "./ops.ts";
import { spanOfOp } from "./op-span.ts";

/** Ops with one id each, and what could not be one. */
export interface MergedOps {
  readonly ops: readonly Op[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Makes one op of those that have the same id: equal ones keep every place they come from, kernel settings are put
 * into one file, and two that differ are reported with both places. One that gives way adds its order and its triggers.
 */
export function mergeOps(ops: readonly Op[]): MergedOps {
  const byId = new Map<OpId, Op[]>();
  for (const op of ops) {
    const list = byId.get(op.id);
    if (list === undefined) byId.set(op.id, [op]);
    else list.push(op);
  }
  const diagnostics: Diagnostic[] = [];
  const merged = [...byId.values()].flatMap((same) => {
    const [first, ...others] = same;
    if (first === undefined) return [];
    if (first.op === "sysctl") return [mergeSettings(same as readonly OpOf<"sysctl">[], diagnostics)];
    if (others.length === 0) return [tidy(first)];
    // What a kind only needs gives way to what the author says of the same thing.
    const written = same.filter((op) => op.givesWay !== true);
    const [head = first, ...rest] = written.length === 0 ? same : written;
    const needed = same.find((op) => op.op === "package" && op.givesWay === true && op.ensure === "present");
    if (needed !== undefined && head.op === "package" && head.ensure === "absent")
      diagnostics.push(reportNeeded(head, needed));
    for (const other of rest) if (!deepEqual(head, other)) diagnostics.push(reportConflict(head, other));
    return [combine(head, same, written.length === 0 ? same : written)];
  });
  return { ops: merged, diagnostics };
}

/** What one block takes away and another cannot do without. */
function reportNeeded(removed: Op, needed: Op): Diagnostic {
  return diagnose("E0467", { what: describeOp(removed), needing: needed.resource }, spanOfOp(removed), {
    related: [{ span: spanOfOp(needed), message: "what needs it" }],
  });
}

function reportConflict(first: Op, other: Op): Diagnostic {
  const differing = Object.keys(other).filter(
    (field) => !ownFields.has(field) && !deepEqual(first[field as keyof Op], other[field as keyof Op]),
  );
  return diagnose("E0401", { what: describeOp(other) }, spanOfOp(other), {
    related: [{ span: spanOfOp(first), message: "the other description" }],
    ...(differing.length === 0 ? {} : { notes: [`they differ in: ${differing.join(", ")}`] }),
  });
}

/** All settings of one file, by key; a key with two values is reported. */
function mergeSettings(ops: readonly OpOf<"sysctl">[], diagnostics: Diagnostic[]): Op {
  const settings = new Map<string, OpOf<"sysctl">["settings"][number]>();
  for (const setting of ops.flatMap((op) => op.settings)) {
    const known = settings.get(setting.key);
    if (known === undefined) settings.set(setting.key, setting);
    else if (!deepEqual(known.value, setting.value))
      diagnostics.push(
        diagnose("E0401", { what: `the kernel setting \`${setting.key}\`` }, setting.provenance[0] ?? nowhere, {
          related: known.provenance.slice(0, 1).map((span) => ({ span, message: "the other description" })),
        }),
      );
  }
  const sorted = [...settings.values()].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const bindings: Record<string, string> = {};
  for (const op of ops) {
    const variable = op.bindings["settings.0.value"];
    const at = sorted.findIndex((setting) => setting.key === op.settings[0]?.key);
    if (variable !== undefined && at >= 0) bindings[`settings.${at}.value`] = variable;
  }
  const [first] = ops as readonly [OpOf<"sysctl">];
  const { doc: _doc, ...rest } = combine(first, ops) as OpOf<"sysctl">;
  // A comment above one setting does not describe the file of all of them.
  return {
    ...(ops.length === 1 ? combine(first, ops) : rest),
    op: "sysctl",
    path: first.path,
    settings: sorted,
    bindings,
  };
}

const nowhere = { file: "", start: 0, end: 0 };

/** The op of the resource with the smallest id among those that count, so that the order of the blocks has no influence. */
function combine(first: Op, same: readonly Op[], counting: readonly Op[] = same): Op {
  const [head = first] = [...counting].sort((a, b) => (a.resource < b.resource ? -1 : a.resource > b.resource ? 1 : 0));
  const doc = head.doc ?? same.find((op) => op.doc !== undefined)?.doc;
  const { instance, machineOnly, ...rest } = head;
  const isPart = instance !== undefined && same.every((op) => op.instance === instance);
  return tidy({
    ...rest,
    ...(isPart ? { instance } : {}),
    // Wanted in a container, too, as soon as one of them is.
    ...(machineOnly !== undefined && same.every((op) => op.machineOnly !== undefined) ? { machineOnly } : {}),
    ...(doc === undefined ? {} : { doc }),
    after: same.flatMap((op) => op.after),
    triggers: same.flatMap((op) => op.triggers),
    ...listensOf(same),
    provenance: [head, ...same.filter((op) => op !== head)].flatMap((op) => op.provenance),
  });
}

/** A service listens on all the ports that anybody says of it. */
function listensOf(same: readonly Op[]): { readonly listens?: readonly number[] } {
  const ports = same.flatMap((op) => (op.op === "service" ? (op.listens ?? []) : []));
  return ports.length === 0 ? {} : { listens: [...new Set(ports)].sort((a, b) => a - b) };
}

/** Lists without doubles, in an order that only their content decides. */
function tidy(op: Op): Op {
  return { ...op, after: [...new Set(op.after)].sort(), triggers: tidyTriggers(op.triggers) };
}

function tidyTriggers(triggers: readonly Trigger[]): readonly Trigger[] {
  const byKey = new Map(triggers.map((trigger) => [`${trigger.target} ${trigger.action}`, trigger]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, trigger]) => trigger);
}

/** What belongs to a place in the source, not to the machine. */
const ownFields: ReadonlySet<string> = new Set([
  "doc",
  "title",
  "resource",
  "instance",
  "after",
  "triggers",
  "bindings",
  "provenance",
  "span",
  "machineOnly",
  "givesWay",
  "listens",
]);

/** Structural equality, places in the source aside. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a instanceof Uint8Array && b instanceof Uint8Array)
    return a.length === b.length && a.every((byte, index) => byte === b[index]);
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => deepEqual(item, b[index]));
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const key of keys) {
    if (ownFields.has(key)) continue;
    if (!deepEqual((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key])) return false;
  }
  return true;
}

import type { FactValue, Probe } from "./probe.ts";

/** The two machines that are held against each other; the last two pairs are one machine at two moments. */
export type PairName =
  | "ansible ~ cloud-init"
  | "ansible ~ dockerfile"
  | "cloud-init ~ dockerfile"
  | "ansible ~ second run"
  | "ansible ~ reboot"
  | "cloud-init ~ reboot";

/** One thing that is not equal. `field` is empty when the whole fact is on one side only. */
export interface Difference {
  readonly key: string;
  readonly field: string;
  readonly left: FactValue | undefined;
  readonly right: FactValue | undefined;
}

/** A known, explained difference. The list of them is closed, and the report counts what each one swallowed. */
export interface Mask {
  readonly id: string;
  readonly reason: string;
  /** The pairs it is allowed to explain. */
  readonly pairs: readonly PairName[];
  readonly keys: RegExp;
  /** Only these fields; without it, any field and the whole fact. */
  readonly fields?: readonly string[];
  /** Only when the fact is on this side alone. */
  readonly onlyOn?: "left" | "right";
  /** A last look at both values. */
  readonly when?: (difference: Difference, left: Probe, right: Probe) => boolean;
}

export interface Comparison {
  readonly pair: PairName;
  readonly differences: readonly Difference[];
  /** How many facts each mask swallowed, by its id. */
  readonly masked: ReadonlyMap<string, number>;
  /** How many facts were equal or masked or different. */
  readonly compared: number;
}

/** Facts which only a booted machine has. */
const LIVE_ONLY = /^(live|ports|sysctl-live):|^hostname:live$/;

/** Every difference between two probes, each one either explained by a mask or reported. */
export function compareProbes(pair: PairName, left: Probe, right: Probe, masks: readonly Mask[]): Comparison {
  const keys = [...new Set([...left.facts.keys(), ...right.facts.keys()])].sort();
  const applicable = masks.filter((mask) => mask.pairs.includes(pair));
  const differences: Difference[] = [];
  const masked = new Map<string, number>();
  let compared = 0;
  for (const key of keys) {
    if (!(left.live && right.live) && LIVE_ONLY.test(key)) continue;
    if (!(left.full && right.full) && key.startsWith("path:") && !(left.facts.has(key) && right.facts.has(key)))
      continue;
    compared += 1;
    for (const difference of compareFact(key, left.facts.get(key), right.facts.get(key))) {
      const mask = applicable.find((each) => explains(each, difference, left, right));
      if (mask === undefined) differences.push(difference);
      else masked.set(mask.id, (masked.get(mask.id) ?? 0) + 1);
    }
  }
  return { pair, differences, masked, compared };
}

function compareFact(key: string, left: FactValue | undefined, right: FactValue | undefined): Difference[] {
  if (!isRecord(left) || !isRecord(right)) {
    return JSON.stringify(left) === JSON.stringify(right) ? [] : [{ key, field: "", left, right }];
  }
  const fields = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
  return fields
    .filter((field) => JSON.stringify(left[field]) !== JSON.stringify(right[field]))
    .map((field) => ({ key, field, left: left[field], right: right[field] }));
}

function explains(mask: Mask, difference: Difference, left: Probe, right: Probe): boolean {
  if (!mask.keys.test(difference.key)) return false;
  if (mask.fields !== undefined && !mask.fields.includes(difference.field)) return false;
  if (mask.onlyOn !== undefined) {
    const missing = mask.onlyOn === "left" ? difference.right : difference.left;
    if (difference.field !== "" || missing !== undefined) return false;
  }
  return mask.when?.(difference, left, right) ?? true;
}

export function isRecord(value: FactValue | undefined): value is { readonly [field: string]: FactValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** One line for a person: what, where, and both values. */
export function showDifference(difference: Difference, leftName: string, rightName: string): string {
  const show = (value: FactValue | undefined): string =>
    value === undefined ? "—" : JSON.stringify(value).slice(0, 160);
  const field = difference.field === "" ? "" : ` ${difference.field}`;
  return `${difference.key}${field}: ${leftName} ${show(difference.left)}, ${rightName} ${show(difference.right)}`;
}

import { unwrapValue } from "../ir/value.ts";
import type { ValueNode } from "../parser/ast.ts";
import { plainAt } from "./context.ts";
import { namesList } from "./resolve.ts";
import type { Env, Place } from "./state.ts";

/** The machine classes named by `machine = web` or `machine = [web, worker]`; undefined when it was reported. */
export function machineClassesOf(
  node: ValueNode,
  place: Place,
  owner: string,
  env: Env,
): readonly string[] | undefined {
  const at = plainAt(env, place, "machine", owner);
  const ref = { type: "ref", kinds: ["machine"] } as const;
  const many = node.type === "list" || (node.type === "path" && namesList(node.path, at));
  const outcome = env.evaluate(node, many ? { type: "list", of: ref } : ref, at);
  if (typeof outcome === "string") return undefined;
  const value = unwrapValue(outcome);
  const refs = value?.is === "list" ? value.items.map((item) => unwrapValue(item)) : [value];
  const names = refs.flatMap((one) => (one?.is === "ref" ? [one.name] : []));
  return names.length === 0 && refs.length > 0 ? undefined : [...new Set(names)];
}

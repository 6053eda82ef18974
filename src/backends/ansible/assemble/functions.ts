/** Divides the ops of a role into files of tasks by what they are for, in an order that the graph allows. */
import { isWithin } from "../../../ir/paths.ts";
import { snakeName } from "../names.ts";
import type { OpNode } from "./nodes.ts";

/** The functions in the order that reads best; the graph may ask for another one. */
const functions = {
  apt: "Set up apt",
  accounts: "Create groups and users",
  packages: "Install packages",
  system: "Set up the system",
  files: "Put files in place",
  kernel: "Set kernel parameters",
  commands: "Run commands",
  services: "Manage services",
  custom: "Run tasks written by hand",
} as const;

type FunctionName = keyof typeof functions;

const order = Object.keys(functions) as readonly FunctionName[];

/** Ops which belong into one file of tasks. */
export interface Chunk {
  /** `files`; for a later one `files_shop`, when all of it is of one thing, or `files_2`. */
  readonly name: string;
  readonly suffix: string;
  readonly title: string;
  readonly nodes: readonly OpNode[];
}

/**
 * Takes whole functions where that is possible. Each round takes everything that is ready of one function: the first
 * one that can be taken as a whole, else the first one that can be begun. A cycle cannot reach this place.
 */
export function divideByFunction(nodes: readonly OpNode[]): readonly Chunk[] {
  const accounts = homesOf(nodes);
  const waiting = new Map<FunctionName, OpNode[]>();
  for (const node of nodes) {
    const name = functionOf(node, accounts);
    waiting.set(name, [...(waiting.get(name) ?? []), node]);
  }
  const missing = new Set(nodes.map((node) => node.id));
  const chunks: Chunk[] = [];
  const taken = new Set<string>();
  while (missing.size > 0) {
    const choices = order.flatMap((name) => {
      const left = waiting.get(name) ?? [];
      const ready = readyNodes(left, missing);
      return ready.length === 0 ? [] : [{ name, ready, whole: ready.length === left.length }];
    });
    const choice = choices.find(({ whole }) => whole) ?? choices[0];
    if (choice === undefined) break;
    const chunk = nameChunk(choice.name, choice.ready, taken);
    taken.add(chunk.name);
    chunks.push(chunk);
    const done = new Set(choice.ready);
    for (const node of choice.ready) missing.delete(node.id);
    waiting.set(
      choice.name,
      (waiting.get(choice.name) ?? []).filter((node) => !done.has(node)),
    );
  }
  return chunks;
}

function nameChunk(name: FunctionName, nodes: readonly OpNode[], taken: ReadonlySet<string>): Chunk {
  const title = functions[name];
  if (!taken.has(name)) return { name, suffix: "", title, nodes };
  const owner = ownerOf(nodes);
  const own = owner === undefined ? undefined : `_${snakeName(owner)}`;
  if (own !== undefined && !taken.has(`${name}${own}`))
    return { name: `${name}${own}`, suffix: own, title: `${title}: ${owner}`, nodes };
  let number = 2;
  while (taken.has(`${name}_${number}`)) number += 1;
  return { name: `${name}_${number}`, suffix: `_${number}`, title: `${title} (${number})`, nodes };
}

/**
 * The name of the thing that all of these are made for, if it is one: `shop` of `php-app.shop`, `acme-shop` in a module,
 * `firewall` of one that has no name of its own.
 */
function ownerOf(nodes: readonly OpNode[]): string | undefined {
  const [resource, ...others] = new Set(nodes.map(({ op }) => op.resource));
  if (resource === undefined || others.length > 0) return undefined;
  const parts = resource.split(".");
  if (parts.length === 1) return resource;
  return parts.every((part) => /^[A-Za-z][A-Za-z0-9-]*$/.test(part)) ? parts.toSpliced(-2, 1).join("-") : undefined;
}

/** What of these can be done without anything else that is missing; in the given order, which is topological. */
function readyNodes(left: readonly OpNode[], missing: ReadonlySet<string>): readonly OpNode[] {
  const taken = new Set<string>();
  return left.filter((node) => {
    const ready = node.predecessors.every((id) => !missing.has(id) || taken.has(id));
    if (ready) taken.add(node.id);
    return ready;
  });
}

/** The blocks that make users → the homes of these. */
function homesOf(nodes: readonly OpNode[]): ReadonlyMap<string, string> {
  return new Map(nodes.flatMap(({ op }) => (op.op === "user" ? [[op.resource, op.home] as const] : [])));
}

/** Whether it belongs to a user: what the user's own block puts into the home or says to sudo. */
function isOfUser(
  op: { readonly path: string; readonly resource: string },
  homes: ReadonlyMap<string, string>,
): boolean {
  const home = homes.get(op.resource);
  return home !== undefined && (isWithin(op.path, home) || isWithin(op.path, "/etc/sudoers.d"));
}

function functionOf(node: OpNode, accounts: ReadonlyMap<string, string>): FunctionName {
  const { op } = node;
  if (node.partOfUnit) return "services";
  switch (op.op) {
    case "repository":
      return "apt";
    case "package":
      return "packages";
    case "group":
    case "user":
      return "accounts";
    case "directory":
    case "file":
    case "tree":
    case "link":
    case "absent-path":
    case "edit":
      if (isOfUser(op, accounts)) return "accounts";
      return isWithin(op.path, "/etc/apt") ? "apt" : "files";
    case "hostname":
    case "timezone":
    case "locale":
      return "system";
    case "sysctl":
      return "kernel";
    case "exec":
      return "commands";
    case "service":
      return "services";
    case "raw":
      return "custom";
  }
}

import { diagnose } from "../../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import type { RawOp } from "../../../ir/ops.ts";
import type { Text } from "../../../ir/text.ts";
import type { Span } from "../../../text/span.ts";
import { yamlData, yamlMap } from "../../shared/yaml.ts";
import { readYaml } from "../../shared/yaml-read.ts";
import type { YamlInput, YamlMap, YamlNode } from "../../shared/yaml.ts";
import type { LowerContext, Lowered } from "../context.ts";
import { taskBase } from "../context.ts";
import { templateHole } from "../jinja.ts";
import { taskName } from "../names.ts";
import type { Task } from "../target/task.ts";
import { joinLowered } from "./files.ts";

/** Keywords of a task (docs.ansible.com, "Playbook Keywords"); what is none of these names the module. */
const keywords: ReadonlySet<string> = new Set(
  "action any_errors_fatal args async become become_exe become_flags become_method become_user changed_when check_mode collections connection debugger delay delegate_facts delegate_to diff environment failed_when ignore_errors ignore_unreachable local_action loop loop_control module_defaults name no_log notify poll port register remote_user retries run_once tags throttle timeout until vars when block rescue always".split(
    " ",
  ),
);

/** Tasks that the author wrote: read, checked and put among the others. Holes in them are Jinja expressions. */
export function lowerRaws(ops: readonly RawOp[], context: LowerContext): Lowered {
  return joinLowered(ops.map((op) => lowerRaw(op, context)));
}

function lowerRaw(op: RawOp, context: LowerContext): Lowered {
  const text = op.targets["ansible"];
  const [span] = op.provenance;
  if (text === undefined || span === undefined) return { tasks: [] };
  const read = readYaml(text.map((part, index) => (typeof part === "string" ? part : wordFor(index))).join(""), {
    localTags: true,
  });
  if ("problem" in read) return failed(diagnose("E0801", { problem: read.problem }, span));
  if (read.root.yaml !== "list") return failed(diagnose("E0802", {}, span));
  const expressions = new Map(
    text.flatMap((part, index) =>
      typeof part === "string" ? [] : [[wordFor(index), templateHole(part, context.hole)] as const],
    ),
  );
  const { comment } = read.root;
  const items = read.root.items.map((item) => withExpressions(item, expressions));
  const complaints = items.flatMap((item) => checkTask(item, span) ?? []);
  if (complaints.length > 0) return { tasks: [], diagnostics: complaints };
  const tasks = items.flatMap((item, index) =>
    item.yaml === "map" ? rawTask(op, item, index, comment, usesSecret(item, text, context), context) : [],
  );
  return { tasks };
}

/**
 * What stands for a hole while the YAML is read: braces and quotes of the expression would be read as YAML's own. A word that
 * nobody writes.
 */
function wordFor(index: number): string {
  return `envcHole${index}x7b`;
}

/** The same node with the expressions in the places of their words. */
function withExpressions(node: YamlNode, expressions: ReadonlyMap<string, string>): YamlNode {
  if (expressions.size === 0) return node;
  const fill = (text: string): string => text.replace(/envcHole\d+x7b/g, (word) => expressions.get(word) ?? word);
  const filled = node.comment === undefined ? node : { ...node, comment: fill(node.comment) };
  switch (filled.yaml) {
    case "text":
      return { ...filled, text: fill(filled.text) };
    case "list":
      return { ...filled, items: filled.items.map((item) => withExpressions(item, expressions)) };
    case "map":
      return {
        ...filled,
        entries: filled.entries.map(([key, value]) => [fill(key), withExpressions(value, expressions)]),
      };
    case "plain":
    case "literal":
      return filled;
  }
}

/** Whether this one of the block's tasks names the variable of a secret. */
function usesSecret(task: YamlMap, text: Text, context: LowerContext): boolean {
  const written = JSON.stringify(yamlData(task));
  return text.some((part) => {
    if (typeof part === "string" || part.hole !== "secret") return false;
    return new RegExp(`\\b${context.secretVariable(part.name)}\\b`).test(written);
  });
}

function failed(diagnostic: Diagnostic): Lowered {
  return { tasks: [], diagnostics: [diagnostic] };
}

/** `above` is what the author wrote over the whole list; it stands over the first task, below why the block is there. */
function rawTask(
  op: RawOp,
  node: YamlMap,
  index: number,
  above: string | undefined,
  secret: boolean,
  context: LowerContext,
): Task {
  const name = node.entries.find(([key]) => key === "name")?.[1];
  const title = taskName(`${op.title}${index === 0 ? "" : ` (${index + 1})`}`);
  const known = new Set(node.entries.map(([key]) => key));
  const hidden: [string, YamlInput][] = [];
  if (secret && !known.has("no_log")) hidden.push(["no_log", true]);
  if (secret && !known.has("diff")) hidden.push(["diff", false]);
  const comments = index === 0 ? [op.reason, above, node.comment] : [node.comment ?? op.reason];
  return {
    ...taskBase(op, context),
    name: name === undefined ? title : String(yamlData(name)),
    comment: comments.filter((comment) => comment !== undefined).join("\n"),
    module: "raw",
    args: [],
    raw: yamlMap([...withNameComment(node.entries, name?.comment), ...hidden]),
  };
}

/** The name is printed by itself; its comment, such as a `# noqa`, stays in the task, above what comes behind the name. */
function withNameComment(entries: YamlMap["entries"], comment: string | undefined): YamlMap["entries"] {
  if (comment === undefined) return entries;
  const at = entries.findIndex(([key]) => key !== "name");
  return entries.map(([key, value], index) => {
    if (index !== at) return [key, value];
    return [key, { ...value, comment: value.comment === undefined ? comment : `${comment}\n${value.comment}` }];
  });
}

/** A task has one module, fully qualified; a block has tasks. */
function checkTask(task: YamlNode, span: Span): Diagnostic | undefined {
  if (task.yaml !== "map") return diagnose("E0802", {}, span);
  const inner = task.entries.filter(([key]) => ["block", "rescue", "always"].includes(key));
  if (inner.some(([key]) => key === "block")) {
    for (const [, tasks] of inner) {
      if (tasks.yaml !== "list") return diagnose("E0802", {}, span);
      for (const each of tasks.items) {
        const complaint = checkTask(each, span);
        if (complaint !== undefined) return complaint;
      }
    }
    return undefined;
  }
  const modules = modulesOf(task);
  const [module] = modules;
  if (modules.length !== 1 || module === undefined)
    return diagnose("E0803", { found: modules.join(", ") || "none" }, span);
  return /^[a-z0-9_]+\.[a-z0-9_]+\.[a-z0-9_.]+$/.test(module) ? undefined : diagnose("E0804", { module }, span);
}

function modulesOf(task: YamlMap): readonly string[] {
  return task.entries.flatMap(([key]) => (keywords.has(key) || key.startsWith("with_") ? [] : key));
}

/** The collections that a task, or a block of tasks, needs besides the built-in one. */
export function collectionsOf(task: YamlNode): readonly string[] {
  if (task.yaml !== "map") return [];
  const inner = task.entries.flatMap(([key, value]) =>
    ["block", "rescue", "always"].includes(key) && value.yaml === "list" ? value.items : [],
  );
  return [...modulesOf(task).flatMap(collectionOf), ...inner.flatMap(collectionsOf)];
}

/** The collection that a module is in; none for what comes with Ansible, and for what is no module's full name. */
export function collectionOf(module: string): readonly string[] {
  const collection = /^([a-z0-9_]+\.[a-z0-9_]+)\.[a-z0-9_.]+$/.exec(module)?.[1];
  return collection === undefined || /^ansible\.(?:builtin|legacy)$/.test(collection) ? [] : [collection];
}

import { isMap, isScalar, isSeq, parseDocument } from "yaml";
import type { Node, Pair } from "yaml";
import { diagnose } from "../../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import type { RawOp } from "../../../ir/ops.ts";
import type { Text } from "../../../ir/text.ts";
import type { Span } from "../../../text/span.ts";
import { yamlData, yamlList, yamlMap, yamlText } from "../../shared/yaml.ts";
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
  const source = text.map((part) => (typeof part === "string" ? part : templateHole(part, context.hole))).join("");
  const document = parseDocument(source, { version: "1.1", logLevel: "silent" });
  const [problem] = document.errors;
  if (problem !== undefined)
    return failed(diagnose("E0801", { problem: (problem.message.split("\n")[0] ?? "").replace(/[:\s]+$/, "") }, span));
  if (!isSeq(document.contents)) return failed(diagnose("E0802", {}, span));
  const tasks: Task[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [index, item] of document.contents.items.entries()) {
    const complaint = isMap(item) ? checkTask(item.items, span) : diagnose("E0802", {}, span);
    if (complaint !== undefined) {
      diagnostics.push(complaint);
      continue;
    }
    const node = fromLibrary(item);
    if (node.yaml === "map") tasks.push(rawTask(op, node, index, context, usesSecret(node, text, context)));
  }
  return { tasks, diagnostics };
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

function rawTask(op: RawOp, node: YamlMap, index: number, context: LowerContext, secret: boolean): Task {
  const name = node.entries.find(([key]) => key === "name")?.[1];
  const title = name?.yaml === "text" ? name.text : `${op.title}${index === 0 ? "" : ` (${index + 1})`}`;
  const known = new Set(node.entries.map(([key]) => key));
  const hidden: [string, YamlInput][] = [];
  if (secret && !known.has("no_log")) hidden.push(["no_log", true]);
  if (secret && !known.has("diff")) hidden.push(["diff", false]);
  return {
    ...taskBase(op, context),
    name: taskName(title),
    comment: index === 0 ? op.reason : (node.comment ?? op.reason),
    module: "raw",
    args: [],
    raw: yamlMap([...node.entries, ...hidden]),
  };
}

/** A task has one module, fully qualified; a block has tasks. */
function checkTask(pairs: readonly Pair[], span: Span): Diagnostic | undefined {
  const keys = pairs.map((pair) => (isScalar(pair.key) ? String(pair.key.value) : ""));
  const modules = keys.filter((key) => !keywords.has(key) && !key.startsWith("with_"));
  if (keys.includes("block")) {
    const inner = pairs.filter(
      (pair) => isScalar(pair.key) && ["block", "rescue", "always"].includes(String(pair.key.value)),
    );
    for (const pair of inner) {
      if (!isSeq(pair.value)) return diagnose("E0802", {}, span);
      for (const item of pair.value.items) {
        const complaint = isMap(item) ? checkTask(item.items, span) : diagnose("E0802", {}, span);
        if (complaint !== undefined) return complaint;
      }
    }
    return undefined;
  }
  const [module] = modules;
  if (modules.length !== 1 || module === undefined)
    return diagnose("E0803", { found: modules.join(", ") || "none" }, span);
  return /^[a-z0-9_]+\.[a-z0-9_]+\.[a-z0-9_.]+$/.test(module) ? undefined : diagnose("E0804", { module }, span);
}

/** The library's tree as ours: values, tags and the comments above. */
function fromLibrary(node: Node | null): YamlNode {
  const comment = node?.commentBefore;
  const decoration = typeof comment === "string" ? { comment: comment.replace(/^ /gm, "") } : {};
  if (isMap(node))
    return yamlMap(
      node.items.map((pair) => {
        const key = isScalar(pair.key) ? pair.key : undefined;
        const above = typeof key?.commentBefore === "string" ? { comment: key.commentBefore.replace(/^ /gm, "") } : {};
        return [
          key === undefined ? "" : String(key.value),
          { ...fromLibrary(pair.value as Node | null), ...above },
        ] as const;
      }),
      decoration,
    );
  if (isSeq(node))
    return yamlList(
      node.items.map((item) => fromLibrary(item as Node)),
      decoration,
    );
  if (!isScalar(node)) return { yaml: "literal", value: null };
  const { value } = node;
  if (value === null || typeof value === "boolean" || typeof value === "number")
    return { yaml: "literal", value, ...decoration };
  const tag = node.tag?.startsWith("!") === true ? { tag: node.tag } : {};
  return yamlText(typeof value === "string" ? value : (node.source ?? ""), { ...decoration, ...tag });
}

/** The collections that these tasks need besides the built-in one. */
export function collectionsOf(node: YamlNode): readonly string[] {
  if (node.yaml === "list") return node.items.flatMap(collectionsOf);
  if (node.yaml !== "map") return [];
  return node.entries.flatMap(([key, value]) => {
    return [...collectionOf(key), ...collectionsOf(value)];
  });
}

/** The collection that a module is in; none for the built-in one, and for what is no module's full name. */
export function collectionOf(module: string): readonly string[] {
  const collection = /^([a-z0-9_]+\.[a-z0-9_]+)\.[a-z0-9_.]+$/.exec(module)?.[1];
  return collection === undefined || collection === "ansible.builtin" ? [] : [collection];
}

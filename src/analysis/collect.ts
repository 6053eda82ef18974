import { diagnose } from "../diagnostics/diagnose.ts";
import type { BlockNode, Entry, LetNode, ModuleNode, OutputNode, ParamNode, SecretNode } from "../parser/ast.ts";
import type { Span } from "../text/span.ts";
import type { Reporter } from "./report.ts";
import type { EnvironmentDecl, ModuleDecl } from "./state.ts";

/** The modules of a project by name; a second one of the same name is reported. */
export function collectModules(entries: readonly Entry[], reporter: Reporter): ReadonlyMap<string, ModuleDecl> {
  const modules = new Map<string, ModuleDecl>();
  for (const entry of entries) {
    if (entry.type !== "module") continue;
    const first = modules.get(entry.name.text);
    if (first === undefined) modules.set(entry.name.text, collectModule(entry, reporter));
    else reportTwice(reporter, `module ${entry.name.text}`, entry.name.span, first.node.name.span);
  }
  return modules;
}

/** The environments of a project by name, in the order they are first written; several bodies add up. */
export function collectEnvironments(entries: readonly Entry[]): ReadonlyMap<string, EnvironmentDecl> {
  const environments = new Map<string, EnvironmentDecl>();
  for (const entry of entries) {
    if (entry.type !== "environment") continue;
    const known = environments.get(entry.name.text);
    if (known === undefined) environments.set(entry.name.text, { name: entry.name.text, nodes: [entry] });
    else known.nodes.push(entry);
  }
  return environments;
}

/** Reports a name that is declared a second time, showing the first place. */
export function reportTwice(reporter: Reporter, what: string, span: Span, first: Span): void {
  reporter.add(diagnose("E0207", { what }, span, { related: [{ span: first, message: "it is declared here first" }] }));
}

function collectModule(node: ModuleNode, reporter: Reporter): ModuleDecl {
  const params = new Map<string, ParamNode>();
  const outputs = new Map<string, OutputNode>();
  const lets: LetNode[] = [];
  const secrets: SecretNode[] = [];
  const blocks: BlockNode[] = [];
  for (const entry of node.body.entries) {
    switch (entry.type) {
      case "param": {
        const first = params.get(entry.name.text);
        if (first === undefined) params.set(entry.name.text, entry);
        else reportTwice(reporter, `param ${entry.name.text}`, entry.name.span, first.name.span);
        break;
      }
      case "output": {
        const first = outputs.get(entry.name.text);
        if (first === undefined) outputs.set(entry.name.text, entry);
        else reportTwice(reporter, `output ${entry.name.text}`, entry.name.span, first.name.span);
        break;
      }
      case "let":
        lets.push(entry);
        break;
      case "secret":
        secrets.push(entry);
        break;
      case "block":
        blocks.push(entry);
        break;
      case "use":
      case "environment":
      case "module":
      case "remove":
      case "spread":
      case "attribute":
        // Reported by the check of the structure.
        break;
    }
  }
  return { name: node.name.text, node, params, lets, secrets, outputs, blocks };
}

/** The bare names of every host, in environments and in machines too. */
export function collectHostNames(entries: readonly Entry[]): ReadonlySet<string> {
  const names = new Set<string>();
  const walk = (all: readonly Entry[]): void => {
    for (const entry of all) {
      if (entry.type === "environment") walk(entry.body.entries);
      if (entry.type !== "block") continue;
      if (entry.kind.text === "machine") walk(entry.body?.entries ?? []);
      else if (entry.kind.text === "host" && entry.label?.label === "word") names.add(entry.label.text);
    }
  };
  walk(entries);
  return names;
}

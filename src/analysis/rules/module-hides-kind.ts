import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Project } from "../state.ts";

/** W0202: a module that is called like a built-in kind takes its place everywhere in the project. */
export function lintHiddenKinds(project: Project): void {
  for (const module of project.modules.values())
    if (project.registry.has(module.name))
      project.reporter.add(diagnose("W0202", { name: module.name }, module.node.name.span));
}

import type { Diagnostic, Omitted } from "../diagnostics/diagnostic.ts";
import type { KindRegistry } from "../ir/kind.ts";
import type { Model } from "../ir/model.ts";
import type { ProjectFiles } from "../ir/project-files.ts";
import type { FileNode } from "../parser/ast.ts";
import type { SourceFile } from "../text/source-file.ts";
import type { Worked } from "./build-model.ts";
import { checkKinds } from "./check-kinds.ts";
import { checkUnbuilt } from "./check-unbuilt.ts";
import { collectEnvironments, collectHostNames, collectModules } from "./collect.ts";
import { docOfFile } from "./doc.ts";
import { analyseEnvironment } from "./environment.ts";
import { loadFiles } from "./load.ts";
import { createReporter, maxKept } from "./report.ts";
import { lintUnusedNames } from "./rules/unused-names.ts";
import type { Project } from "./state.ts";
import { lintSecretTexts } from "./rules/secret-in-text.ts";
import { checkStructure } from "./structure/check-structure.ts";

/** What the analysis is given. */
export interface AnalysisInput {
  /** The root file, relative to its own folder: `shop.envspec`. */
  readonly root: string;
  readonly files: ProjectFiles;
  readonly registry: KindRegistry;
  /** Files that come with envc, by the name that `use` gives them: `std/hardening`. */
  readonly std: ReadonlyMap<string, string>;
  /** Names of the targets, as `target = …` gives them. */
  readonly backends: readonly string[];
}

/** What the analysis finds. */
export interface AnalysisResult {
  /** Every file that a span may be in, templates too. */
  readonly sources: ReadonlyMap<string, SourceFile>;
  readonly asts: ReadonlyMap<string, FileNode>;
  /** In the order they are written. */
  readonly environments: readonly string[];
  /**
   * One for each environment, or one without. With errors they may have holes, and must not be built; none at all for
   * a file in a newer version of the language.
   */
  readonly models: readonly Model[];
  /** In source order; one that holds in several environments appears once. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many more there are. */
  readonly omitted: Omitted;
}

/**
 * Reads a project and works out the Model of each of its environments. Never throws: whatever is wrong, in the files or
 * in what they say, is a diagnostic.
 */
export function analyse(input: AnalysisInput): AnalysisResult {
  const reporter = createReporter();
  const loaded = loadFiles(input.root, input.files, input.std, reporter);
  const modules = collectModules(loaded.entries, reporter);
  const environments = collectEnvironments(loaded.entries);
  const project: Project = {
    name: projectName(input.root),
    root: input.root,
    files: input.files,
    registry: input.registry,
    backends: input.backends,
    kindNames: new Set([...modules.keys(), ...input.registry.keys()]),
    sources: loaded.sources,
    asts: loaded.asts,
    entries: loaded.entries,
    modules,
    environments,
    hostNames: collectHostNames(loaded.entries),
    namesMachines: loaded.entries.some((entry) => entry.type === "block" && entry.kind.text === "machine"),
    templates: new Map(),
    reporter,
    budget: { spent: 0, full: false },
    doc: docOfFile(loaded.asts.get(input.root)),
    reads: new Map(),
    bodies: new Map(),
  };
  // What a file in a newer version of the language means is not known here (E0102).
  const readable = !reporter.all().some((diagnostic) => diagnostic.code === "E0102");
  if (readable) {
    checkStructure(project);
    lintSecretTexts(project);
  }
  const decls = environments.size === 0 ? [undefined] : [...environments.values()];
  const worked: Worked[] = [];
  // Nothing is gained from working out a project that is wrong in thousands of places already. And where there are too
  // many things, the environments behind have only more of them.
  for (const environment of readable && reporter.errors() < maxKept ? decls : []) {
    const one = project.budget.full ? undefined : analyseEnvironment(project, environment);
    if (one !== undefined) worked.push(one);
  }
  checkUnbuilt(worked, project);
  checkKinds(worked, project);
  // A name that was mistyped where it is used is one mistake, not two.
  if (readable && reporter.errors() === 0) lintUnusedNames(project);
  return {
    sources: loaded.sources,
    asts: loaded.asts,
    environments: [...environments.keys()],
    models: worked.map((one) => one.model),
    diagnostics: withoutEchoes(reporter.all()),
    omitted: reporter.omitted(),
  };
}

/** Leaves out that something looks like a secret where an error says more of the same text. */
function withoutEchoes(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (!diagnostics.some(({ code }) => code === "W0701")) return diagnostics;
  const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ span }) => span);
  const isInError = ({ span }: Diagnostic): boolean =>
    errors.some((each) => each.file === span.file && each.start <= span.start && span.end <= each.end);
  return diagnostics.filter((each) => each.code !== "W0701" || !isInError(each));
}

/** The root file's name without folder and ending, as a name: `shop.envspec` → `shop`. */
function projectName(root: string): string {
  const file = root.slice(root.lastIndexOf("/") + 1).replace(/\.envspec$/, "");
  const name = file.replaceAll(/[^A-Za-z0-9_-]+/g, "-").replaceAll(/^-+|-+$/g, "");
  return /^[A-Za-z]/.test(name) ? name : `project-${name}`.replace(/-$/, "");
}

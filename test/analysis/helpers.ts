import { type AnalysisResult, analyse } from "../../src/analysis/analyse.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../src/ir/model.ts";
import { kinds } from "../../src/kinds/registry.ts";
import { createMemoryFileSystem } from "../../src/platform/memory-file-system.ts";
import { createProjectFiles } from "../../src/platform/project-files.ts";
import { createSourceFile, positionAt } from "../../src/text/source-file.ts";

const backends = ["ansible", "cloud-init", "dockerfile"];

/** Analyses a project in memory; the root file is `main.envspec`. */
export function analyseText(
  main: string,
  files: Readonly<Record<string, string | Uint8Array>> = {},
  environment: Readonly<Record<string, string>> = {},
): AnalysisResult {
  const entries: Record<string, string | Uint8Array> = { "/project/main.envspec": main };
  for (const [path, text] of Object.entries(files)) entries[`/project/${path}`] = text;
  const project = createProjectFiles(
    createMemoryFileSystem({ "/project": { directory: true }, ...entries }),
    "/project",
    environment,
  );
  return analyse({ root: "main.envspec", files: project, registry: kinds, std: new Map(), backends });
}

/** A project of one machine with Debian 12 in front of the given text. */
export function analyseBody(body: string, files: Readonly<Record<string, string | Uint8Array>> = {}): AnalysisResult {
  return analyseText(`envspec 1\n\nos = "debian-12"\n\n${body}`, files);
}

/** `12:3 E0203 title` of a diagnostic. */
export function showDiagnostic(diagnostic: Diagnostic, result: AnalysisResult): string {
  const source = result.sources.get(diagnostic.span.file) ?? createSourceFile(diagnostic.span.file, "");
  const { line, column } = positionAt(source, diagnostic.span.start);
  const file = diagnostic.span.file === "main.envspec" ? "" : `${diagnostic.span.file}:`;
  return `${file}${line}:${column} ${diagnostic.code} ${diagnostic.title}`;
}

/** All diagnostics of a result, one a line. */
export function showDiagnostics(result: AnalysisResult): string {
  return result.diagnostics.map((diagnostic) => showDiagnostic(diagnostic, result)).join("\n");
}

/** The only model of a result without errors; fails with the diagnostics otherwise. */
export function modelOf(result: AnalysisResult, environment?: string): Model {
  const errors = result.diagnostics.filter((diagnostic) => diagnostic.severity === "error");
  if (errors.length > 0) throw new Error(showDiagnostics(result));
  const model = result.models.find((one) => one.environment === environment);
  if (model === undefined) throw new Error(`there is no model for ${environment ?? "the project"}`);
  return model;
}

/** The resource with an id; with a machine, the one that is there. */
export function resourceOf(model: Model, id: string, machine?: string): Resource {
  const resource = model.resources.find(
    (one) => one.id === id && (machine === undefined || one.machines.includes(machine)),
  );
  if (resource === undefined) throw new Error(`no ${id}; there is ${model.resources.map((one) => one.id).join(", ")}`);
  return resource;
}

/** The source with every fix of a kind applied, last place first. */
export function applyFixes(source: string, result: AnalysisResult, safety: "safe" | "suggested" = "safe"): string {
  const edits = result.diagnostics
    .flatMap((diagnostic) => diagnostic.fixes.filter((fix) => fix.safety === safety).slice(0, 1))
    .flatMap((fix) => fix.edits)
    .sort((a, b) => b.span.start - a.span.start || b.span.end - a.span.end);
  return edits.reduce((text, edit) => text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end), source);
}

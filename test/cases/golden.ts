/** Compiles a case and renders each phase as the text of its golden file. */
import { emitJson } from "../../src/cli/emit-json.ts";
import { layOutBuild } from "../../src/cli/lay-out-build.ts";
import { renderDiagnostics } from "../../src/diagnostics/render.ts";
import { compile, format, type Project } from "../../src/index.ts";
import { createMemoryPlatform } from "../../src/platform/memory-platform.ts";
import { readSourceMap } from "../../src/backends/shared/source-map.ts";

/** Every golden that a case could have, by file name; the files of `out/` by their path. */
export interface Goldens {
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  /** Whether the build has an error: then there is no output. */
  readonly failed: boolean;
}

/** Renders all goldens of a project whose root file is `main.envspec`. */
export async function renderGoldens(project: Project): Promise<Goldens> {
  const files = new Map<string, string | Uint8Array>();
  const result = await compile(project);
  const source = result.sources.get(project.root);
  if (source !== undefined) {
    const formatted = await format(project.root, source.text);
    if (formatted.text !== undefined) files.set("formatted.envspec", formatted.text);
  }
  files.set("ast.json", emitJson(result, "ast"));
  files.set("diagnostics.txt", renderDiagnostics(result.diagnostics, result.sources, "human"));
  for (const model of result.models)
    files.set(`model.${model.environment ?? "default"}.json`, emitJson({ ...result, models: [model] }, "model"));
  for (const program of result.programs)
    files.set(`ops.${program.environment ?? "default"}.json`, emitJson({ ...result, programs: [program] }, "ir"));
  for (const build of result.builds) {
    const name = `sourcemap.${build.environment ?? "default"}.txt`;
    files.set(name, `${String(files.get(name) ?? "")}${renderSourceMap(build.target, build.sourceMap)}`);
  }
  if (result.builds.length > 0)
    for (const file of layOutBuild(createMemoryPlatform(), "/work/out", result, {}).files)
      files.set(`out/${file.path}`, file.bytes);
  return { files, failed: result.builds.length === 0 };
}

function renderSourceMap(target: string, text: string): string {
  const lines: string[] = [];
  for (const [path, rows] of readSourceMap(text) ?? [])
    for (const row of rows) lines.push(`${target}/${path}:${row.from}-${row.to}  ${row.machine}  ${row.op}  ${row.at.join(" ")}\n`);
  return lines.join("");
}

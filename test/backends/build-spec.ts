import { compile, type CompileResult } from "../../src/index.ts";
import { createMemoryFileSystem } from "../../src/platform/memory-file-system.ts";
import { createProjectFiles } from "../../src/platform/project-files.ts";

/** Compiles a spec that is held in memory. */
export async function compileSpec(main: string, targets: readonly string[]): Promise<CompileResult> {
  const files = createProjectFiles(createMemoryFileSystem({ "/p/main.envspec": main }), "/p", {});
  return compile({ root: "main.envspec", files }, { targets });
}

/** The files of one target, by path; throws with the messages when there is an error. */
export async function buildSpec(main: string, target: string): Promise<ReadonlyMap<string, string>> {
  const { builds, diagnostics } = await compileSpec(main, [target]);
  const [build] = builds;
  if (build === undefined) throw new Error(diagnostics.map((one) => `${one.code} ${one.title}`).join("\n"));
  return new Map(
    build.files.map((file) => [file.path, typeof file.content === "string" ? file.content : "(bytes)"] as const),
  );
}

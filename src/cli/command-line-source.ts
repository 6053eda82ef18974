import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Sources } from "../diagnostics/render-human.ts";
import { createSourceFile, type SourceFile } from "../text/source-file.ts";

/** The options whose values the compiler is asked about, by the code that says that a value does not exist. */
const options: ReadonlyMap<string, string> = new Map([
  ["E0921", "--env"],
  ["E0922", "--target"],
]);

/** E0921 and E0922 speak of the command line, not of the file. */
export function isAboutCommandLine({ code }: Diagnostic): boolean {
  return options.has(code);
}

/**
 * Lets diagnostics about the command line show the command line: `envc build --env pord` stands where otherwise the
 * first line of the spec would be marked, which is not to blame.
 */
export function showCommandLine(
  command: string,
  diagnostics: readonly Diagnostic[],
  sources: Sources,
): { readonly diagnostics: readonly Diagnostic[]; readonly sources: Sources } {
  const shown = new Map<string, SourceFile>(sources);
  const moved = diagnostics.map((diagnostic, index) => {
    const option = options.get(diagnostic.code);
    if (option === undefined) return diagnostic;
    const before = `envc ${command} ${option} `;
    const name = String(diagnostic.data["name"] ?? "");
    const file = `\0command line ${index}`;
    shown.set(file, createSourceFile("command line", before + name));
    return { ...diagnostic, span: { file, start: before.length, end: before.length + name.length } };
  });
  return { diagnostics: moved, sources: shown };
}

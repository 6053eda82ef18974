import { execFile } from "node:child_process";

/** How a tool ended. `output` is standard output and standard error together, trimmed. */
export interface ToolRun {
  readonly code: number;
  readonly output: string;
}

/** Runs a tool without a shell and never throws; a tool that is not installed gives code 127. */
export function runTool(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<ToolRun> {
  return new Promise((resolve) => {
    const child = execFile(
      command,
      [...args],
      {
        cwd: options.cwd,
        env: { ...process.env, LC_ALL: "C.UTF-8", NO_COLOR: "1", ...options.env },
        maxBuffer: 64 * 1024 * 1024,
        timeout: 300_000,
      },
      (error, stdout, stderr) => {
        const missing = error !== null && "code" in error && error.code === "ENOENT";
        const code = error === null ? 0 : missing ? 127 : typeof error.code === "number" ? error.code : 1;
        resolve({ code, output: missing ? `${command} is not installed` : `${stdout}${stderr}`.trim() });
      },
    );
    child.stdin?.on("error", () => {
      // The tool ended without reading: its exit code tells.
    });
    child.stdin?.end(options.input ?? "");
  });
}

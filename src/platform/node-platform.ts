import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { nodeFileSystem } from "./node-file-system.ts";
import { isFileSystemError } from "./file-system.ts";
import { createNodeTerminal } from "./node-terminal.ts";
import type { Platform } from "./platform.ts";

/** The machine envc runs on. */
export function createNodePlatform(): Platform {
  return {
    files: nodeFileSystem,
    terminal: createNodeTerminal(),
    environment: process.env,
    workingFolder: process.cwd().replaceAll("\\", "/"),
    get templatesFolder() {
      return findTemplates();
    },
    // `performance` would load a dozen parts of Node for this one number.
    milliseconds: () => Number(process.hrtime.bigint()) / 1e6,
    uniqueName: () => `${process.pid.toString(36)}${Math.random().toString(36).slice(2, 10)}`,
    randomBytes: (count) => process.getBuiltinModule("node:crypto").randomBytes(count),
    runForOutput,
    processId: process.pid,
    processRuns,
  };
}

/** Next to the bundle they are called `templates`; in a checkout they are the examples themselves. */
function findTemplates(): string {
  for (const place of ["templates", "../../examples"]) {
    const folder = fileURLToPath(new URL(place, import.meta.url)).replaceAll("\\", "/");
    if (existsSync(folder)) return folder;
  }
  return "";
}

function runForOutput(path: string): string | undefined {
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  const ran = spawnSync(path, [], { stdio: ["inherit", "pipe", "inherit"], encoding: "utf8" });
  return ran.status === 0 ? ran.stdout : undefined;
}

function processRuns(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return isFileSystemError(error, "EPERM");
  }
}

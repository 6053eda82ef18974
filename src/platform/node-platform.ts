import { readFileSync, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { nodeFileSystem } from "./node-file-system.ts";
import { isFileSystemError } from "./file-system.ts";
import type { Platform, Terminal } from "./platform.ts";

/** The machine envc runs on. */
export function createNodePlatform(): Platform {
  return {
    files: nodeFileSystem,
    terminal: createNodeTerminal(),
    environment: process.env,
    workingFolder: process.cwd().replaceAll("\\", "/"),
    templatesFolder: findTemplates(),
    milliseconds: () => performance.now(),
    uniqueName: () => `${process.pid.toString(36)}${Math.random().toString(36).slice(2, 10)}`,
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

function processRuns(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return isFileSystemError(error, "EPERM");
  }
}

function createNodeTerminal(): Terminal {
  // `envc show … | head` closes the pipe early. That is how pipes are used, so it ends quietly.
  const quiet = (error: Error): void => {
    if (!isFileSystemError(error, "EPIPE", "ERR_STREAM_DESTROYED", "EOF")) throw error;
  };
  let listening = false;
  const listen = (): void => {
    if (listening) return;
    listening = true;
    process.stdout.on("error", quiet);
    process.stderr.on("error", quiet);
  };
  return {
    print(text) {
      listen();
      process.stdout.write(text);
    },
    printError(text) {
      listen();
      process.stderr.write(text);
    },
    get outputIsTerminal() {
      return process.stdout.isTTY === true;
    },
    get errorIsTerminal() {
      return process.stderr.isTTY === true;
    },
    get inputIsTerminal() {
      return process.stdin.isTTY === true;
    },
    get columns() {
      return process.stdout.columns ?? 80;
    },
    readInput: () => readFileSync(0),
  };
}

import { fstatSync, readFileSync, writeSync } from "node:fs";
import { isFileSystemError } from "./file-system.ts";
import type { Terminal } from "./platform.ts";

/**
 * The terminal (or the pipe, or the file) that envc talks to. Written to directly: Node's own streams take longer to
 * set up than everything else that a short run does.
 */
export function createNodeTerminal(): Terminal {
  let isOpen = true;
  const write = (descriptor: number, text: string): void => {
    if (!isOpen) return;
    try {
      writeWhole(descriptor, new TextEncoder().encode(text));
    } catch (error) {
      // `envc show … | head` closes the pipe early. That is how pipes are used, so it ends quietly.
      if (!isFileSystemError(error, "EPIPE", "EOF")) throw error;
      isOpen = false;
    }
  };
  return {
    print: (text) => write(1, text),
    printError: (text) => write(2, text),
    get outputIsTerminal() {
      return isTerminal(1);
    },
    get errorIsTerminal() {
      return isTerminal(2);
    },
    get inputIsTerminal() {
      return isTerminal(0);
    },
    get columns() {
      // A pseudo-terminal that nobody gave a size says 0.
      return (isTerminal(1) && process.stdout.columns) || 80;
    },
    readInput: () => readFileSync(0),
    async askSecret(question) {
      const { isCancel, password } = await import("@clack/prompts");
      // Not even its length is shown.
      const answer = await password({ message: question, mask: "" });
      return isCancel(answer) ? undefined : (answer ?? "");
    },
  };
}

function writeWhole(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(descriptor, bytes, done);
    } catch (error) {
      // A full pipe that somebody made non-blocking: wait a moment for its reader.
      if (!isFileSystemError(error, "EAGAIN")) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Only a character device can be a terminal; asking for certain loads much of Node, so pipes and files are told apart first. */
function isTerminal(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice() && process.getBuiltinModule("node:tty").isatty(descriptor);
  } catch (error) {
    // A closed descriptor.
    if (isFileSystemError(error)) return false;
    throw error;
  }
}

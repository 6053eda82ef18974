import { createMemoryFileSystem, type MemoryEntry } from "./memory-file-system.ts";
import type { Platform } from "./platform.ts";

/** A platform without a machine, which remembers what was printed. */
export interface MemoryPlatform extends Platform {
  /** What went to standard output so far. */
  printed(): string;
  /** What went to standard error so far. */
  printedErrors(): string;
}

/** What a memory platform may be given; everything has a sensible default. */
export interface MemoryPlatformOptions {
  readonly files?: Readonly<Record<string, MemoryEntry>>;
  readonly workingFolder?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  /** What is typed at questions, one after the other; then the questions are left. */
  readonly answers?: readonly string[];
  /** What programs print, by path; all others fail. */
  readonly programs?: Readonly<Record<string, string>>;
  readonly isTerminal?: boolean;
  readonly columns?: number;
}

/** Makes the in-memory twin of the real platform: its clock advances by one with each look, its names count up. */
export function createMemoryPlatform(options: MemoryPlatformOptions = {}): MemoryPlatform {
  let output = "";
  let errors = "";
  let ticks = 0;
  let names = 0;
  let random = 0;
  const answers = [...(options.answers ?? [])];
  const isTerminal = options.isTerminal ?? false;
  return {
    files: createMemoryFileSystem({ "/work": { directory: true }, ...options.files }),
    terminal: {
      print: (text) => void (output += text),
      printError: (text) => void (errors += text),
      outputIsTerminal: isTerminal,
      errorIsTerminal: isTerminal,
      inputIsTerminal: isTerminal,
      columns: options.columns ?? 80,
      readInput: () => new TextEncoder().encode(options.input ?? ""),
      askSecret: (question) => {
        output += `${question}\n`;
        return Promise.resolve(answers.shift());
      },
    },
    environment: options.environment ?? {},
    workingFolder: options.workingFolder ?? "/work",
    templatesFolder: "/templates",
    milliseconds: () => ++ticks,
    randomBytes: (count) => Uint8Array.from({ length: count }, () => (random = (random * 73 + 41) % 256)),
    runForOutput: (path) => options.programs?.[path],
    uniqueName: () => `unique${++names}`,
    processId: 4711,
    // As on a real machine, the first process always runs.
    processRuns: (id) => id === 1 || id === 4711,
    printed: () => output,
    printedErrors: () => errors,
  };
}

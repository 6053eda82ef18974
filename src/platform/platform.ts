import type { FileSystem } from "./file-system.ts";

/** Where a program reads from and prints to. */
export interface Terminal {
  /** Prints to standard output; a reader that went away is not an error. */
  print(text: string): void;
  /** Prints to standard error. */
  printError(text: string): void;
  readonly outputIsTerminal: boolean;
  readonly errorIsTerminal: boolean;
  readonly inputIsTerminal: boolean;
  /** Width in columns; 80 when it is not known. */
  readonly columns: number;
  /** Everything on standard input, until its end. */
  readInput(): Uint8Array;
  /** Asks for something that is not shown while it is typed; undefined when the question was left. Only for a terminal. */
  askSecret(question: string): Promise<string | undefined>;
}

/** The only door to the outside. `node-platform.ts` is the real one, `memory-platform.ts` its twin. */
export interface Platform {
  readonly files: FileSystem;
  readonly terminal: Terminal;
  /** Environment variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths of the command line start from, absolute, forward slashes. */
  readonly workingFolder: string;
  /** Where the examples are that `init` copies from. */
  readonly templatesFolder: string;
  /** Milliseconds that only ever grow; for measuring. */
  milliseconds(): number;
  /** Bytes that nobody can guess. */
  randomBytes(count: number): Uint8Array;
  /** What a program prints; undefined when it cannot be started or fails. It gets no arguments and the same environment. */
  runForOutput(path: string): string | undefined;
  /** A name that nobody else uses, letters and digits: for temporary files. */
  uniqueName(): string;
  readonly processId: number;
  /** Whether a process with this id runs on this machine. */
  processRuns(id: number): boolean;
}

/** Whether to print in colour: NO_COLOR and FORCE_COLOR (no-color.org, force-color.org) first, then whether it is a terminal. */
export function wantsColor(environment: Platform["environment"], isTerminal: boolean): boolean {
  const forced = environment["FORCE_COLOR"];
  if (environment["NO_COLOR"] !== undefined && environment["NO_COLOR"] !== "") return false;
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false";
  return isTerminal && environment["TERM"] !== "dumb";
}

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

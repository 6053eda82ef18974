import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../text/span.ts";
import type { Form } from "./model.ts";
import type { Op, OpId } from "./ops.ts";
import type { MachineProgram, Program } from "./program.ts";

/** A line range of an output file and where it comes from. */
export interface SourceMapEntry {
  /** 1-based first and last line. */
  readonly from: number;
  readonly to: number;
  readonly op: OpId;
  readonly machine: string;
  readonly spans: readonly Span[];
}

/** A file that a backend wants to have written. */
export interface OutputFile {
  /** Relative to the target's output folder, forward slashes, no `..`. */
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly executable?: boolean;
  /** Sorted by `from`. */
  readonly map: readonly SourceMapEntry[];
}

/** How well a target can do an op. Asked before lowering. */
export type Support =
  | { readonly support: "full" }
  /** Done, in another way than on a machine. */
  | { readonly support: "adapted"; readonly reason: string }
  /** Not done here: why, and what to do instead. */
  | { readonly support: "none"; readonly reason: string; readonly instead: string };

/** One row of the build report. */
export interface ReportRow {
  readonly machine: string;
  readonly resource: string;
  readonly op: OpId;
  readonly support: Support;
  readonly spans: readonly Span[];
}

/** What a backend makes of one environment. */
export interface BackendResult {
  /** Sorted by path. Empty when there is an error. */
  readonly files: readonly OutputFile[];
  readonly rows: readonly ReportRow[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What a backend makes of several environments together. */
export interface TogetherResult {
  /** Sorted by path. Empty when there is an error. */
  readonly files: readonly OutputFile[];
  /** Per environment, in the order they were given. */
  readonly rows: readonly (readonly ReportRow[])[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A target. One folder in `src/backends/`. */
export interface Backend {
  /** As written in `--target` and `target = …`. */
  readonly name: string;
  /** One sentence for `--help`. */
  readonly doc: string;
  /** What its programs are lowered for; machines that boot when it says nothing. */
  readonly form?: Form;
  /** JSON Schema of its options (validated with ajv by the caller); an empty object schema when it has none. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly support: (op: Op, machine: MachineProgram, program: Program) => Support;
  readonly build: (program: Program, options: Readonly<Record<string, unknown>>) => BackendResult;
  /** For a target whose output is one for all environments: makes it of at least one. */
  readonly buildTogether?: (programs: readonly Program[], options: Readonly<Record<string, unknown>>) => TogetherResult;
}

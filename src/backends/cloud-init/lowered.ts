import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { MachineProgram, Program } from "../../ir/program.ts";
import type { Op } from "../../ir/ops.ts";
import type { Text } from "../../ir/text.ts";
import { shorten } from "./readable.ts";
import { call, type Provenance, type ProvisionStatement, type ProvisionStep, type RawKey } from "./target.ts";

/** Content that the script puts in its place. */
export interface StagedFile {
  /** Where it is meant for. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly provenance: Provenance;
}

/** What becomes of one op. */
export interface Lowered {
  readonly steps: readonly ProvisionStep[];
  readonly files: readonly StagedFile[];
  readonly hostname?: string;
  readonly raw?: readonly RawKey[];
}

/** What the lowering of an op may ask. */
export interface LowerContext {
  readonly program: Program;
  readonly machine: MachineProgram;
  /**
   * The text with every hole filled in. A hole that cannot be filled is reported once, and an empty text stands for it;
   * the file is not written then.
   */
  readonly resolve: (text: Text, op: Op) => string;
  readonly report: (diagnostic: Diagnostic) => void;
  /** Where an op comes from: for the units of a process, the process. */
  readonly provenanceOf: (op: Op) => Provenance;
}

/** Nothing to do. */
export const nothing: Lowered = { steps: [], files: [] };

/** One step named after the op. */
export function stepOf(op: Op, context: LowerContext, ...statements: readonly ProvisionStatement[]): ProvisionStep {
  return { title: shorten(op.title) || op.id, comment: op.doc, statements, provenance: [context.provenanceOf(op)] };
}

/** The op as one step that needs no content. */
export function oneStep(op: Op, context: LowerContext, ...statements: readonly ProvisionStatement[]): Lowered {
  return { steps: [stepOf(op, context, ...statements)], files: [] };
}

/** Puts a file in its place. */
export function putFile(
  path: string,
  owner: string,
  group: string,
  mode: string,
  validate: readonly string[] = [],
): ProvisionStatement {
  return call("put_file", path, owner, group, mode, ...validate);
}

/** Content of text. */
export function stagedText(op: Op, context: LowerContext, path: string, text: string): StagedFile {
  return { path, bytes: new TextEncoder().encode(text), provenance: context.provenanceOf(op) };
}

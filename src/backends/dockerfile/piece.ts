/**
 * Pieces: what one op becomes before it is known what stands next to it. Neighbours are then put together: packages
 * into one layer, commands into one `RUN`, files of one folder into one `COPY`.
 */
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { OpKind, OpOf } from "../../ir/ops.ts";
import type { MachineContext } from "./context.ts";
import type { Command, InstructionBase, Origin, SecretMount } from "./target.ts";

/** A file or folder of the build context. */
export interface ContextFile {
  /** In the context, made by `nameContextFiles`. */
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly executable: boolean;
  readonly origin: Origin;
}

/** What is copied into the image, from where to where, and whose it is. */
interface CopiedPiece {
  readonly source: string;
  readonly path: string;
  readonly user: string;
  readonly group: string;
  readonly mode: string;
}

/** What one op asks of the image, in order. */
export type Piece = InstructionBase &
  (
    | { readonly piece: "install"; readonly name: string; readonly version: string | undefined; readonly hold: boolean }
    | { readonly piece: "uninstall"; readonly name: string }
    /** Commands in the machine's own shell as root. `heading` groups them under one comment. */
    | { readonly piece: "commands"; readonly heading: Heading; readonly commands: readonly Command[] }
    /** One file with exact owner and mode. */
    | ({ readonly piece: "file" } & CopiedPiece)
    /** A folder: its files get `mode`, the commands after it mend the rest. */
    | ({ readonly piece: "folder" } & CopiedPiece)
    /** The user's command, as a user in a folder; `mount` is the script it needs. */
    | {
        readonly piece: "step";
        readonly user: string;
        readonly directory: string;
        readonly script: string | undefined;
        readonly secrets: readonly SecretMount[];
        readonly commands: readonly Command[];
      }
    | { readonly piece: "verbatim"; readonly lines: readonly string[] }
  );

/** Under which comment a command stands. */
export type Heading = "accounts" | "checks" | "edits" | "paths" | "system";

/** What the lowering of an op gives. A piece list may be empty: a process is no part of the file system. */
export interface Lowered {
  readonly pieces: readonly Piece[];
  readonly files: readonly ContextFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Lowers one kind of op; pure. */
export type LowerOp<K extends OpKind> = (op: OpOf<K>, context: MachineContext) => Lowered;

/** Nothing in the image. */
export const nothing: Lowered = { pieces: [], files: [], diagnostics: [] };

/** Pieces without files. */
export function lowered(...pieces: readonly Piece[]): Lowered {
  return { pieces, files: [], diagnostics: [] };
}

/** A refusal: the build of this target stops. */
export function refused(...diagnostics: readonly Diagnostic[]): Lowered {
  return { pieces: [], files: [], diagnostics };
}

/** Puts several together. */
export function joinLowered(parts: readonly Lowered[]): Lowered {
  return {
    pieces: parts.flatMap((part) => part.pieces),
    files: parts.flatMap((part) => part.files),
    diagnostics: parts.flatMap((part) => part.diagnostics),
  };
}

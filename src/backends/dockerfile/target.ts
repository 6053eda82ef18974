/**
 * The target tree: a Dockerfile as typed instructions. It knows nothing of envspec but where a node comes from. Values
 * here are the values that are meant; `encode.ts` and `print.ts` turn them into text.
 */
import type { SourceMapEntry } from "../../ir/backend.ts";

/** Where a node comes from: it becomes an entry of the source map. */
export type Origin = Pick<SourceMapEntry, "op" | "machine" | "spans">;

/** A value of `LABEL` or `FROM`: literal characters, or a build argument that the builder puts in. */
export type Value = string | { readonly argument: string };

/** A file or folder of the build context that is visible during one `RUN`, read only. */
export interface BindMount {
  /** In the context, without a leading slash. */
  readonly source: string;
  readonly target: string;
}

/** A secret that is a file below `/run/secrets` during one `RUN`. */
export interface SecretMount {
  /** Its name in the spec. */
  readonly secret: string;
  readonly id: string;
  /** Who may read it; undefined when the number is not known. */
  readonly uid: number | undefined;
}

/**
 * One command of a `RUN`: shell source in lines that the writer joins with `\`, made with `shared/shell.ts` only. A
 * command whose words hold a line end cannot stand there; it has `argv` instead and becomes a `RUN` of its own.
 */
export interface Command {
  readonly lines: readonly string[];
  readonly argv?: readonly string[];
  /** Where each line comes from, when that is known better than for the whole. */
  readonly lineOrigins?: readonly (readonly Origin[])[];
  /** What it needs to see of the build context. */
  readonly mount?: BindMount;
  readonly origins: readonly Origin[];
}

/** What every instruction may carry. */
export interface InstructionBase {
  /** Printed above, behind `# `. */
  readonly comment?: string;
  /** No blank line above: it belongs to the instruction before it. */
  readonly attached?: boolean;
  readonly origins: readonly Origin[];
}

/** An instruction (docs.docker.com/reference/dockerfile); the subset that BuildKit and buildah 1.28 build alike. */
export type Instruction = InstructionBase &
  (
    | { readonly is: "arg"; readonly name: string; readonly value: string | undefined }
    | { readonly is: "from"; readonly image: Value; readonly stage: string | undefined }
    | { readonly is: "label"; readonly labels: readonly (readonly [string, Value])[] }
    | { readonly is: "env"; readonly variables: readonly (readonly [string, string])[] }
    /** `target` ends in `/` when it is a directory. `owner` is `UID:GID` or names; undefined means root. */
    | {
        readonly is: "copy";
        readonly sources: readonly string[];
        readonly target: string;
        readonly owner: string | undefined;
        readonly mode: string;
      }
    | {
        readonly is: "run";
        readonly mounts: readonly BindMount[];
        readonly secrets?: readonly SecretMount[];
        readonly commands: readonly Command[];
      }
    /** Exec form: these words, without a shell. */
    | { readonly is: "run-exec"; readonly mounts?: readonly BindMount[]; readonly argv: readonly string[] }
    | { readonly is: "user"; readonly user: string }
    | { readonly is: "workdir"; readonly path: string }
    | { readonly is: "expose"; readonly ports: readonly number[] }
    | { readonly is: "stopsignal"; readonly signal: string }
    | { readonly is: "healthcheck"; readonly argv: readonly string[] }
    | { readonly is: "entrypoint"; readonly argv: readonly string[] }
    | { readonly is: "cmd"; readonly argv: readonly string[] }
    /** The user's own instructions, checked by `raw-instructions.ts`. */
    | { readonly is: "verbatim"; readonly lines: readonly string[] }
  );

/** The name of an instruction in the tree. */
export type InstructionKind = Instruction["is"];

import type { ByHand } from "./by-hand.ts";
import type { Host, Secret, Variable } from "./model.ts";
import type { Op, OpId } from "./ops.ts";
import type { OsRelease } from "./os.ts";
import type { LocalFile } from "./value.ts";
import type { Span } from "../text/span.ts";

/** The version of the Ops format; raised with every change that a reader would notice. */
export const programVersion = 1;

/** A number of hosts from 1, or a share of them from `1%` to `100%`. */
export type Rolling = number | `${number}%`;

/** One machine class, ready for a backend. */
export interface MachineProgram {
  readonly name: string;
  readonly implicit: boolean;
  readonly os: OsRelease;
  readonly hosts: readonly Host[];
  readonly primary: string | undefined;
  /** `rolling` of the machine: how many hosts are changed at a time, or which share of them (`25%`); undefined means all. */
  readonly rolling?: Rolling | undefined;
  /** `install-recommends` of the machine: whether apt takes recommended packages too. */
  readonly installRecommends: boolean;
  /** `provider` of the machine, for the cloud-init size limit; undefined means no limit is known. */
  readonly provider: string | undefined;
  readonly doc?: string;
  readonly spans: readonly Span[];
  /** In the order they must happen (topological; ties by phase, then by name). */
  readonly ops: readonly Op[];
  /** What people do there by hand, in the order of the file; missing when no kind on it says anything. */
  readonly byHand?: readonly ByHand[];
  /** Direct predecessors of each op, explicit and implied. */
  readonly predecessors: ReadonlyMap<OpId, readonly OpId[]>;
}

/** One environment of a project as Ops. */
export interface Program {
  readonly version: typeof programVersion;
  readonly name: string;
  readonly environment: string | undefined;
  readonly targets: readonly string[];
  readonly doc?: string;
  readonly machines: readonly MachineProgram[];
  readonly variables: readonly Variable[];
  readonly secrets: readonly Secret[];
  /** The environment's Ansible Vault file, encrypted; undefined when there is none or nothing is read from it. */
  readonly vault?: LocalFile;
}

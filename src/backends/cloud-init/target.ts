/**
 * The target tree: one cloud-config file and the shell scripts in it. Everything is data; how it is written down is
 * decided in `print-config.ts` and `print-script.ts`, which know nothing of a spec.
 */
import type { OpId } from "../../ir/ops.ts";
import type { Span } from "../../text/span.ts";
import type { YamlMark, YamlNode } from "../shared/yaml.ts";
import type { ProvisionFunction } from "./provision-functions.ts";
import type { VerifyFunction } from "./verify-functions.ts";

/** Which op a piece of the file comes from, and where it is written in the spec. */
export interface Provenance {
  readonly op: OpId;
  readonly spans: readonly Span[];
}

/** Keys at the top of a cloud-config file that this backend writes itself. */
export interface CloudConfig {
  /** Comment lines below `#cloud-config`, without `#`. */
  readonly header: readonly string[];
  readonly hostname: Hostname | undefined;
  /** False only where somebody logs in as root on purpose. */
  readonly disableRoot: boolean;
  /** Whether the image's own user still gets in when the script has run. */
  readonly defaultUserStays: boolean;
  /** Files that are written before anything else happens, in this order. */
  readonly writeFiles: readonly WriteFile[];
  /** The last command of the boot: argument vectors, no shell. */
  readonly runCommands: readonly (readonly string[])[];
  /** Keys that the author wrote for this target, as parsed. */
  readonly raw: readonly RawKey[];
  readonly machine: string;
}

/** The machine's name (cc_set_hostname). */
export interface Hostname {
  readonly name: string;
  readonly provenance: Provenance;
}

/** One entry of `write_files`. */
export interface WriteFile {
  readonly path: string;
  /** `root:root` when undefined, as cloud-init does. */
  readonly owner: string | undefined;
  readonly mode: string;
  readonly bytes: Uint8Array;
  readonly encoding: "text" | "b64" | "gz+b64";
  readonly comment: string | undefined;
  /** undefined for the scripts, whose lines have provenance of their own. */
  readonly provenance: readonly Provenance[];
  /** The lines of a script that come from somewhere: 1-based in the content. */
  readonly lines: readonly ScriptLines[];
}

/** A key of the author's `raw` block, with the author's comments; at the first of a block, why the block is there. */
export interface RawKey {
  readonly key: string;
  readonly node: YamlNode;
  readonly provenance: Provenance;
}

/** A shell script: a fixed beginning, the functions it uses, its steps, a fixed end. */
export interface Script<F extends string> {
  readonly opening: string;
  readonly functions: Readonly<Record<F, ShellFunction<F>>>;
  readonly steps: readonly Step<F>[];
  /** The function that announces a step. */
  readonly announce: F;
  readonly closing: string;
  /** Functions that the closing calls. */
  readonly closingNeeds: readonly F[];
}

/** A shell function and the ones it calls. */
export interface ShellFunction<F extends string> {
  readonly text: string;
  readonly needs?: readonly F[];
  /** An assignment at the script's beginning that it wants; equal ones are written once. */
  readonly variable?: string;
}

/** One thing the script does, or checks. */
export interface Step<F extends string> {
  readonly title: string;
  /** The author's doc comment. */
  readonly comment: string | undefined;
  readonly statements: readonly Statement<F>[];
  readonly provenance: readonly Provenance[];
}

/** A call, or calls behind conditions which must all hold. */
export type Statement<F extends string> =
  | Call<F>
  | { readonly when: readonly Condition<F>[]; readonly calls: readonly Call<F>[] };

/** A function of the script with its arguments, exactly these. */
export interface Call<F extends string> {
  readonly call: F;
  readonly words: readonly string[];
}

/** `test` is the shell's own `[`. */
export interface Condition<F extends string> {
  readonly call: F | "test";
  readonly words: readonly string[];
  readonly negated: boolean;
}

/** Lines of a printed script and where they come from. */
export interface ScriptLines {
  readonly from: number;
  readonly to: number;
  readonly provenance: Provenance;
}

/** The script that makes the machine. */
export type ProvisionScript = Script<ProvisionFunction>;
export type ProvisionStep = Step<ProvisionFunction>;
export type ProvisionStatement = Statement<ProvisionFunction>;
/** The script that compares the machine with its description. */
export type VerifyScript = Script<VerifyFunction>;
export type VerifyStep = Step<VerifyFunction>;

/** A call with its words. */
export function call<F extends string>(name: F, ...words: readonly string[]): Call<F> {
  return { call: name, words };
}

/** The mark that the YAML writer turns into an entry of the source map. */
export function markOf(provenance: Provenance, machine: string): YamlMark {
  return { op: provenance.op, machine, spans: provenance.spans };
}

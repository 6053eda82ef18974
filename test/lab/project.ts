import type { Expectation } from "../../src/ir/expectation.ts";
import type { HoleResolver } from "../../src/ir/resolve-text.ts";
import type { Target } from "./lab-settings.ts";

/** One host of a machine class; a class without hosts has one that the lab thinks up. */
export interface LabHost {
  readonly name: string;
  /** Its `address` in the spec. */
  readonly address: string | undefined;
  /** The generated `#cloud-config` file for it; hosts whose files are equal share one. */
  readonly userData: string | undefined;
}

/** One machine class of a compiled spec, as the lab needs it. */
export interface LabMachine {
  readonly name: string;
  /** Its hosts in the generated inventory, and the group they are in. */
  readonly hosts: readonly LabHost[];
  readonly group: string;
  readonly expectations: readonly Expectation[];
  /** What its image promises: something else where a kind has another form for containers. */
  readonly inImage: readonly Expectation[];
  /** Folders that its programs write to while they run. */
  readonly written: readonly string[];
  /** Resources, paths of files, and units, that a target said (in its build report) it does not carry. */
  readonly notOn: Readonly<Record<Target, ReadonlySet<string>>>;
  /** Users whose password an image, by its build report, does not carry: nobody logs in to a container. */
  readonly lockedInImage: ReadonlySet<string>;
  /** Fills in secrets and host values where the lab knows them, so that such files are compared byte for byte too. */
  readonly resolve: HoleResolver;
  /** Whether its programs in containers are given addresses of other machines, without which they need not start. */
  readonly needsOthers: boolean;
  /** The folder with the Dockerfile. */
  readonly dockerContext: string | undefined;
}

/** A spec compiled to all targets, written to a folder of the run. */
export interface LabProject {
  readonly ansible: { readonly folder: string; readonly playbook: string; readonly inventory: string } | undefined;
  /** Environment variables that the targets read when they run. */
  readonly environment: Readonly<Record<string, string>>;
  /** The same once the secrets have the values of `rotation`. */
  readonly rotated: Readonly<Record<string, string>>;
  /** The folder with the Compose file and everything that it builds. */
  readonly composeFolder: string | undefined;
  /** What is handed to BuildKit, which takes what a step asks for: name of the secret → value. */
  readonly buildSecrets: Readonly<Record<string, string>>;
  readonly ansibleArgs: readonly string[];
  /** What Ansible asks for in a terminal, and what is typed. */
  readonly answers: Readonly<Record<string, string>>;
  readonly machines: readonly LabMachine[];
}

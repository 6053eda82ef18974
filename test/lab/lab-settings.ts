import { existsSync, readFileSync } from "node:fs";
import { LabError } from "./exec.ts";
import { SUITES, type Suite } from "./suites.ts";

export type Target = "ansible" | "dockerfile" | "cloud-init";
export const TARGETS: readonly Target[] = ["ansible", "dockerfile", "cloud-init"];

/** Where a check is made; everywhere when nothing is said. */
interface CheckPlace {
  readonly on?: readonly Target[];
  /** Only on this class of machines, or on this host. */
  readonly machine?: string;
  /** In this service of the running Compose project instead of the single image. */
  readonly service?: string;
  /** Seconds in which it has to come true. Default 0, or 20 after a reboot and a kill. */
  readonly within?: number;
}

/** What the output (the body of an answer) must be. */
interface OutputCheck extends CheckPlace {
  readonly equals?: string;
  readonly json?: unknown;
  /** A regular expression somewhere in the output. */
  readonly matches?: string;
}

/** A command as root on the finished machine (in the running container, for an image); it must end with exit code 0. */
export interface CommandCheck extends OutputCheck {
  readonly run: readonly string[];
}

/**
 * From the machine itself, on 127.0.0.1, or from a neighbour in its network, on its address there. Either way the lab
 * brings the client: nothing has to be installed on the machine.
 */
type From = "inside" | "outside";

/** A request by curl. The name in the address is kept for `Host` and TLS, whatever it is; the connection goes to the machine. */
export interface HttpCheck extends OutputCheck {
  readonly http: string;
  /** Default `inside`. */
  readonly from?: From;
  /** Default 200. */
  readonly status?: number;
  /** Name in small letters → a regular expression for the header's value. */
  readonly headers?: Readonly<Record<string, string>>;
  /** More options of curl, such as `--insecure` or `--user`. */
  readonly options?: readonly string[];
}

/** Whether a TCP port takes connections. */
export interface PortCheck extends CheckPlace {
  readonly port: number;
  readonly open: boolean;
  /** Default `inside`. */
  readonly from?: From;
}

export type Check = CommandCheck | HttpCheck | PortCheck;

/** A program: its unit on booted machines, its service in Compose. */
export interface Program {
  readonly unit?: string;
  readonly service?: string;
  /** Only on this class of machines, or on this host. */
  readonly machine?: string;
}

/** Secrets that get another value when the machine is finished: exactly what uses them must be started anew. */
export interface Rotation {
  /** Name of the secret, which comes from `env("…")` → its new value. */
  readonly secrets: Readonly<Record<string, string>>;
  /** The programs that use them. No other may be started anew. */
  readonly restarts: readonly Program[];
  /** What must be true then, instead of the checks before. */
  readonly checks: readonly Check[];
}

/** A machine in between that the spec only names. */
export interface Bastion {
  /** As the spec says it: `user@name:port`. */
  readonly via: string;
  /** Its own address in the network. */
  readonly address: string;
  /** Who logs in to the hosts, and may become root there. */
  readonly login: string;
}

/** What `lab.json` next to a spec may say; everything has a default. */
export interface CaseSettings {
  /** Specs that say the same name here share a machine in a run of the whole lab; `--only` runs one alone. See `bundles.ts`. */
  readonly bundle?: string;
  /** A spec somewhere else, from the project's folder: `examples/…/shop.envspec`. Else it is `main.envspec` beside this file; with it, that one takes it in, and the files beside it stand in for the spec's. */
  readonly from?: string;
  /** The environment that is tried. */
  readonly environment?: string;
  /** Several, each a case of its own, called after the spec and the environment. */
  readonly environments?: readonly string[];
  readonly suites?: readonly Suite[];
  readonly targets?: readonly Target[];
  /**
   * Name of the spec's secret → value. The lab gives them to each target in that target's own way; what `generate` makes
   * up may be left out where Ansible alone is tried.
   */
  readonly secrets?: Readonly<Record<string, string>>;
  /** The password of the Ansible Vault that the spec's folder has. */
  readonly vaultPassword?: string;
  /** The identity (`AGE-SECRET-KEY-1…`) with which age opens the encrypted files that the spec's folder has. */
  readonly ageIdentity?: string;
  /** Variables of the environment while compiling. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The image's command is a job, which ends by itself: it is not expected to stay up. */
  readonly job?: boolean;
  readonly checks?: readonly Check[];
  /** Programs that are killed when all else is done and must come back by themselves; then the checks are made once more. */
  readonly kill?: readonly Program[];
  readonly rotation?: Rotation;
  /** Ansible's machines are restarted, too (cloud-init's always are): nothing may change, and the checks are made once more. */
  readonly reboot?: boolean;
  /**
   * A subnet such as `10.77.0.0/24` that holds the addresses of the spec's hosts. All hosts of a target are up at the
   * same time, each with its address, in a network of their own.
   */
  readonly network?: string;
  /** Damage the finished machine in each way the probe must notice, and expect the lab to fail. */
  readonly judge?: boolean;
  /**
   * False: Ansible's dry runs (`--check`) before the first run and after the second are left out, as what they would
   * show is shown by other specs. For a spec with very many steps. Default true.
   */
  readonly dryRuns?: boolean;
  /** Ansible's first run must fail, as something of the spec does the first time; the one after it must make up for it. */
  readonly failsFirst?: boolean;
  /** Ansible goes the way that its inventory says, through this machine, and finds the hosts as a provider leaves them. */
  readonly bastion?: Bastion;
  /** Also build on the slim image, without the pairs. Default true. */
  readonly slim?: boolean;
}

const PLACE_KEYS = ["on", "machine", "service", "within"];
const OUTPUT_KEYS = [...PLACE_KEYS, "equals", "json", "matches"];
const CHECK_KEYS: Readonly<Record<string, readonly string[]>> = {
  run: OUTPUT_KEYS,
  http: [...OUTPUT_KEYS, "from", "status", "headers", "options"],
  port: [...PLACE_KEYS, "from", "open"],
};

/** Every setting, for messages and the README. */
export const settingKeys = [
  "bundle",
  "environment",
  "environments",
  "suites",
  "targets",
  "secrets",
  "vaultPassword",
  "ageIdentity",
  "variables",
  "checks",
  "kill",
  "rotation",
  "reboot",
  "network",
  "dryRuns",
  "failsFirst",
  "bastion",
  "from",
  "job",
  "judge",
  "slim",
];

/** Reads a `lab.json`; no file means all defaults. An unknown key is an error, for it would silently do nothing. */
export function readSettings(file: string): CaseSettings {
  if (!existsSync(file)) return {};
  const settings = JSON.parse(readFileSync(file, "utf8")) as CaseSettings;
  const refuse = (what: string): never => {
    throw new LabError(`${file}: the lab does not know ${what}`);
  };
  for (const key of Object.keys(settings)) if (!settingKeys.includes(key)) refuse(`\`${key}\``);
  for (const suite of settings.suites ?? []) if (!SUITES.includes(suite)) refuse(`the suite ${suite}`);
  for (const check of [...(settings.checks ?? []), ...(settings.rotation?.checks ?? [])]) {
    const keys = Object.keys(check);
    const kind = Object.keys(CHECK_KEYS).find((each) => keys.includes(each));
    if (kind === undefined) throw new LabError(`${file}: a check has one of ${Object.keys(CHECK_KEYS).join(", ")}`);
    for (const key of keys)
      if (key !== kind && !CHECK_KEYS[kind]!.includes(key)) refuse(`\`${key}\` beside \`${kind}\``);
  }
  const programs = { kill: settings.kill ?? [], restarts: settings.rotation?.restarts ?? [] };
  for (const [list, each] of Object.entries(programs))
    for (const key of each.flatMap((program) => Object.keys(program)))
      if (!["unit", "service", "machine"].includes(key)) refuse(`\`${key}\` in \`${list}\``);
  for (const key of Object.keys(settings.rotation ?? {}))
    if (!["secrets", "restarts", "checks"].includes(key)) refuse(`\`${key}\` in \`rotation\``);
  return settings;
}

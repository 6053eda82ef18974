/**
 * Ops: the narrow waist between kinds and backends. A small closed set of operations on one machine. A kind lowers to
 * these and nothing else; a backend realises these and knows nothing else. `ops.schema.json` describes the same shape
 * for other programs, and `envc build --emit ir` prints it.
 *
 * Field values are resolved for the environment. A field that is given by a variable as a whole is listed in
 * `bindings` (field path → variable name), so that a target which can keep it open may write the variable; texts hold
 * their variables as holes.
 */
import type { AtStart } from "./at-start.ts";
import type { Span } from "../text/span.ts";
import type { ContainerParts } from "./container-parts.ts";
import type { Edit } from "./edit.ts";
import type { EnvironmentVariable } from "./environment-variable.ts";
import type { Text } from "./text.ts";
import type { LocalFile, LocalFolder, ResourceId } from "./value.ts";

/** Identity of an op on its machine, stable between builds: `<op>:<key>`, for example `file:/etc/motd`, `package:nginx`. */
export type OpId = string;

/** Whether a thing shall be there. */
export type Ensure = "present" | "absent";

/** An event that an op sends to a service when the op changed something. */
export interface Trigger {
  readonly action: "restart" | "reload";
  /** Op id of the service (`service:nginx.service`) or of the process (`process:api`; a service once it is expanded). */
  readonly target: OpId;
}

/** Why a container image cannot carry something, and what to do instead. */
export interface MachineOnly {
  /** The end of a sentence: "the kernel filters packets for the whole host". */
  readonly reason: string;
  /** What to type or do, as an imperative phrase. */
  readonly instead: string;
  /** What it gives the programs of its machine all the same, each in its container: a variable that every service finds. */
  readonly variable?: EnvironmentVariable;
}

/** What every op has. */
export interface OpBase {
  readonly id: OpId;
  /** What it does, as an imperative phrase without a final stop, for task names and comments: `Install nginx`. Literal text, no braces. */
  readonly title: string;
  /** The author's doc comment, if any; becomes a comment next to the generated code. */
  readonly doc?: string;
  /** The resource it comes from. */
  readonly resource: ResourceId;
  /** The module instance that it is a part of; missing when several of them say the same. */
  readonly instance?: string;
  /** Explicit predecessors; implied ones (parents, owners, packages, …) are found by the graph. */
  readonly after: readonly OpId[];
  /** What to restart or reload when it changes something. */
  readonly triggers: readonly Trigger[];
  /** Field path → variable name. */
  readonly bindings: Readonly<Record<string, string>>;
  /** The places in the source it comes from, the declaration first. */
  readonly provenance: readonly Span[];
  /** Set on what makes sense on a machine only; a target of containers leaves it out and says so. */
  readonly machineOnly?: MachineOnly;
  /** Something that a kind needs and the author did not write: where a block declares the same thing, that block counts. */
  readonly givesWay?: true;
}

/** A package of the distribution. Title case is not used: `name` is the distribution's name. */
export interface PackageOp extends OpBase {
  readonly op: "package";
  readonly name: string;
  readonly version: string | undefined;
  /** dpkg selection `hold`: never upgraded. */
  readonly hold: boolean;
  readonly ensure: Ensure;
}

/** An apt repository: a deb822 file `/etc/apt/sources.list.d/NAME.sources` and its key `/etc/apt/keyrings/NAME.asc|gpg`. */
export interface RepositoryOp extends OpBase {
  readonly op: "repository";
  readonly name: string;
  readonly types: readonly ("deb" | "deb-src")[];
  readonly uris: readonly string[];
  readonly suites: readonly string[];
  readonly components: readonly string[];
  readonly architectures: readonly string[];
  /** The signing key, vendored in the project; undefined when absent. */
  readonly key: LocalFile | undefined;
  /** Where the key is put. */
  readonly keyPath: string;
  readonly sourcesPath: string;
  readonly ensure: Ensure;
}

/** A group with a pinned id. */
export interface GroupOp extends OpBase {
  readonly op: "group";
  readonly name: string;
  /** undefined only for an absent group. */
  readonly gid: number | undefined;
  readonly system: boolean;
  readonly ensure: Ensure;
}

/** A user with a pinned id. Its home's mode is stated; keys and sudo rules are file ops of their own. */
export interface UserOp extends OpBase {
  readonly op: "user";
  readonly name: string;
  /** undefined only for an absent user. */
  readonly uid: number | undefined;
  /** Name of the primary group, which is an op of its own or comes with the OS. */
  readonly group: string;
  /** Supplementary groups, sorted; exactly these. */
  readonly groups: readonly string[];
  /** GECOS field. */
  readonly comment: string;
  readonly home: string;
  readonly createHome: boolean;
  readonly homeMode: string;
  readonly shell: string;
  readonly system: boolean;
  /** Password login impossible (`!` in shadow(5)). True when there is no password. */
  readonly locked: boolean;
  /** Name of the secret whose value is the password in clear; the target hashes it. */
  readonly passwordSecret: string | undefined;
  readonly ensure: Ensure;
}

/** A directory. Every parent of a declared path is an op of its own, `implied` when nobody wrote it. */
export interface DirectoryOp extends OpBase {
  readonly op: "directory";
  readonly path: string;
  readonly owner: string;
  readonly group: string;
  readonly mode: string;
  /** A parent that nobody declared: made root:root 0755 when missing, left alone when there. */
  readonly implied: boolean;
  /** Owner and group also for everything below (`recursive = true`), modes by type. */
  readonly recursive: { readonly directoryMode: string; readonly fileMode: string } | undefined;
}

/** What a file holds. */
export type Content =
  | { readonly from: "text"; readonly text: Text }
  /** Bytes of a file in the project, kept as they are. */
  | { readonly from: "bytes"; readonly file: LocalFile };

/** A regular file, exactly these bytes. */
export interface FileOp extends OpBase {
  readonly op: "file";
  readonly path: string;
  readonly content: Content;
  readonly owner: string;
  readonly group: string;
  readonly mode: string;
  /** A command which must succeed on the new content before it is put in place; one word is exactly `%s`. */
  readonly validate: readonly string[] | undefined;
}

/** A folder of the project, copied as a whole. The top directory is a directory op of its own. Files that are on the machine but not in the project stay. */
export interface TreeOp extends OpBase {
  readonly op: "tree";
  readonly path: string;
  readonly folder: LocalFolder;
  readonly owner: string;
  readonly group: string;
  readonly directoryMode: string;
  /** Mode of plain files; an executable one gets the matching x bits too. */
  readonly fileMode: string;
}

/** A symbolic link, root:root. */
export interface LinkOp extends OpBase {
  readonly op: "link";
  readonly path: string;
  /** Where it points, as written in the link. */
  readonly target: string;
}

/** A path that shall not exist, whatever it is; a directory goes with all it holds. */
export interface AbsentPathOp extends OpBase {
  readonly op: "absent-path";
  readonly path: string;
  readonly was: "file" | "directory" | "link";
}

/**
 * A change of a part of a file that something else owns. The file must be there (`create` makes an empty one, root:root
 * 0644, when it is not); the rest of it, its owner and its mode stay. Several edits of one file are made in the order of
 * their ids.
 */
export interface EditOp extends OpBase {
  readonly op: "edit";
  readonly path: string;
  readonly edit: Edit;
}

/** The state of a systemd unit. undefined fields are not managed. */
export interface ServiceOp extends OpBase {
  readonly op: "service";
  /** Full unit name: `nginx.service`, `backup.timer`. */
  readonly unit: string;
  readonly enabled: boolean | undefined;
  readonly running: boolean | undefined;
  readonly masked: boolean | undefined;
  /** Ports it listens on, as far as the spec knows, sorted; for containers, which publish only these. */
  readonly listens?: readonly number[];
  /** The unit of a removed process: it is stopped and disabled if it is (still) there. */
  readonly mayBeMissing?: boolean;
}

/** A program to run, shared by processes and schedules. */
export interface Execution {
  /** The program and its arguments; the first word is an absolute path. */
  readonly argv: readonly Text[];
  readonly user: string;
  readonly group: string;
  /** Working directory. */
  readonly directory: string;
  /** Sorted by name. */
  readonly environment: readonly EnvironmentVariable[];
}

/** A long-running command. On a machine: a hardened systemd unit, its environment file and its service. In a container: the image's command. */
export interface ProcessOp extends OpBase, Execution {
  readonly op: "process";
  /** The unit's name without `.service`. */
  readonly name: string;
  readonly description: string;
  readonly restart: "always" | "on-failure" | "no";
  readonly restartSeconds: number;
  readonly stopSignal: string;
  readonly stopSeconds: number;
  /** Ports it listens on, for EXPOSE and documentation. */
  readonly ports: readonly number[];
  /** Only programs of its machine speak to it (FastCGI): a container offers none of its ports to anybody else. */
  readonly onlyForMachine?: true;
  /** Paths it may write besides its state directories. */
  readonly writable: readonly string[];
  /** The most memory that it and what it starts may use; undefined: all there is. */
  readonly memoryBytes?: number;
  /** A command that exits 0 when it is healthy. */
  readonly health: readonly Text[] | undefined;
  readonly enabled: boolean;
  readonly running: boolean;
  readonly ensure: Ensure;
}

/** A command at given times: a systemd timer and its oneshot service. */
export interface ScheduleOp extends OpBase, Execution {
  readonly op: "schedule";
  readonly name: string;
  readonly description: string;
  /** systemd.time(7) calendar event, normalised. */
  readonly onCalendar: string;
  /** Run a missed time after boot. */
  readonly persistent: boolean;
  readonly randomizedDelaySeconds: number;
  /** Paths it may write; empty: everywhere its user may. */
  readonly writable: readonly string[];
  readonly ensure: Ensure;
}

/** A container of an image that somebody else made. On a machine: a systemd unit that runs it. In Compose: a service. */
export interface ContainerOp extends OpBase, ContainerParts {
  readonly op: "container";
  /**
   * Compose only: the server that it fills. It runs to its end each time the containers start, once that server is
   * healthy and before everything that needs it. What it needs of the server it reaches through a volume: it has no network.
   */
  readonly prepares?: OpId;
  readonly ensure: Ensure;
}

/** Kernel settings of one file in sysctl.d(5). The ops of one machine are merged into one. */
export interface SysctlOp extends OpBase {
  readonly op: "sysctl";
  readonly path: string;
  readonly settings: readonly { readonly key: string; readonly value: Text; readonly provenance: readonly Span[] }[];
}

/** A command that is run once, or when something changed. */
export interface ExecOp extends OpBase {
  readonly op: "exec";
  /** For a POSIX shell (`sh -c`). */
  readonly run: Text;
  readonly user: string;
  readonly directory: string;
  readonly environment: readonly EnvironmentVariable[];
  /** Not run when this path exists. */
  readonly creates: string | undefined;
  /** Not run when this command succeeds. */
  readonly unless: Text | undefined;
  /** Run only when this command succeeds. */
  readonly onlyIf: Text | undefined;
  /** Run only when one of these ops changed something (and on the first run). */
  readonly onChange: readonly OpId[];
  /** The author asked for no guard. */
  readonly always: boolean;
  /** What it fetches: what is in there comes after it, and what follows its changes is due when `version` changes. */
  readonly makes?: Made;
  /** Run on a single host of the machine's class only; undefined: on every host. */
  readonly once?: OnceHost;
  /**
   * The other machines that it is given addresses of. Where every machine starts on its own it is tried again until it
   * succeeds, for one of them may not be ready.
   */
  readonly awaits?: readonly string[];
  /**
   * In containers: run when they start, not while the image is built, before the programs that come after it. What it
   * writes into these folders stays. Of root's rights it has `capabilities` alone (capabilities(7)).
   */
  readonly atStart?: AtStart;
}

/** A file or a folder that a command fetches as a whole. */
export interface Made {
  readonly path: string;
  /** The file on the machine whose content says which version is there. */
  readonly version: string;
}

/** The one host of a class that does what is done once: the primary, else the first. */
export interface OnceHost {
  /** The machine of the program that the host is in: another one than the op's where patches split the class. */
  readonly machine: string;
  /** undefined while nobody has said which hosts there are. */
  readonly host: string | undefined;
}

/** The machine's name. */
export interface HostnameOp extends OpBase {
  readonly op: "hostname";
  readonly hostname: Text;
}

/** The time zone: `/etc/localtime` and `/etc/timezone`. */
export interface TimezoneOp extends OpBase {
  readonly op: "timezone";
  readonly timezone: string;
}

/** The system locale: generated, and `LANG` in its file. `C.UTF-8` needs no generation. */
export interface LocaleOp extends OpBase {
  readonly op: "locale";
  readonly locale: string;
  /** The file that holds `LANG`. */
  readonly path: string;
}

/** Text for one target as it is, counted and reported. */
export interface RawOp extends OpBase {
  readonly op: "raw";
  readonly reason: string;
  readonly targets: Readonly<Record<string, Text>>;
}

/** Any op. */
export type Op =
  | PackageOp
  | RepositoryOp
  | GroupOp
  | UserOp
  | DirectoryOp
  | FileOp
  | TreeOp
  | LinkOp
  | AbsentPathOp
  | EditOp
  | ServiceOp
  | ProcessOp
  | ScheduleOp
  | ContainerOp
  | SysctlOp
  | ExecOp
  | HostnameOp
  | TimezoneOp
  | LocaleOp
  | RawOp;

/** The name of an op kind. */
export type OpKind = Op["op"];

/** The op with this kind. */
export type OpOf<K extends OpKind> = Extract<Op, { readonly op: K }>;

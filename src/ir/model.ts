/**
 * The Model: one environment of a project, names resolved, types checked, defaults filled in, patches applied, modules
 * unfolded. Editors stop here.
 */
import type { Span } from "../text/span.ts";
import type { Brings } from "./brings.ts";
import type { Op } from "./ops.ts";
import type { OsRelease } from "./os.ts";
import type { Text } from "./text.ts";
import type { LocalFile, Origin, ResourceId, Value } from "./value.ts";
import type { ValueType } from "./value-type.ts";

/** One attribute of a resource, a machine or a host, with where its value comes from. */
export interface Attribute {
  readonly value: Value;
  readonly origin: Origin;
  /** Where the value was written; for a default, the span of the block. */
  readonly span: Span;
  /** Where each item of a list was written, when all of them stand in it. */
  readonly itemSpans?: readonly Span[];
  /** For a default: why this value. */
  readonly reason?: string;
  /** Whether the value is or contains a secret. */
  readonly secret: boolean;
}

/** A nested block, such as `env { … }` or `ssh { … }`: its attributes by key. */
export interface NestedBlock {
  readonly label: string | undefined;
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly span: Span;
}

/** One declared thing, after list labels, modules and patches. */
export interface Resource {
  readonly id: ResourceId;
  readonly kind: string;
  /** The label as written in the file, resolved: `/etc/motd`, `app`. */
  readonly label: string;
  /** The name on the machine: the label, or for names in the file the module instance's name in front (`acme-app`). */
  readonly name: string;
  readonly absent: boolean;
  /** The module instance that it is a part of: `acme`, or `outer.acme`. */
  readonly instance?: string;
  /** Names of the machines it is on, sorted. */
  readonly machines: readonly string[];
  /** Written, patched and default attributes; an optional one that was not given is missing. */
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blocks: Readonly<Record<string, readonly NestedBlock[]>>;
  /** Resources named in `after = […]`. */
  readonly after: readonly ResourceId[];
  /** What comes with it although no block of its own declares it, on any of its machines. */
  readonly brings?: Brings;
  /** The doc comment above it. */
  readonly doc?: string;
  /** The declaration first, then the places that patched it and the module instances it came through. */
  readonly spans: readonly Span[];
}

/** One real box. */
export interface Host {
  readonly name: string;
  readonly machine: string;
  /** `address`; undefined when not given. */
  readonly address: string | undefined;
  readonly ssh: {
    readonly user?: string;
    readonly port?: number;
    readonly key?: string;
    /** A machine to go through that is not described here: `user@address:port`. */
    readonly via?: string;
    /** The host of this environment to go through; its own user, port, key and way are in that host. */
    readonly viaHost?: string;
  };
  /** Values for `let`s, by full name. */
  readonly values: Readonly<Record<string, Value>>;
  readonly span: Span;
}

/** A class of equal machines. */
export interface Machine {
  readonly name: string;
  /** The class as the file names it; another name than `name` for the part of a class that patches of a host split off. */
  readonly className?: string;
  /** True for the one machine of a file that names none. */
  readonly implicit: boolean;
  readonly os: OsRelease;
  /** Attributes of the machine kind: hostname, timezone, locale, … */
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** In the order they are written. */
  readonly hosts: readonly Host[];
  /** The host that addresses of this machine mean, when it has several. */
  readonly primary: string | undefined;
  readonly doc?: string;
  readonly spans: readonly Span[];
}

/** A `let`, or a `param` of a module instance. */
export interface Variable {
  /** `domain`, or `acme.php` in a module instance. */
  readonly name: string;
  readonly type: ValueType;
  readonly doc?: string;
  /** The value in this environment; undefined when each host gives its own. */
  readonly value: Value | undefined;
  readonly origin: Origin;
  readonly span: Span;
}

/** Where a secret comes from when the target runs. Never its value. */
export type SecretSource =
  | { readonly from: "env"; readonly variable: string }
  | { readonly from: "generate"; readonly length: number }
  | { readonly from: "ask"; readonly prompt: string }
  /** The variable of the vault; a secret without a source is in `vault_NAME`. */
  | { readonly from: "vault"; readonly variable: string }
  | { readonly from: "file"; readonly path: string }
  /** A value of a file that SOPS encrypted; `key` leads to it. */
  | { readonly from: "sops"; readonly file: LocalFile; readonly key: readonly string[] }
  /** A whole file that age encrypted. */
  | { readonly from: "age"; readonly file: LocalFile }
  | { readonly from: "none" };

/** A declared secret. */
export interface Secret {
  /** `db-password`, or `acme.db-password` in a module instance. */
  readonly name: string;
  readonly source: SecretSource;
  /** The command with which a machine gets it by itself, for targets that have nobody to hand it over. */
  readonly fetch?: readonly string[];
  readonly doc?: string;
  readonly span: Span;
}

/** One environment of a project. */
export interface Model {
  /** The project's name: the root file's name without its ending. */
  readonly name: string;
  /** undefined for a file that declares no environment. */
  readonly environment: string | undefined;
  /** `target = …` of the environment: the targets it is meant for; empty when it says nothing. */
  readonly targets: readonly string[];
  readonly machines: readonly Machine[];
  /** In declaration order; modules unfolded in place. */
  readonly resources: readonly Resource[];
  readonly variables: readonly Variable[];
  readonly secrets: readonly Secret[];
  /** The environment's Ansible Vault file, encrypted, when the project has one and a secret is in it. */
  readonly vault?: LocalFile;
  /** The doc comment of the file (above or below the header). */
  readonly doc?: string;
}

/** What a program is lowered for: a machine that boots, or containers that an engine starts. */
export type Form = "machine" | "container";

/** What a kind's lowering may ask. */
export interface LowerContext {
  readonly model: Model;
  readonly machine: Machine;
  readonly form: Form;
  /** The resource with this id, if it exists. */
  find(id: ResourceId): Resource | undefined;
  /** The resource of a kind with this name on this machine. */
  named(kind: string, name: string): Resource | undefined;
  /** Every resource of a kind on this machine, in declaration order. */
  all(kind: string): readonly Resource[];
  /** The Ops ids that a resource lowered to begin with, for triggers: ids are pure functions of kind and name, so this needs no order. */
  opsOf(resource: ResourceId): readonly Op["id"][];
  /** Those of them whose change is a change of the resource. */
  changesOf(resource: ResourceId): readonly Op["id"][];
  readonly text: (value: Value | undefined) => Text | undefined;
}

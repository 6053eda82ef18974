/** What a kind declares. The schema is the only declaration: checking, completion, hover, docs and `explain` come from it. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Brings } from "./brings.ts";
import type { ByHand } from "./by-hand.ts";
import type { LowerContext, Model, Resource } from "./model.ts";
import type { MachineOnly, Op, OpId } from "./ops.ts";
import type { OsRelease } from "./os.ts";
import type { Value } from "./value.ts";
import type { ValueType } from "./value-type.ts";

/** One attribute of a kind or of a nested block. */
export interface AttributeSchema {
  readonly type: ValueType;
  /** One sentence, for somebody who has never run a server. */
  readonly doc: string;
  /** A good value, as it is written in a spec: `"/srv/app"`. */
  readonly example: string;
  readonly required?: boolean;
  /** The value when nothing is written, and why. `describe` stands for one that is computed by the lowering. */
  readonly default?:
    | { readonly value: Value; readonly reason: string }
    | { readonly describe: string; readonly reason: string };
  /** May hold a secret. */
  readonly sensitive?: boolean;
  /** May hold what only each host knows (its name, its own value of a `let`). Elsewhere the lowering refuses it. */
  readonly late?: boolean;
  /** Where a path on the machine is wanted: the help for one that begins with no slash, and was meant inside the project. */
  readonly ifRelative?: (path: string) => string;
}

/** A word that people bring from another tool, and what is written here instead. */
export interface ForeignWord {
  /** What to type: the help of the message. */
  readonly help: string;
  /** The word that means the same here and takes the same value, so that writing it instead is safe. */
  readonly same?: string;
  /** Values that say only what holds anyway, so that the line can go: `state = present`. */
  readonly needless?: readonly string[];
  /** Values for which `absent` stands in front of the block: `state = absent`. */
  readonly gone?: readonly string[];
}

/** Foreign words, in small letters and with `-`; `_` and capitals are found too. */
export type ForeignWords = Readonly<Record<string, ForeignWord>>;

/** What may be asked about a thing while one of its properties is put together. */
export interface PropertyAsk {
  /** Labels of its nested blocks of one name, in the order they are written. */
  labels(block: string): readonly string[];
  /** Whether it says something at a path inside it: `["port"]`, `["user", "shop", "password"]`. */
  says(path: readonly string[]): boolean;
  /** What it says there, as characters; undefined for nothing, for a secret and for what only hosts know. */
  text(path: readonly string[]): string | undefined;
}

/** A piece of a property's text. */
export type PropertyPart =
  | string
  /** The address of the thing as seen from where the property is read. */
  | { readonly part: "host" }
  /** What the thing says at a path inside it; `url`: as a part of a URL, whatever characters it has. */
  | { readonly part: "value"; readonly path: readonly string[]; readonly encoding: "plain" | "url" };

/** What a reference may read of a thing besides its attributes: `db.url`. Also from another machine when the kind is addressable. */
export interface PropertySchema {
  readonly doc: string;
  /** How it is read: `db.url`. */
  readonly example: string;
  /** Its pieces (`label` is that of the nested block that has it), or what is missing and what to write. */
  readonly parts: (
    ask: PropertyAsk,
    label: string,
  ) => readonly PropertyPart[] | { readonly lacks: string; readonly instead: string };
}

/** Properties by name. */
export type PropertySchemas = Readonly<Record<string, PropertySchema>>;

/** A block inside a kind's body. With `map` it holds free keys, all of one type (`env { PORT = "3000" }`). */
export interface NestedBlockSchema {
  readonly doc: string;
  readonly example: string;
  readonly attributes: Readonly<Record<string, AttributeSchema>>;
  readonly map?: {
    readonly value: ValueType;
    /** What a key must look like, and how to say so. */
    readonly key: { readonly pattern: RegExp; readonly describe: string };
    readonly sensitive?: boolean;
    readonly late?: boolean;
  };
  /** May be written several times, each with a label. */
  readonly labelled?: boolean;
  /** What a labelled one makes outlives it: when the block goes, it stays on the machine. */
  readonly stays?: {
    /** The block of the same kind that takes it away, and what must be said in it; missing where nothing does. */
    readonly drop?: { readonly block: string; readonly body: string };
  };
  /** What may be read of it besides its attributes: `db.database.shop.url`. */
  readonly properties?: PropertySchemas;
  /** Attributes of other tools, for the message about an unknown one. */
  readonly foreign?: ForeignWords;
}

/** How the label of a kind works. */
export interface LabelSchema {
  /** `required`, or `none` for a kind without a name. */
  readonly presence: "required" | "none";
  /** A *name on the machine* is shared: two declarations are one resource if they agree. A *name in the file* is private to its module instance. */
  readonly scope: "machine" | "file";
  /** What the name must look like (anchored), and how to say so in a message. */
  readonly pattern: RegExp;
  readonly describe: string;
  readonly example: string;
}

/** What is on a machine besides what the spec declares, as far as a reference may name it. */
export interface ProvidedContext {
  readonly os: OsRelease;
  /** Names of the packages declared on the machine. */
  readonly packages: ReadonlySet<string>;
}

/** A block as far as it says what stays of it on a machine. */
export interface RemainsAsk {
  /** Its name on the machine, or its label where that is not known yet. */
  readonly name: string;
  /** What it says of an attribute, as characters; undefined for nothing, and for what is no single known value. */
  readonly text: (attribute: string) => string | undefined;
}

/** One kind of the vocabulary: one folder in `src/kinds/`. */
export interface Kind {
  readonly name: string;
  /** One sentence. */
  readonly doc: string;
  readonly label: LabelSchema;
  readonly attributes: Readonly<Record<string, AttributeSchema>>;
  readonly blocks: Readonly<Record<string, NestedBlockSchema>>;
  /** The body itself holds free keys besides the attributes (`values common { NODE_ENV = "production" }`). */
  readonly map?: NestedBlockSchema["map"];
  /** Attributes of other tools, for the message about an unknown one. */
  readonly foreign?: ForeignWords;
  /** What this kind, or what it is good for, is called by other tools; for the message about an unknown kind. */
  readonly alsoCalled?: ForeignWords;
  /** How `name.url` of an addressable thing is written: `http` gives `http://HOST:PORT`. Without it there is no `url`. */
  readonly scheme?: string;
  /** What may be read of it besides its attributes. */
  readonly properties?: PropertySchemas;
  /** Whether `absent kind x` has a meaning. */
  readonly absent: boolean;
  /**
   * For a kind that cannot be `absent`: blocks of one line that take away what one of it leaves on a machine, or at least
   * stop it where people's data is in it. Missing where nothing is known of what stays, or where that does not matter.
   */
  readonly remains?: (ask: RemainsAsk) => readonly string[];
  /** Has an address, so with named machines it needs an explicit place. */
  readonly addressable: boolean;
  /** Has no address, and belongs to one machine all the same: with named machines it needs an explicit place, too. */
  readonly placed?: true;
  /** Its things run as a user of their own name, which is made for them, unless they name another one in `user`. */
  readonly ownUser?: true;
  /** Declares nothing on a machine (`values`): never lowered, never placed. */
  readonly virtual?: boolean;
  /** Small complete examples, run as tests; the first is shown by `explain`. `files` are those of the project that it names. */
  readonly examples: readonly {
    readonly title: string;
    readonly source: string;
    readonly files?: Readonly<Record<string, string>>;
  }[];
  /** Names that a bare reference may use although nobody declared them (users of the OS, services of a package). */
  readonly provided?: (name: string, context: ProvidedContext) => boolean;
  /** Checks beyond types. Asked once per resource that is free of type errors. */
  readonly check?: (resource: Resource, model: Model) => readonly Diagnostic[];
  /**
   * What comes with a resource on a machine with this system. Asked without a resource while names are looked up, before
   * attributes are read: then what every resource of the kind brings.
   */
  readonly brings?: (os: OsRelease, resource: Resource | undefined) => Brings;
  /**
   * The op that stands for a resource when another one names it: what is restarted, what another waits for. Known
   * without lowering it; undefined for a kind that puts nothing on a machine. `resource` is missing for what only the
   * system or a package provides.
   */
  readonly primaryOp?: (name: string, os: OsRelease, resource: Resource | undefined) => OpId;
  /** What each target does with it, in a sentence or two; the key is the target's name. */
  readonly targets: Readonly<Record<string, string>>;
  /** For a kind that no container image can carry: why, and what to do there instead. Holds for all its ops. */
  readonly machineOnly?: MachineOnly;
  /** What people do by hand with one of it on a machine. The READMEs of Ansible and cloud-init list it. */
  readonly byHand?: (resource: Resource, context: LowerContext) => readonly Omit<ByHand, "resource">[];
  /** The Ops of one resource on one machine. */
  readonly lower: (resource: Resource, context: LowerContext) => readonly Op[];
  /** Its Ops where programs run in containers, when they are others: an official image instead of a package. */
  readonly lowerContainer?: (resource: Resource, context: LowerContext) => readonly Op[];
}

/** All kinds, by name; handed to the analysis. */
export type KindRegistry = ReadonlyMap<string, Kind>;

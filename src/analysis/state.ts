/**
 * What the phases of the analysis share. A {@link Project} is what the files say, before any environment; an
 * {@link Env} is one environment of it being worked out. Both are built once, filled in by one phase after the other,
 * and thrown away when the Model is made.
 */
import type { AttributeSchema, Kind, KindRegistry } from "../ir/kind.ts";
import type { SecretSource } from "../ir/model.ts";
import type { OsRelease } from "../ir/os.ts";
import type { ProjectFiles, Read } from "../ir/project-files.ts";
import type { Origin, Value } from "../ir/value.ts";
import type { ValueType } from "../ir/value-type.ts";
import type {
  AttributeNode,
  BlockNode,
  EnvironmentNode,
  FileNode,
  LetNode,
  ModuleNode,
  OutputNode,
  ParamNode,
  SecretNode,
  SpreadNode,
  TextPart,
  ValueNode,
  Entry,
} from "../parser/ast.ts";
import type { SourceFile } from "../text/source-file.ts";
import type { Span } from "../text/span.ts";
import type { Budget } from "./budget.ts";
import type { Reporter } from "./report.ts";

// ── what the files say ──────────────────────────────────────────────────────────────────────────────────────────

/** A module as it is declared. */
export interface ModuleDecl {
  readonly name: string;
  readonly node: ModuleNode;
  readonly params: ReadonlyMap<string, ParamNode>;
  readonly lets: readonly LetNode[];
  readonly secrets: readonly SecretNode[];
  readonly outputs: ReadonlyMap<string, OutputNode>;
  readonly blocks: readonly BlockNode[];
}

/** An environment as it is declared; several bodies add up. */
export interface EnvironmentDecl {
  readonly name: string;
  readonly nodes: EnvironmentNode[];
}

/** All files of a project, taken together. */
export interface Project {
  readonly name: string;
  readonly root: string;
  readonly files: ProjectFiles;
  readonly registry: KindRegistry;
  readonly backends: readonly string[];
  /** Names of all kinds and modules. */
  readonly kindNames: ReadonlySet<string>;
  readonly sources: Map<string, SourceFile>;
  readonly asts: ReadonlyMap<string, FileNode>;
  /** The entries of all files, a used file's in the place of its `use`. */
  readonly entries: readonly Entry[];
  readonly modules: ReadonlyMap<string, ModuleDecl>;
  readonly environments: ReadonlyMap<string, EnvironmentDecl>;
  /** Names of the hosts of all environments, as far as they are written as bare words. */
  readonly hostNames: ReadonlySet<string>;
  /** A `machine` block outside every environment; then nothing may stand for the implicit machine. */
  readonly namesMachines: boolean;
  /** Templates that were read, by path: they are sources of spans too. */
  readonly templates: Map<string, readonly TextPart[] | undefined>;
  readonly reporter: Reporter;
  readonly budget: Budget;
  readonly doc: string | undefined;
  /** Local files that were read, by path: a file named ten thousand times is read once. */
  readonly reads: Map<string, Read<Uint8Array>>;
  /** What the bodies say, by block: a list label uses one body many times. */
  readonly bodies: Map<BlockNode, LayerEntries>;
}

// ── one environment ─────────────────────────────────────────────────────────────────────────────────────────────

/** How strong a layer is, weakest first (language reference, section 4, "Precedence"). */
export const levels = { top: 0, machine: 1, environment: 2, environmentMachine: 3, host: 4 } as const;
/** One of {@link levels}. */
export type Level = (typeof levels)[keyof typeof levels];

/** A value that was worked out, `"bad"` when that was reported, `"none"` for an optional one that is not given. */
export type Outcome = Value | "bad" | "none";

/** Where an expression is evaluated in: whose names it sees, and what `this` is. */
export interface Place {
  readonly scope: Scope;
  /** `this.label`. */
  readonly label: string | undefined;
  /** The conditions (`when`) that the place stands under, in canonical spelling. */
  readonly conditions: readonly string[];
}

/** Where and for what an expression is evaluated. */
export interface At {
  readonly env: Env;
  readonly place: Place;
  /** What is being given, for messages: `port`, `the label`. */
  readonly what: string;
  /** The kind, module or declaration that has it, for messages. */
  readonly owner: string;
  /** The attribute that is being given, for its example; undefined where there is none. */
  readonly schema?: AttributeSchema;
  /** The thing that the value belongs to, and the effective machines it is on; undefined outside of things. */
  readonly thing: Thing | undefined;
  readonly machines: readonly string[] | undefined;
  /** Whether a secret may stand here. A `let` or a `param` lets it through: the place of use decides. */
  readonly secrets: "allowed" | "refused" | "flow";
  /** Set when the value must be known while compiling: the name of the place, for the message. */
  readonly constant: string | undefined;
  /** What was touched on the way: whether the value depends on the machine, or came through a param. */
  readonly touched: { machine: boolean; param: boolean };
}

/** A type, or undefined when any value will do. */
export type Wanted = ValueType | undefined;

/** A `let` or a `param` in one environment. */
export interface VariableDecl {
  readonly decl: "variable";
  readonly role: "let" | "param";
  /** As written: `php`. */
  readonly name: string;
  /** With the instances in front: `acme.php`. */
  readonly fullName: string;
  readonly node: LetNode | ParamNode;
  readonly scope: Scope;
  /** undefined for a `let` that says none: then the value decides. */
  readonly type: ValueType | undefined;
  /** What gives the value: the declaration, a patch or an argument; undefined when nothing does. */
  given: Given | undefined;
  /** Whether some host gives a value of its own; known before anything is worked out. */
  perHost: boolean;
  /** What each host says, by host name. */
  readonly hosts: Map<string, ValueNode>;
  state: "new" | "busy" | "done";
  outcome: Outcome;
  /** The value is known while compiling or per host; else (secret, address, file inside) uses copy it. */
  flows: boolean;
  /** Host values that were checked, by host name. */
  readonly hostOutcomes: Map<string, Value>;
}

/** The text that gives a variable its value. */
export interface Given {
  readonly value: ValueNode | BlockNode;
  readonly place: Place;
  readonly origin: Origin;
  readonly level: Level;
}

/** A declared secret. */
export interface SecretDecl {
  readonly decl: "secret";
  readonly name: string;
  readonly fullName: string;
  readonly node: SecretNode;
  readonly scope: Scope;
  given: { readonly value: ValueNode; readonly level: Level } | undefined;
  source: SecretSource;
  /** `fetch = […]`: how a machine gets it by itself. */
  fetchGiven: { readonly value: ValueNode; readonly level: Level } | undefined;
  fetch: readonly string[] | undefined;
}

/** What a name without a dot may stand for as a value. */
export type ValueDecl = VariableDecl | SecretDecl;

/** One body of a thing, or one dotted patch. */
export interface Layer {
  readonly level: Level;
  /** A declaration makes the thing be; a patch changes one that another layer declares. */
  readonly role: "declaration" | "patch";
  /** The machine class (or, at host level, the host) that it is confined to; undefined when it is not. */
  readonly within: string | undefined;
  readonly node: BlockNode | AttributeNode;
  readonly place: Place;
  readonly entries: LayerEntries;
  readonly absent: boolean | undefined;
  /** The module instance it was unfolded from. */
  readonly instance: Instance | undefined;
  /** Every `when` it stands under, its own last. */
  readonly whens: readonly When[];
  /** Effective machines of this layer; set by the placement. */
  machines: readonly string[];
  /** False when its `when` says so. */
  active: boolean;
}

/** A condition and where it is read. */
export interface When {
  readonly value: ValueNode;
  readonly place: Place;
}

/** What a layer says. */
export interface LayerEntries {
  readonly attributes: ReadonlyMap<string, AttributeNode>;
  readonly blocks: readonly BlockNode[];
  readonly spreads: readonly SpreadNode[];
  /** Key in a nested block → attribute, for dotted patches such as `api.env.PORT = "1"`. */
  readonly inner: readonly {
    readonly block: string;
    readonly label: string | undefined;
    readonly key: string;
    readonly node: AttributeNode;
  }[];
}

/** One declared thing in one environment: everything with the same kind and label that is the same resource. */
export interface Thing {
  readonly entity: "thing";
  readonly kind: Kind;
  readonly label: string;
  readonly name: string;
  readonly id: string;
  readonly layers: Layer[];
  /** Set by the placement: names of effective machines, sorted; shared when it is all of them. */
  machines: readonly string[];
  removed: Span | undefined;
  /** A patch of it was reported, so that what it lacks may be what the patch was to give. */
  mistaken: boolean;
  /** Nested blocks that an environment removes: `seed`, or `database.shop` with a label. */
  removedBlocks: Set<string> | undefined;
  /** Attributes read through references, by machine and key. */
  read: Map<string, Outcome | "busy"> | undefined;
}

/** One use of a module. */
export interface Instance {
  readonly entity: "instance";
  readonly module: ModuleDecl;
  readonly label: string;
  /** `acme`, or `outer.acme` inside another instance. */
  readonly fullName: string;
  readonly scope: Scope;
  readonly parent: Instance | undefined;
  /** The conditions that its insides stand under, in canonical spelling. */
  conditions: readonly string[];
  readonly layers: Layer[];
  removed: Span | undefined;
  inner: Scope | undefined;
  /** Machine classes for what it makes; undefined when it says nothing. */
  machines: readonly string[] | undefined;
}

/** Whatever has a label. Machines and hosts are things of the kinds `machine` and `host`. */
export type Entity = Thing | Instance;

/** The names of one place: the top level, or one module instance. */
export interface Scope {
  readonly env: Env;
  readonly instance: Instance | undefined;
  /** `""`, or `acme.`. */
  readonly prefix: string;
  readonly values: Map<string, ValueDecl>;
  /** By label. */
  readonly labels: Map<string, Entity[]>;
  /** By kind (or module), then label. */
  readonly kinds: Map<string, Map<string, Entity>>;
  /** In declaration order. */
  readonly order: Entity[];
  /** Labels of blocks that were reported already; a reference to one is silent. */
  readonly poisoned: Set<string>;
}

/** A class of machines, or the part of one that a host's patches split off. */
export interface MachineState {
  readonly name: string;
  /** The class as the file names it. */
  readonly classThing: Thing | undefined;
  readonly className: string;
  readonly hosts: HostState[];
  os: OsRelease | undefined;
  primary: string | undefined;
  /** Names of the packages declared on it; the key is equal for machines with the same ones. */
  packages: ReadonlySet<string>;
  packagesKey: string;
}

/** One real box. */
export interface HostState {
  readonly name: string;
  readonly thing: Thing;
  /** Machine class. */
  readonly className: string;
  address: string | undefined;
  /** The host that it is reached through, and where that is written. */
  via?: { readonly host: string; readonly span: Span } | undefined;
}

/** One environment being worked out. */
export interface Env {
  readonly project: Project;
  readonly name: string | undefined;
  readonly report: Reporter;
  top: Scope;
  /** Works out a written value. Held here so that the parts that need each other do not import each other. */
  readonly evaluate: (node: ValueNode, type: Wanted, at: At) => Outcome;
  readonly targets: string[];
  /** Things whose label is their name on the machine, by kind and label, across modules. */
  readonly shared: Map<string, Map<string, Thing>>;
  /** Machine classes by name, in declaration order; the implicit one under the project's name. */
  readonly classes: Map<string, Thing>;
  implicit: boolean;
  readonly hosts: Map<string, HostState>;
  /** Effective machines. */
  readonly machines: Map<string, MachineState>;
  /** Effective machines of each class. */
  readonly split: Map<string, readonly string[]>;
  allMachines: readonly string[];
  readonly variables: VariableDecl[];
  readonly secrets: SecretDecl[];
  /** Variables that at least one host gives a value of its own. */
  readonly hostVariables: VariableDecl[];
  readonly instances: Instance[];
  /** Patches by entity, path, level and place: a second one is a mistake. */
  readonly patched: Map<string, Span>;
  /** Blocks that an environment adds, for the lint about near misses. */
  readonly additions: { readonly entity: Entity; readonly span: Span }[];
  /** Outputs that are being worked out, to find circles. */
  readonly openOutputs: Set<string>;
  /** Every thing by id. */
  readonly things: Map<string, Thing>;
  /** Sets of the longer machine lists, for quick questions. */
  readonly sets: Map<readonly string[], ReadonlySet<string>>;
  /** Names on the machine of things with a name in the file, by kind: two must not meet. */
  readonly fileNames: Map<string, Thing>;
}

/**
 * The syntax tree of an `.envspec` file: what was written, nothing interpreted. It keeps comments and blank lines so
 * that the formatter can print the file back. All nodes are immutable and carry the span of what they cover, comments
 * aside.
 */
import type { Span } from "../text/span.ts";

/** What every node has. */
export interface NodeBase {
  readonly span: Span;
}

/** A comment line (`#`, without the line end) or a run of blank lines in front of an entry or a closing brace. */
export type Trivia =
  | { readonly trivia: "comment"; readonly text: string; readonly doc: boolean; readonly span: Span }
  | { readonly trivia: "blank" };

/** What stands around an entry. */
export interface Commented {
  /** Comments and blank lines above, in order. Several blank lines are one. */
  readonly leading: readonly Trivia[];
  /** The comment at the end of the entry's first line, with its `#`. */
  readonly trailing?: string;
  /** The comment at the end of the entry's last line, when that is another line. */
  readonly closing?: string;
}

/** A bare word with its place. */
export interface Word extends NodeBase {
  readonly text: string;
}

/** One step of a path: `.listen` or `."/etc/motd"`. */
export interface Segment extends NodeBase {
  readonly text: string;
  readonly quoted: boolean;
}

/** A dotted path; the first segment is unquoted except in keys such as `"/etc/motd" = …` of a map body. */
export interface Path extends NodeBase {
  readonly segments: readonly Segment[];
}

// ── values ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** A part of a text: literal characters (escapes already read) or an interpolated path. */
export type TextPart =
  | { readonly part: "literal"; readonly text: string; readonly span: Span }
  | { readonly part: "path"; readonly path: Path; readonly span: Span };

/** `"one line"` */
export interface StringNode extends NodeBase {
  readonly type: "string";
  readonly parts: readonly TextPart[];
}

/** A text block between three or more quotes; indentation and the last line end are already handled. */
export interface TextBlockNode extends NodeBase {
  readonly type: "text-block";
  readonly parts: readonly TextPart[];
  /** Number of `$` in front of the opening quotes; 0 is verbatim. */
  readonly dollars: number;
  /** Number of quotes, three or more. */
  readonly quotes: number;
}

/** `0644`, kept as written. */
export interface ModeNode extends NodeBase {
  readonly type: "mode";
  readonly text: string;
}

/** `30s`, `256MB`, `85%`: a number with a unit. */
export interface QuantityNode extends NodeBase {
  readonly type: "quantity";
  readonly amount: string;
  readonly unit: string;
}

/** `42`, `-1`, `1.5`, kept as written. */
export interface NumberNode extends NodeBase {
  readonly type: "number";
  readonly text: string;
}

/** `true` or `false`. */
export interface BoolNode extends NodeBase {
  readonly type: "bool";
  readonly value: boolean;
}

/** One item of a list. */
export interface ListItem extends NodeBase, Commented {
  readonly spread: boolean;
  readonly value: ValueNode;
}

/** `[a, b, ...c]` */
export interface ListNode extends NodeBase {
  readonly type: "list";
  readonly items: readonly ListItem[];
  /** Comments before the closing bracket. */
  readonly inner: readonly Trivia[];
  /** Written over several lines; the formatter keeps that. */
  readonly multiline: boolean;
}

/** `db.url`, `on-failure`, `deploy`: a reference, or an enum's value; analysis decides. */
export interface PathNode extends NodeBase {
  readonly type: "path";
  readonly path: Path;
}

/** `file("./x")`, `generate(48)`, `not(tls)` */
export interface CallNode extends NodeBase {
  readonly type: "call";
  readonly callee: Path;
  readonly args: readonly ValueNode[];
}

/** Something that could not be read; it was already reported. Analysis stays silent about it. */
export interface BadValueNode extends NodeBase {
  readonly type: "bad";
  /** What was written, when it is a number with a unit that is none here, `64M`: the wanted type says what was meant. */
  readonly quantity?: string;
}

/** Any value. */
export type ValueNode =
  | StringNode
  | TextBlockNode
  | ModeNode
  | QuantityNode
  | NumberNode
  | BoolNode
  | ListNode
  | PathNode
  | CallNode
  | BadValueNode;

/** `list(ref(machine))`, `secret(text)`, `text` */
export interface TypeNode extends NodeBase {
  readonly name: string;
  readonly args: readonly TypeNode[];
}

// ── entries ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** A body between braces. */
export interface Body extends NodeBase {
  readonly entries: readonly Entry[];
  /** Comments before the closing brace. */
  readonly inner: readonly Trivia[];
  /** Written on one line; the formatter keeps that while it is short. */
  readonly oneLine: boolean;
}

/** What a label holds: a bare word, a text, or a list of these and of spreads. */
export type LabelNode =
  | (NodeBase & { readonly label: "word"; readonly text: string })
  | (NodeBase & { readonly label: "string"; readonly value: StringNode })
  | (NodeBase & {
      readonly label: "list";
      readonly items: readonly LabelItem[];
      /** Comments before the closing bracket. */
      readonly inner: readonly Trivia[];
      readonly multiline: boolean;
    });

/** One item of a list label. */
export type LabelItem =
  | (NodeBase & Commented & { readonly item: "word"; readonly text: string })
  | (NodeBase & Commented & { readonly item: "string"; readonly value: StringNode })
  | (NodeBase & Commented & { readonly item: "spread"; readonly path: Path });

/** `use "./file.envspec"` */
export interface UseNode extends NodeBase, Commented {
  readonly type: "use";
  readonly path: StringNode;
}

/** `environment prod { … }` */
export interface EnvironmentNode extends NodeBase, Commented {
  readonly type: "environment";
  readonly name: Word;
  readonly body: Body;
}

/** `module client-site { … }` */
export interface ModuleNode extends NodeBase, Commented {
  readonly type: "module";
  readonly name: Word;
  readonly body: Body;
}

/** `let domain: domain = "shop.example"` */
export interface LetNode extends NodeBase, Commented {
  readonly type: "let";
  readonly name: Word;
  readonly valueType?: TypeNode;
  readonly value?: ValueNode;
}

/** `param php: version = "8.2"` */
export interface ParamNode extends NodeBase, Commented {
  readonly type: "param";
  readonly name: Word;
  readonly valueType: TypeNode;
  readonly value?: ValueNode;
}

/** `secret db-password = generate(48)`, `secret [a, b] = …`, `secret token = env("TOKEN") { fetch = […] }` */
export interface SecretNode extends NodeBase, Commented {
  readonly type: "secret";
  readonly label: LabelNode;
  readonly value?: ValueNode;
  readonly body?: Body;
}

/** `output url = front.url` */
export interface OutputNode extends NodeBase, Commented {
  readonly type: "output";
  readonly name: Word;
  readonly value: ValueNode;
}

/** `remove db.seed`, `remove package telnet` */
export interface RemoveNode extends NodeBase, Commented {
  readonly type: "remove";
  readonly path: Path;
  readonly label?: LabelNode;
}

/** `...common-env` in a map body */
export interface SpreadNode extends NodeBase, Commented {
  readonly type: "spread";
  readonly path: Path;
}

/** `owner = deploy`, `api.port = 3000`, `"X-Frame-Options" = "DENY"` */
export interface AttributeNode extends NodeBase, Commented {
  readonly type: "attribute";
  readonly key: Path;
  readonly value: ValueNode;
}

/** `file "/etc/motd" { … }`, `absent package telnet`, `ssh { … }` */
export interface BlockNode extends NodeBase, Commented {
  readonly type: "block";
  readonly absent: boolean;
  readonly kind: Word;
  readonly label?: LabelNode;
  readonly body?: Body;
}

/** Everything that may stand in a body or at the top of a file. */
export type Entry =
  | UseNode
  | EnvironmentNode
  | ModuleNode
  | LetNode
  | ParamNode
  | SecretNode
  | OutputNode
  | RemoveNode
  | SpreadNode
  | AttributeNode
  | BlockNode;

/** `envspec 1` */
export interface HeaderNode extends NodeBase, Commented {
  readonly version: string;
}

/** A whole file. */
export interface FileNode extends NodeBase {
  readonly header?: HeaderNode;
  readonly entries: readonly Entry[];
  /** Comments after the last entry. */
  readonly inner: readonly Trivia[];
}

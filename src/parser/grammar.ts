/**
 * The grammar of `grammar/envspec.ebnf`, with the mistakes that people make as productions of their own. Actions build
 * the tree directly; while Chevrotain records the grammar they see tokens without content, hence `ACTION`.
 */
import { type IOrAlt, isRecognitionException } from "chevrotain";
import { diagnose } from "../diagnostics/diagnose.ts";
import type { BlockNode, Entry, HeaderNode, LabelNode, Segment, Trivia, ValueNode } from "./ast.ts";
import { commentsOf, innerOf, makeSegment, makeWord, spanBetween, tokenSpan } from "./build.ts";
import type { Bodied, Draft, WithoutComments } from "./entry-actions.ts";
import { DeclarationGrammar } from "./grammar-declarations.ts";
import { openingOf } from "./grammar-values.ts";
import { badName } from "./problems.ts";
import type { ReaderOptions } from "./reader.ts";
import {
  Absent,
  BadWord,
  Colon,
  Comma,
  Dot,
  Environment,
  Envspec,
  Equals,
  False,
  LBrace,
  LBracket,
  LParen,
  Mode,
  Module,
  Name,
  Newline,
  Num,
  Quantity,
  RBrace,
  RBracket,
  RParen,
  Secret,
  Text,
  TextBlock,
  This,
  type Token,
  True,
  WrongEquals,
  Yaml,
} from "./tokens.ts";

/** A file as the grammar gives it. */
export interface ParsedFile {
  readonly header: HeaderNode | undefined;
  readonly entries: readonly Entry[];
  readonly inner: readonly Trivia[];
}

/** The parser. One instance is enough: {@link start} forgets everything about the file before. */
export class EnvspecGrammar extends DeclarationGrammar {
  private entryAlternatives: IOrAlt<Draft>[] | undefined;

  constructor(options: ReaderOptions = {}) {
    super(options);
    this.prepare(options.table);
  }

  fileRule = this.RULE("file", (): ParsedFile => {
    let header: HeaderNode | undefined;
    // The dashes that a YAML file starts with.
    this.MANY(() => {
      this.CONSUME(Yaml);
      this.OPTION2(() => this.CONSUME(Newline));
    });
    this.OPTION(() => {
      header = this.SUBRULE(this.header);
    });
    const entries = this.SUBRULE(this.entries);
    return this.ACTION(() => {
      const inner = innerOf(this.peek(1), header === undefined && entries.length === 0);
      this.checkDocs(inner);
      return { header, entries, inner };
    });
  });

  private header = this.RULE("header", (): HeaderNode | undefined => {
    const first = this.CONSUME(Envspec) as Token;
    const version = this.OPTION(() => this.CONSUME(Num)) as Token | undefined;
    const rest = this.ACTION(() => this.skipEntry());
    const last = this.LA(0) as Token;
    const newline = this.OPTION2(() => this.CONSUME(Newline)) as Token | undefined;
    return this.ACTION(() => {
      this.checkVersion(first, version, rest, last);
      const span = spanBetween(this.file, first, last);
      return { version: version?.image ?? "1", ...commentsOf(first, last, true, undefined, newline), span };
    });
  });

  private entries = this.RULE("entries", (): Entry[] => {
    const list: Entry[] = [];
    this.MANY(() => {
      const first = this.LA(1) as Token;
      const reported = this.diagnostics.length;
      const depth = this.depth;
      try {
        const draft = this.SUBRULE(this.entry);
        const last = this.LA(0) as Token;
        let newline = this.OPTION(() => this.CONSUME(Newline)) as Token | undefined;
        this.ACTION(() => {
          newline ??= this.readLeftover(draft);
          this.broken = false;
          if (this.isFull()) this.skipToEnd();
          if (draft.node === undefined) return;
          const comments = commentsOf(first, last, list.length === 0 && this.depth > 0, draft.opening, newline);
          // Finished in place: a copy of every entry is a tenth of the time that a long file takes.
          list.push(Object.assign(draft.node, comments, { span: spanBetween(this.file, first, last) }));
        });
      } catch (error) {
        if (!(error instanceof Error) || !isRecognitionException(error)) throw error;
        this.depth = depth;
        this.recover(reported);
        this.broken = false;
      }
    });
    return list;
  });

  private entry = this.RULE("entry", (): Draft =>
    this.OR(
      (this.entryAlternatives ??= [
        { ALT: () => this.SUBRULE(this.named) },
        { ALT: () => this.SUBRULE(this.quotedKey) },
        { ALT: () => this.SUBRULE(this.letEntry) },
        { ALT: () => this.SUBRULE(this.paramEntry) },
        { ALT: () => this.SUBRULE(this.secretEntry) },
        { ALT: () => this.SUBRULE(this.outputEntry) },
        { ALT: () => this.SUBRULE(this.removeEntry) },
        { ALT: () => this.SUBRULE(this.spreadEntry) },
        { ALT: () => this.SUBRULE(this.absentEntry) },
        { ALT: () => this.SUBRULE(this.useEntry) },
        { ALT: () => this.SUBRULE(this.scopeEntry) },
        { ALT: () => this.SUBRULE(this.oddKey) },
        { ALT: () => this.SUBRULE(this.junk) },
      ]),
    ),
  );

  // ── attributes and blocks ─────────────────────────────────────────────────────────────────────────────────────

  private named = this.RULE("named", (): Draft => {
    const name = this.CONSUME(Name) as Token;
    return this.OR([
      { ALT: () => this.SUBRULE(this.attributeRest, { ARGS: [name] }) },
      { ALT: () => this.SUBRULE(this.blockRest, { ARGS: [name, false] }) },
    ]);
  });

  private quotedKey = this.RULE("quotedKey", (): Draft => {
    const key = this.CONSUME(Text) as Token;
    let draft: Draft | undefined;
    this.OPTION(() => {
      draft = this.SUBRULE(this.attributeRest, { ARGS: [key] });
    });
    return this.ACTION(() => draft ?? this.attributeWithoutSign(key, [makeSegment(this.file, key)], key.image));
  });

  /** `404 = …`, `/var/www = …`: a key that should have stood in quotes; or an entry that starts with no key at all. */
  private oddKey = this.RULE("oddKey", (): Draft => {
    const key = this.OR([
      { ALT: () => this.CONSUME(BadWord) },
      { ALT: () => this.CONSUME(Num) },
      { ALT: () => this.CONSUME(Quantity) },
      { ALT: () => this.CONSUME(Mode) },
    ]) as Token;
    let draft: Draft | undefined;
    this.OPTION(() => {
      this.ACTION(() => this.badLabel(key));
      draft = this.SUBRULE(this.attributeRest, { ARGS: [key] });
    });
    return this.ACTION(() => draft ?? this.unreadable(key));
  });

  /** `{ "." step } "=" value` behind the first word of a key. */
  private attributeRest = this.RULE("attributeRest", (key: Token): Draft => {
    const segments: Segment[] = [];
    this.ACTION(() => segments.push(makeSegment(this.file, key)));
    let before = this.LA(0) as Token;
    const sign = this.OR([
      {
        ALT: () => {
          this.AT_LEAST_ONE(() => {
            this.CONSUME(Dot);
            const segment = this.SUBRULE(this.step);
            if (segment !== undefined) segments.push(segment);
          });
          before = this.LA(0) as Token;
          return this.OPTION(() => this.SUBRULE(this.sign));
        },
      },
      { ALT: () => this.SUBRULE2(this.sign) },
    ]);
    const valueStart = this.LA(1) as Token;
    let value: ValueNode | undefined;
    this.OPTION2({
      GATE: () => sign !== undefined,
      DEF: () => {
        value = this.SUBRULE(this.value);
      },
    });
    let bodied: Bodied | undefined;
    this.OPTION3(() => {
      bodied = this.SUBRULE(this.body);
    });
    return this.ACTION(() => this.finishAttribute({ segments, before, sign, valueStart, value, bodied }));
  });

  private sign = this.RULE("sign", (): Token => {
    return this.OR([
      { ALT: () => this.CONSUME(Equals) },
      { ALT: () => this.CONSUME(WrongEquals) },
      { ALT: () => this.CONSUME(Colon) },
    ]) as Token;
  });

  /** `[ label ] [ body ]` behind a kind. */
  private blockRest = this.RULE("blockRest", (kind: Token, absent: boolean): Draft => {
    const labelStart = this.LA(1) as Token;
    let label: LabelNode | undefined;
    this.OPTION(() => {
      label = this.SUBRULE(this.label);
    });
    const extra = this.ACTION(() => this.readExtraLabels(kind, labelStart, label));
    let bodied: Bodied | undefined;
    this.OPTION2(() => {
      bodied = this.SUBRULE(this.body);
    });
    return this.ACTION((): Draft => {
      if (extra.node !== undefined) return { node: extra.node, name: kind.image };
      if (extra.drop) return { node: undefined, name: kind.image };
      const node: WithoutComments<BlockNode> = {
        type: "block",
        absent,
        kind: makeWord(this.file, kind),
        ...(extra.label === undefined ? {} : { label: extra.label }),
        ...(bodied === undefined ? {} : { body: bodied.body }),
      };
      const listOpening = extra.label?.label === "list" && extra.label.multiline ? openingOf(labelStart) : undefined;
      return { node, name: kind.image, opening: listOpening ?? bodied?.open };
    });
  });

  private body = this.RULE("body", (): Bodied => {
    const open = this.CONSUME(LBrace) as Token;
    this.ACTION(() => this.depth++);
    const entries = this.SUBRULE(this.entries);
    const close = this.CONSUME(RBrace) as Token;
    return this.ACTION(() => {
      this.depth--;
      const inner = innerOf(close, entries.length === 0);
      this.checkDocs(inner);
      return {
        open,
        body: { entries, inner, oneLine: open.line === close.line, span: spanBetween(this.file, open, close) },
      };
    });
  });

  private secretEntry = this.RULE("secretEntry", (): Draft => {
    const first = this.CONSUME(Secret) as Token;
    const labelStart = this.LA(1) as Token;
    const label = this.OPTION(() => this.SUBRULE(this.label));
    const extra = this.ACTION(() => this.readExtraLabels(first, labelStart, label));
    this.ACTION(() => (this.declared = label === undefined ? "" : labelStart.image.replace(/^"|"$/g, "")));
    const given = this.OPTION2(() => this.SUBRULE(this.valueAfterSign));
    const bodied = this.OPTION3(() => this.SUBRULE(this.body));
    return this.ACTION((): Draft => {
      if (extra.label === undefined) {
        if (!this.broken) this.fail(badName(this.source, "a name, as in `secret db-password`", this.peek(1)));
        return { node: undefined, name: "" };
      }
      const node = {
        type: "secret" as const,
        label: extra.label,
        ...(given === undefined ? {} : { value: given.value }),
        ...(bodied === undefined ? {} : { body: bodied.body }),
      };
      const listOpening = extra.label.label === "list" && extra.label.multiline ? openingOf(labelStart) : undefined;
      return {
        node,
        name: "secret",
        valueStart: given?.start,
        opening: listOpening ?? openingOf(given?.start) ?? bodied?.open,
      };
    });
  });

  private absentEntry = this.RULE("absentEntry", (): Draft => {
    this.CONSUME(Absent);
    const kind = this.SUBRULE(this.name, { ARGS: ["what shall be gone, such as `package telnet`"] });
    const draft = this.SUBRULE(this.blockRest, { ARGS: [kind.token, true] });
    return this.ACTION(() => (kind.word === undefined ? { ...draft, node: undefined } : draft));
  });

  private scopeEntry = this.RULE("scopeEntry", (): Draft => {
    const first = this.OR([{ ALT: () => this.CONSUME(Environment) }, { ALT: () => this.CONSUME(Module) }]) as Token;
    const { word } = this.SUBRULE(this.name, {
      ARGS: [`a name, as in \`${first.image} ${first.image === "module" ? "client-site" : "prod"}\``],
    });
    const bodied = this.OPTION(() => this.SUBRULE(this.body));
    return this.ACTION((): Draft => {
      this.checkTopLevel(first);
      if (bodied === undefined && !this.broken) {
        const span = { ...tokenSpan(this.file, first), end: this.last().end };
        this.fail(diagnose("E0153", { word: first.image, name: word?.text ?? "name" }, span));
      }
      if (word === undefined || bodied === undefined) return { node: undefined, name: first.image };
      const type = first.tokenType === Module ? ("module" as const) : ("environment" as const);
      return { node: { type, name: word, body: bodied.body }, name: word.text, opening: bodied.open };
    });
  });

  // ── what is no entry ──────────────────────────────────────────────────────────────────────────────────────────

  private junk = this.RULE("junk", (): Draft => {
    const token = this.OR(
      [
        Envspec,
        Yaml,
        TextBlock,
        True,
        False,
        This,
        Equals,
        WrongEquals,
        Colon,
        Dot,
        Comma,
        LBrace,
        LBracket,
        LParen,
        RBracket,
        RParen,
      ].map((type) => ({ ALT: () => this.CONSUME(type) })),
    ) as Token;
    return this.ACTION(() => this.unreadable(token));
  });
}

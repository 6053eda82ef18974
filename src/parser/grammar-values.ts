/** The half of the grammar below entries: values, paths, labels, types. */
import type { IOrAlt } from "chevrotain";
import { diagnose } from "../diagnostics/diagnose.ts";
import type { Commented, LabelItem, LabelNode, ListItem, Path, Segment, TypeNode, ValueNode } from "./ast.ts";
import {
  commentsOf,
  innerOf,
  makeLabel,
  makeLiteral,
  makePath,
  makeSegment,
  makeString,
  makeTextBlock,
  spanBetween,
  tokenSpan,
} from "./build.ts";
import { describe, notAValue, shouldBeQuoted } from "./problems.ts";
import { Reader } from "./reader.ts";
import { excerpt } from "./scanner.ts";
import {
  BadWord,
  Comma,
  Dot,
  Ellipsis,
  False,
  LBracket,
  LParen,
  Mode,
  Name,
  Num,
  Quantity,
  RBracket,
  RParen,
  Secret,
  Text,
  TextBlock,
  This,
  type Token,
  True,
  Yaml,
  reserved,
} from "./tokens.ts";

/** Rules for values, paths, labels and types. */
export class ValueGrammar extends Reader {
  private stepAlternatives: IOrAlt<Segment | undefined>[] | undefined;
  private valueAlternatives: IOrAlt<ValueNode>[] | undefined;
  private labelAlternatives: IOrAlt<LabelNode>[] | undefined;

  /** A word or a text behind a dot. */
  protected step = this.RULE("step", (): Segment | undefined => {
    const found = this.OR(
      (this.stepAlternatives ??= [
        { ALT: () => this.segment(this.CONSUME(Name) as Token) },
        { ALT: () => this.segment(this.CONSUME(Text) as Token) },
        { ALT: () => this.ACTION(() => this.missingStep()) },
      ]),
    );
    return found;
  });

  protected path = this.RULE("path", (): Path => {
    const first = this.OR([{ ALT: () => this.CONSUME(Name) }, { ALT: () => this.CONSUME(This) }]) as Token;
    const segments: Segment[] = [];
    this.ACTION(() => segments.push(makeSegment(this.file, first)));
    this.MANY(() => {
      this.CONSUME(Dot);
      const segment = this.SUBRULE(this.step);
      if (segment !== undefined) segments.push(segment);
    });
    return this.ACTION(() => makePath(segments));
  });

  protected value = this.RULE("value", (): ValueNode =>
    this.OR(
      (this.valueAlternatives ??= [
        { ALT: () => this.SUBRULE(this.pathOrCall) },
        { ALT: () => this.node(this.CONSUME(Text), (token) => makeString(this.file, token)) },
        {
          ALT: () =>
            this.node(this.CONSUME(Num), (token) => ({
              type: "number",
              text: token.image,
              span: tokenSpan(this.file, token),
            })),
        },
        { ALT: () => this.node(this.CONSUME(Quantity), (token) => this.quantity(token)) },
        {
          ALT: () =>
            this.node(this.CONSUME(Mode), (token) => ({
              type: "mode",
              text: token.image,
              span: tokenSpan(this.file, token),
            })),
        },
        {
          ALT: () =>
            this.node(this.CONSUME(True), (token) => ({
              type: "bool",
              value: true,
              span: tokenSpan(this.file, token),
            })),
        },
        {
          ALT: () =>
            this.node(this.CONSUME(False), (token) => ({
              type: "bool",
              value: false,
              span: tokenSpan(this.file, token),
            })),
        },
        { ALT: () => this.SUBRULE(this.list) },
        { ALT: () => this.node(this.CONSUME(TextBlock), (token) => makeTextBlock(this.file, token)) },
        { ALT: () => this.node(this.CONSUME(BadWord), (token) => this.badValue(token)) },
      ]),
    ),
  );

  protected pathOrCall = this.RULE("pathOrCall", (): ValueNode => {
    const first = this.LA(1) as Token;
    const path = this.SUBRULE(this.path);
    const args: ValueNode[] = [];
    let isCall = false;
    this.OPTION(() => {
      isCall = true;
      this.CONSUME(LParen);
      this.MANY(() =>
        this.OR([
          {
            ALT: () => {
              args.push(this.SUBRULE(this.value));
              this.OPTION2(() => this.CONSUME(Comma));
            },
          },
          { ALT: () => this.strayComma(this.CONSUME2(Comma) as Token) },
        ]),
      );
      this.ACTION(() => this.checkCloser("the brackets of a function"));
      this.CONSUME(RParen);
    });
    return this.ACTION((): ValueNode => {
      const span = spanBetween(this.file, first, this.last());
      return isCall ? { type: "call", callee: path, args, span } : { type: "path", path, span };
    });
  });

  protected list = this.RULE("list", (): ValueNode => {
    const open = this.CONSUME(LBracket) as Token;
    const items: ListItem[] = [];
    this.MANY(() =>
      this.OR([
        { ALT: () => items.push(this.SUBRULE(this.listItem, { ARGS: [items.length === 0] })) },
        { ALT: () => this.strayComma(this.CONSUME(Comma) as Token) },
      ]),
    );
    this.ACTION(() => this.checkCloser("a list"));
    const close = this.CONSUME(RBracket) as Token;
    return this.ACTION((): ValueNode => ({
      type: "list",
      items,
      inner: innerOf(close, items.length === 0),
      multiline: open.line !== close.line,
      span: spanBetween(this.file, open, close),
    }));
  });

  protected listItem = this.RULE("listItem", (isFirst: boolean): ListItem => {
    const first = this.LA(1) as Token;
    let spread = false;
    this.OPTION(() => {
      this.CONSUME(Ellipsis);
      spread = true;
    });
    const valueStart = this.LA(1) as Token;
    const value = this.SUBRULE(this.value);
    const last = this.LA(0) as Token;
    const comma = this.OPTION2(() => this.CONSUME(Comma)) as Token | undefined;
    return this.ACTION((): ListItem => ({
      spread,
      value,
      ...commentsOf(first, last, isFirst, openingOf(valueStart), comma),
      span: spanBetween(this.file, first, last),
    }));
  });

  protected label = this.RULE("label", (): LabelNode =>
    this.OR(
      (this.labelAlternatives ??= [
        { ALT: () => this.node(this.CONSUME(Name), (token) => this.dottedLabel(token)) },
        { ALT: () => this.node(this.CONSUME(Text), (token) => makeLabel(this.file, token)) },
        { ALT: () => this.node(this.CONSUME(BadWord), (token) => this.badLabel(token)) },
        { ALT: () => this.SUBRULE(this.labelList) },
      ]),
    ),
  );

  protected labelList = this.RULE("labelList", (): LabelNode => {
    const open = this.CONSUME(LBracket) as Token;
    const items: LabelItem[] = [];
    this.MANY(() =>
      this.OR([
        { ALT: () => items.push(this.SUBRULE(this.labelItem, { ARGS: [items.length === 0] })) },
        { ALT: () => this.strayComma(this.CONSUME(Comma) as Token) },
      ]),
    );
    this.ACTION(() => this.checkCloser("a list of names"));
    const close = this.CONSUME(RBracket) as Token;
    return this.ACTION((): LabelNode => ({
      label: "list",
      items,
      inner: innerOf(close, items.length === 0),
      multiline: open.line !== close.line,
      span: spanBetween(this.file, open, close),
    }));
  });

  protected labelItem = this.RULE("labelItem", (isFirst: boolean): LabelItem => {
    const first = this.LA(1) as Token;
    let path: Path | undefined;
    const label = this.OR<LabelNode | undefined>([
      {
        ALT: () => {
          this.CONSUME(Ellipsis);
          path = this.SUBRULE(this.path);
          return undefined;
        },
      },
      { ALT: () => this.node(this.CONSUME(Name), (token) => this.dottedLabel(token)) },
      { ALT: () => this.node(this.CONSUME(Text), (token) => makeLabel(this.file, token)) },
      { ALT: () => this.node(this.CONSUME(BadWord), (token) => this.badLabel(token)) },
      { ALT: () => this.node(this.CONSUME(Num), (token) => this.badLabel(token)) },
      { ALT: () => this.node(this.CONSUME(Quantity), (token) => this.badLabel(token)) },
      { ALT: () => this.node(this.CONSUME(Mode), (token) => this.badLabel(token)) },
    ]);
    const last = this.LA(0) as Token;
    const comma = this.OPTION(() => this.CONSUME(Comma)) as Token | undefined;
    return this.ACTION((): LabelItem => {
      const around: Commented & { span: Path["span"] } = {
        ...commentsOf(first, last, isFirst, undefined, comma),
        span: spanBetween(this.file, first, last),
      };
      if (path !== undefined) return { item: "spread", path, ...around };
      if (label?.label === "word") return { item: "word", text: label.text, ...around };
      if (label?.label === "string") return { item: "string", value: label.value, ...around };
      return { item: "string", value: makeLiteral("", around.span), ...around };
    });
  });

  protected type = this.RULE("type", (): TypeNode => {
    const name = this.OR([{ ALT: () => this.CONSUME(Name) }, { ALT: () => this.CONSUME(Secret) }]) as Token;
    const args: TypeNode[] = [];
    this.OPTION(() => {
      this.CONSUME(LParen);
      this.MANY(() =>
        this.OR2([
          {
            ALT: () => {
              args.push(this.SUBRULE(this.type));
              this.OPTION2(() => this.CONSUME(Comma));
            },
          },
          { ALT: () => this.strayComma(this.CONSUME2(Comma) as Token) },
        ]),
      );
      this.ACTION(() => this.checkCloser("the brackets of a type"));
      this.CONSUME(RParen);
    });
    return this.ACTION(() => ({ name: name.image, args, span: spanBetween(this.file, name, this.last()) }));
  });

  // ── actions ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** Runs an action on a token that was just used, but not while the grammar is recorded. */
  protected node<T>(token: unknown, build: (token: Token) => T): T {
    return this.ACTION(() => build(token as Token));
  }

  private segment(token: Token): Segment {
    return this.ACTION(() => {
      if (token.tokenType === Text && token.parts.some((part) => part.part === "path"))
        this.report(() => diagnose("E0148", {}, tokenSpan(this.file, token)));
      return makeSegment(this.file, token);
    });
  }

  private missingStep(): undefined {
    const dot = this.last();
    if (!this.broken) this.fail(diagnose("E0147", { seen: describe(this.peek(1)) }, tokenSpan(this.file, dot)));
    return undefined;
  }

  private quantity(token: Token): ValueNode {
    const amount = /^[\d.]+/.exec(token.image)?.[0] ?? "";
    return { type: "quantity", amount, unit: token.image.slice(amount.length), span: tokenSpan(this.file, token) };
  }

  protected badValue(token: Token): ValueNode {
    this.reportMistake(token);
    const isQuantity = token.mistake?.code === "E0127" || token.mistake?.code === "E0128";
    return { type: "bad", span: tokenSpan(this.file, token), ...(isQuantity ? { quantity: token.image } : {}) };
  }

  /** A label that should have stood in quotes is read as if it did. */
  protected badLabel(token: Token): LabelNode {
    const mistake = token.mistake;
    if (mistake?.code === "E0114" || mistake?.code === "E0146" || mistake?.code === "E0149") this.reportMistake(token);
    else if (token.tokenType !== BadWord || mistake !== undefined)
      this.report(() => shouldBeQuoted(this.source, token, token));
    const span = tokenSpan(this.file, token);
    return { label: "string", value: makeLiteral(token.image, span), span };
  }

  /** `site shop.example.com`: a name with dots is a text. */
  private dottedLabel(token: Token): LabelNode {
    if (this.peek(1).tokenType !== Dot || this.peek(1).start !== token.end) return makeLabel(this.file, token);
    while (
      this.peek(1).tokenType === Dot ||
      (this.last().tokenType === Dot && this.peek(1).start === this.last().end && this.peek(1).tokenType === Name)
    )
      this.take();
    const last = this.last();
    this.report(() => shouldBeQuoted(this.source, token, last));
    const span = spanBetween(this.file, token, last);
    return { label: "string", value: makeLiteral(this.source.text.slice(span.start, span.end), span), span };
  }

  private strayComma(token: Token): void {
    this.ACTION(() => {
      const span = tokenSpan(this.file, token);
      this.report(() =>
        diagnose("E0141", {}, span, { fixes: [{ title: "remove it", safety: "safe", edits: [{ span, text: "" }] }] }),
      );
    });
  }

  /** Reports what stands in a list or between round brackets and cannot, then goes to their end. */
  private checkCloser(where: string): void {
    const token = this.peek(1);
    const type = token.tokenType;
    if (type === RBracket || type === RParen) return;
    if (type !== Yaml && !this.broken) this.report(() => notAValue(this.source, token, where));
    this.skipToCloser();
  }

  /** What stands where the value of `name` is wanted, when it is none. */
  protected missingValue(sign: Token, name: string): ValueNode {
    const token = this.peek(1);
    if (this.atEndOfEntry() || token.tokenType === Comma)
      this.fail(diagnose("E0132", { name: excerpt(name) }, tokenSpan(this.file, sign)));
    else {
      this.fail(notAValue(this.source, token, "a value"));
      if (reserved.has(token.image)) this.take();
    }
    return { type: "bad", span: { file: this.file, start: sign.end, end: sign.end } };
  }
}

/** The bracket that ends the first line of an entry whose value starts with `token`. */
export function openingOf(token: Token | undefined): Token | undefined {
  return token?.tokenType === LBracket ? token : undefined;
}

/** What the grammar of entries does besides reading on: finishing drafts, and making sense of mistakes. */
import { diagnose } from "../diagnostics/diagnose.ts";
import type { Body, Entry, LabelNode, Segment, Trivia, TypeNode, ValueNode } from "./ast.ts";
import { makeLabel, makeLiteral, makePath, makeSegment, spanBetween, tokenSpan } from "./build.ts";
import { ValueGrammar, openingOf } from "./grammar-values.ts";
import { excerpt } from "./scanner.ts";
import { isBlockWithSign, labelFromValue } from "./written-as-attribute.ts";
import { isAtom, isPlainValue } from "./look-ahead.ts";
import {
  attributesBehindName,
  attributesWithoutBraces,
  badName,
  beginsEntry,
  bracesBehindPath,
  describe,
  equalsBeforeBrace,
  isControlWord,
  joinedName,
  leftover,
  missingBrackets,
  missingEquals,
  nameOfSeveralWords,
  reservedWord,
  wrongEquals,
} from "./problems.ts";
import {
  BadWord,
  Comma,
  Dot,
  Envspec,
  Equals,
  LBrace,
  LBracket,
  Name,
  Newline,
  RBrace,
  RBracket,
  Text,
  type Token,
  Yaml,
  makeToken,
  reserved,
} from "./tokens.ts";

/** An entry without what is known only when its line has ended. */
export type WithoutComments<E> = E extends Entry ? Omit<E, "leading" | "trailing" | "closing" | "span"> : never;

/** An entry before its comments are known. */
export interface Draft {
  /** Undefined when the entry cannot be used; the reason was reported. */
  readonly node: WithoutComments<Entry> | undefined;
  readonly name: string;
  readonly valueStart?: Token | undefined;
  /** The bracket that ends the entry's first line. */
  readonly opening?: Token | undefined;
}

/** A body with its opening brace. */
export interface Bodied {
  readonly body: Body;
  readonly open: Token;
}

/** The parts of an attribute as the grammar found them. */
export interface AttributeParts {
  readonly segments: readonly Segment[];
  readonly before: Token;
  readonly sign: Token | undefined;
  readonly valueStart: Token;
  readonly value: ValueNode | undefined;
  readonly bodied: Bodied | undefined;
}

/** What stood behind a kind. */
export interface Labels {
  readonly label: LabelNode | undefined;
  /** The attribute that was meant: `port 3000`. */
  readonly node?: WithoutComments<Entry>;
  readonly drop?: boolean;
}

/** Actions of the entry rules. */
export class EntryActions extends ValueGrammar {
  /** The name that is being declared. */
  protected declared = "";

  protected finishAttribute(parts: AttributeParts): Draft {
    const { segments, before, sign, valueStart, value, bodied } = parts;
    const key = makePath(segments);
    const name = this.source.text.slice(key.span.start, key.span.end);
    if (bodied !== undefined && segments.length > 1 && value === undefined) {
      this.fail(bracesBehindPath(this.source, segments, bodied.body, this.depth));
      return { node: undefined, name, opening: bodied.open };
    }
    if (sign === undefined) return this.attributeWithoutSign(before, segments, name);
    if (bodied !== undefined) {
      this.fail(equalsBeforeBrace(this.source, before, sign, name));
      return { node: this.blockInstead(segments, value, bodied), name, opening: bodied.open };
    }
    const [first] = segments;
    if (segments.length === 1 && first?.quoted === false) {
      const isBlock = isBlockWithSign(first.text, sign.tokenType !== Equals, this.depth);
      const label = isBlock ? labelFromValue(value) : undefined;
      if (label !== undefined && this.atEndOfEntry()) {
        this.fail(equalsBeforeBrace(this.source, before, sign, name));
        const kind = { text: first.text, span: first.span };
        const opening = label.label === "list" && label.multiline ? openingOf(valueStart) : undefined;
        return { node: { type: "block", absent: false, kind, label }, name, opening };
      }
    }
    if (sign.tokenType !== Equals) this.report(() => wrongEquals(this.source, name, sign));
    const given = value ?? this.missingValue(sign, name);
    return { node: { type: "attribute", key, value: given }, name, valueStart, opening: openingOf(valueStart) };
  }

  /** `key = {` and `proxy = front {` were meant as blocks. */
  private blockInstead(
    segments: readonly Segment[],
    value: ValueNode | undefined,
    { body }: Bodied,
  ): WithoutComments<Entry> | undefined {
    const [kind] = segments;
    if (kind === undefined || segments.length > 1 || kind.quoted) return undefined;
    const label = labelFromValue(value);
    const word = { text: kind.text, span: kind.span };
    return { type: "block", absent: false, kind: word, body, ...(label === undefined ? {} : { label }) };
  }

  /** `api.replicas 3`, `"X-Key" "value"`: the sign is missing. */
  protected attributeWithoutSign(before: Token, segments: readonly Segment[], name: string): Draft {
    if (!this.broken) {
      const next = this.peek(1);
      const isLast = this.peek(2).tokenType === Newline;
      this.fail(
        missingEquals(
          this.source,
          name,
          before,
          next,
          isLast && (isPlainValue(next.tokenType) || next.tokenType === Name),
        ),
      );
    }
    this.skipEntry();
    const value: ValueNode = { type: "bad", span: { file: this.file, start: before.end, end: before.end } };
    return { node: { type: "attribute", key: makePath(segments), value }, name };
  }

  /** Looks at what stands behind a kind and its label and is no body: more names, a value, a word of another language. */
  protected readExtraLabels(kind: Token, labelStart: Token, label: LabelNode | undefined): Labels {
    if (this.atEndOfEntry() || this.peek(1).tokenType === LBrace) return { label };
    const next = this.peek(1);
    if (isControlWord(kind.image)) {
      this.fail(diagnose("E0145", { word: kind.image }, tokenSpan(this.file, kind)));
      while (!this.atEndOfEntry() && this.peek(1).tokenType !== LBrace) this.skipOne();
      return { label, drop: true };
    }
    const isLabel = reserved.has(next.image) && this.peek(2).tokenType === LBrace;
    if (label === undefined && isPlainValue(next.tokenType) && !isLabel) return this.readForgottenSign(kind);
    if (label === undefined && (isLabel || (reserved.has(next.image) && isAlone(this.peek(2))))) {
      this.fail(reservedWord(this.source, next, "value"));
      this.take();
      const span = tokenSpan(this.file, next);
      return { label: { label: "string", value: makeLiteral(next.image, span), span } };
    }
    if (label === undefined || label.label === "list") return { label };
    return this.readMoreNames(kind, labelStart, label);
  }

  /** `port 3000` */
  private readForgottenSign(kind: Token): Labels {
    const value = this.peek(1);
    this.fail(missingEquals(this.source, kind.image, kind, value, isAlone(this.peek(2))));
    this.skipEntry();
    const key = makePath([makeSegment(this.file, kind)]);
    return {
      label: undefined,
      node: { type: "attribute", key, value: { type: "bad", span: tokenSpan(this.file, value) } },
    };
  }

  /** `package git curl`, `package git, curl` */
  private readMoreNames(kind: Token, labelStart: Token, label: LabelNode): Labels {
    const items: Token[] = [
      makeToken(
        labelStart.tokenType,
        this.source.text.slice(label.span.start, label.span.end),
        label.span.start,
        label.span.end,
        labelStart.line,
      ),
    ];
    let glued = false;
    for (;;) {
      const token = this.peek(1);
      const isItem =
        isAtom(token.tokenType) ||
        token.tokenType === Comma ||
        (token.tokenType === Dot && token.start === this.last().end);
      if (!isItem || token.mistake?.code === "E0146" || (!glued && beginsEntry(token, this.peek(2)))) break;
      glued = token.tokenType === Dot || token.tokenType === Comma;
      items.push(this.take());
    }
    if (items.length === 1) return { label };
    const oneName = joinedName(kind.image, items);
    if (oneName !== undefined) {
      this.fail(nameOfSeveralWords(this.source, kind.image, items, oneName));
      return { label: { label: "word", text: oneName, span: { ...label.span, end: this.last().end } } };
    }
    const pairs = attributesBehindName(this.source, items);
    if (pairs !== undefined) {
      const isOpen = this.peek(1).tokenType === LBrace;
      this.fail(attributesWithoutBraces(this.source, kind.image, items, pairs, isOpen));
      return { label };
    }
    this.fail(missingBrackets(this.source, kind.image, items, "names"));
    const labels = items.filter(
      (item) => item.tokenType === Name || item.tokenType === Text || item.tokenType === BadWord,
    );
    return {
      label: {
        label: "list",
        inner: [],
        multiline: false,
        span: { ...label.span, end: this.last().end },
        items: labels.map((item, index) => {
          const { span, ...one } = index === 0 ? label : makeLabel(this.file, item);
          if (one.label === "word") return { item: "word", text: one.text, leading: [], span };
          const value = one.label === "string" ? one.value : makeLiteral(item.image, span);
          return { item: "string", value, leading: [], span };
        }),
      },
    };
  }

  /**
   * The line goes on behind a complete entry. Either a second entry stands there, which is read next, or the rest is
   * skipped. Gives the line end that was skipped.
   */
  protected readLeftover(draft: Draft): Token | undefined {
    if (this.atEndOfEntry()) return undefined;
    const [first, second] = [this.peek(1), this.peek(2)];
    const last = this.last();
    if (
      !this.broken &&
      (beginsEntry(first, second) ||
        (last.tokenType === RBrace && (isAtom(first.tokenType) || reserved.has(first.image))))
    ) {
      const at = { file: this.file, start: last.end, end: first.start };
      const text = this.depth > 0 && this.source.text[last.end] !== undefined ? ", " : "\n";
      this.fail(
        diagnose("E0139", {}, tokenSpan(this.file, first), {
          fixes: [
            {
              title: "start a new line",
              safety: "suggested",
              edits: [{ span: at, text: draft.opening === undefined ? text : "\n" }],
            },
          ],
        }),
      );
      return undefined;
    }
    const rest = this.skipEntry();
    if (!this.broken) {
      const { valueStart } = draft;
      const value =
        valueStart === undefined
          ? []
          : [
              makeToken(
                valueStart.tokenType,
                this.source.text.slice(valueStart.start, last.end),
                valueStart.start,
                last.end,
                valueStart.line,
              ),
            ];
      const isSimple = valueStart !== undefined && isAtom(valueStart.tokenType) && !value[0]?.image.includes("(");
      this.fail(
        leftover(this.source, { name: draft.name, valueStart: isSimple ? valueStart : undefined, value }, rest),
      );
    }
    return this.peek(1).tokenType === Newline ? this.take() : undefined;
  }

  /** A declaration that needs a value has none. */
  protected expectSign(name: string): void {
    const before = this.last();
    const next = this.peek(1);
    const isValue = isPlainValue(next.tokenType) || next.tokenType === Name;
    if (!isValue) {
      this.fail(diagnose("E0132", { name }, tokenSpan(this.file, before)));
      return;
    }
    this.fail(missingEquals(this.source, name, before, next, isAlone(this.peek(2))));
  }

  /** What stands where a declaration wants its name: used as the name when it can be. */
  protected otherName(what: string): Token {
    const token = this.peek(1);
    this.report(() => badName(this.source, what, token));
    const isUsed =
      token.tokenType === Text || token.tokenType === BadWord || isAtom(token.tokenType) || reserved.has(token.image);
    if (!isUsed || token.tokenType === Newline) {
      this.broken = true;
      return makeToken(Name, "", token.start, token.start, token.line);
    }
    this.take();
    const text = token.tokenType === Text ? token.image.slice(1, -1) : token.image;
    return makeToken(Name, text === "" ? "_" : text, token.start, token.end, token.line);
  }

  /** `let a.b = 3`: what is declared has a name, not a path. */
  protected checkUndotted(token: Token): void {
    if (this.peek(1).tokenType !== Dot || this.peek(1).start !== token.end) return;
    while (this.peek(1).tokenType === Dot || (this.last().tokenType === Dot && this.peek(1).tokenType === Name))
      this.take();
    const span = spanBetween(this.file, token, this.last());
    this.report(() => diagnose("E0152", { seen: excerpt(this.source.text.slice(span.start, span.end)) }, span));
  }

  protected missingType(colon: Token): TypeNode | undefined {
    const next = this.peek(1);
    if (isPlainValue(next.tokenType) && this.last() === colon) {
      this.fail(wrongEquals(this.source, this.declared, colon));
      this.skipEntry();
      return { name: "text", args: [], span: tokenSpan(this.file, colon) };
    }
    this.fail(diagnose("E0140", { name: this.declared }, tokenSpan(this.file, colon)));
    return undefined;
  }

  /** `environment`, `module` and `use` stand at the top of a file. */
  protected checkTopLevel(word: Token): void {
    if (this.depth > 0) this.report(() => diagnose("E0137", { word: word.image }, tokenSpan(this.file, word)));
  }

  /** A doc comment with nothing below it documents nothing. */
  protected checkDocs(inner: readonly Trivia[]): void {
    for (const trivia of inner) {
      if (trivia.trivia !== "comment" || !trivia.doc) continue;
      const { span } = trivia;
      const edits = [{ span: { ...span, end: span.start + 2 }, text: "#" }];
      this.report(() =>
        diagnose("W0102", {}, span, { fixes: [{ title: "make it a plain comment", safety: "safe", edits }] }),
      );
    }
  }

  /** The header must be `envspec` and a whole number that this compiler knows. */
  protected checkVersion(first: Token, version: Token | undefined, rest: readonly Token[], last: Token): void {
    const span = spanBetween(this.file, first, last);
    if (version === undefined || rest.length > 0 || !/^[1-9]\d*$/.test(version.image)) {
      const fix = { title: "write `envspec 1`", safety: "safe" as const, edits: [{ span, text: "envspec 1" }] };
      const isOne =
        /^envspec\s*[:=]?\s*["'v]?1(?:\.0)?["']?$/.test(this.source.text.slice(span.start, span.end)) || first === last;
      this.report(() =>
        diagnose("E0103", { seen: this.source.text.slice(span.start, span.end).slice(0, 40) }, span, {
          fixes: isOne ? [fix] : [],
        }),
      );
    } else if (version.image !== "1") {
      this.report(() => diagnose("E0102", { version: version.image }, tokenSpan(this.file, version)));
    }
  }

  /** The last resort: something that no entry starts with. */
  protected unreadable(token: Token): Draft {
    const draft: Draft = { node: undefined, name: token.image };
    if (this.broken) return draft;
    this.broken = true;
    if (token.tokenType === Yaml) return draft;
    const span = tokenSpan(this.file, token);
    if (token.tokenType === Envspec) this.report(() => diagnose("E0104", {}, span));
    else if (token.mistake !== undefined && token.mistake.code !== "E0114") this.reportMistake(token);
    else if (token.tokenType === BadWord && token.mistake === undefined) return draft;
    else this.report(() => diagnose("E0199", { seen: describe(token) }, span));
    if (token.tokenType === LBrace || token.tokenType === LBracket) this.skipToPartner();
    return draft;
  }

  private skipToPartner(): void {
    let depth = 1;
    while (depth > 0 && this.peek(1).tokenType.name !== "EOF") {
      const type = this.take().tokenType;
      if (type === LBrace || type === LBracket) depth++;
      else if (type === RBrace || type === RBracket) depth--;
    }
  }
}

function isAlone(next: Token): boolean {
  return next.tokenType === Newline || next.tokenType === RBrace || next.tokenType.name === "EOF";
}

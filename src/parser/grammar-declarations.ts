/** The part of the grammar for declarations: entries that start with a reserved word or three dots and have no body. */
import { diagnose } from "../diagnostics/diagnose.ts";
import type { LabelNode, Segment, ValueNode, Word } from "./ast.ts";
import { makeLiteral, makePath, makeSegment, makeString, makeWord, tokenSpan } from "./build.ts";
import { type Draft, EntryActions } from "./entry-actions.ts";
import { openingOf } from "./grammar-values.ts";
import { shouldBeQuoted, wrongEquals } from "./problems.ts";
import {
  Absent,
  BadWord,
  Colon,
  Dot,
  Ellipsis,
  Equals,
  Let,
  Name,
  Output,
  Param,
  Remove,
  Text,
  type Token,
  Use,
  WrongEquals,
} from "./tokens.ts";

/** Rules for declarations. */
export class DeclarationGrammar extends EntryActions {
  /** A name that is declared; whatever else stands there is reported and, where it can be, taken for one. */
  protected name = this.RULE("name", (what: string): { token: Token; word: Word | undefined } => {
    const keyword = this.LA(0).tokenType;
    const token = this.OR([
      { ALT: () => this.CONSUME(Name) as Token },
      { ALT: () => this.ACTION(() => this.otherName(what)) },
    ]);
    this.ACTION(() => {
      this.declared = token.image;
      if (keyword !== Remove && keyword !== Absent) this.checkUndotted(token);
    });
    return this.ACTION(() => ({ token, word: token.image === "" ? undefined : makeWord(this.file, token) }));
  });

  protected valueAfterSign = this.RULE("valueAfterSign", (): { value: ValueNode; start: Token } => {
    const sign = this.OR([{ ALT: () => this.CONSUME(Equals) }, { ALT: () => this.CONSUME(WrongEquals) }]) as Token;
    this.ACTION(
      () => sign.tokenType === WrongEquals && this.report(() => wrongEquals(this.source, this.declared, sign)),
    );
    const start = this.LA(1) as Token;
    const value = this.OR2([
      { ALT: () => this.SUBRULE(this.value) },
      { ALT: () => this.ACTION(() => this.missingValue(sign, this.declared)) },
    ]);
    return { value, start };
  });

  protected typeAfterColon = this.RULE("typeAfterColon", () => {
    const colon = this.CONSUME(Colon) as Token;
    return this.OR([{ ALT: () => this.SUBRULE(this.type) }, { ALT: () => this.ACTION(() => this.missingType(colon)) }]);
  });

  protected letEntry = this.RULE("letEntry", (): Draft => {
    this.CONSUME(Let);
    const { word } = this.SUBRULE(this.name, { ARGS: ["a name, as in `let domain = …`"] });
    const valueType = this.OPTION(() => this.SUBRULE(this.typeAfterColon));
    const given = this.OPTION2(() => this.SUBRULE(this.valueAfterSign));
    return this.ACTION((): Draft => {
      if (given === undefined && valueType === undefined && !this.broken && !this.atEndOfEntry())
        this.expectSign(this.declared);
      if (word === undefined) return { node: undefined, name: "" };
      const node = {
        type: "let" as const,
        name: word,
        ...(valueType === undefined ? {} : { valueType }),
        ...(given === undefined ? {} : { value: given.value }),
      };
      return { node, name: word.text, valueStart: given?.start, opening: openingOf(given?.start) };
    });
  });

  protected paramEntry = this.RULE("paramEntry", (): Draft => {
    const param = this.CONSUME(Param) as Token;
    const { word } = this.SUBRULE(this.name, { ARGS: ["a name, as in `param domain: domain`"] });
    const valueType = this.OPTION(() => this.SUBRULE(this.typeAfterColon));
    const given = this.OPTION2(() => this.SUBRULE(this.valueAfterSign));
    return this.ACTION((): Draft => {
      if (word === undefined) return { node: undefined, name: "" };
      if (valueType === undefined && !this.broken)
        this.fail(diagnose("E0140", { name: word.text }, { ...tokenSpan(this.file, param), end: word.span.end }));
      const node = {
        type: "param" as const,
        name: word,
        valueType: valueType ?? { name: "text", args: [], span: word.span },
        ...(given === undefined ? {} : { value: given.value }),
      };
      return { node, name: word.text, valueStart: given?.start, opening: openingOf(given?.start) };
    });
  });

  protected outputEntry = this.RULE("outputEntry", (): Draft => {
    this.CONSUME(Output);
    const { word } = this.SUBRULE(this.name, { ARGS: ["a name, as in `output url = …`"] });
    const given = this.OPTION(() => this.SUBRULE(this.valueAfterSign));
    return this.ACTION((): Draft => {
      if (given === undefined && !this.broken) this.expectSign(word?.text ?? "");
      if (word === undefined) return { node: undefined, name: "" };
      const value = given?.value ?? { type: "bad" as const, span: word.span };
      return {
        node: { type: "output", name: word, value },
        name: word.text,
        valueStart: given?.start,
        opening: openingOf(given?.start),
      };
    });
  });

  protected removeEntry = this.RULE("removeEntry", (): Draft => {
    this.CONSUME(Remove);
    const first = this.SUBRULE(this.name, { ARGS: ["what to take out, such as `db.seed` or `package telnet`"] });
    const segments: Segment[] = [];
    let label: LabelNode | undefined;
    const labelStart = this.LA(1) as Token;
    this.OR([
      {
        ALT: () =>
          this.AT_LEAST_ONE(() => {
            this.CONSUME(Dot);
            const segment = this.SUBRULE(this.step);
            if (segment !== undefined) segments.push(segment);
          }),
      },
      {
        ALT: () => {
          label = this.SUBRULE(this.label);
        },
      },
      { ALT: () => undefined },
    ]);
    return this.ACTION((): Draft => {
      if (first.word === undefined) return { node: undefined, name: "" };
      const path = makePath([makeSegment(this.file, first.token), ...segments]);
      const opening = label?.label === "list" && label.multiline ? openingOf(labelStart) : undefined;
      return { node: { type: "remove", path, ...(label === undefined ? {} : { label }) }, name: "remove", opening };
    });
  });

  protected spreadEntry = this.RULE("spreadEntry", (): Draft => {
    const dots = this.CONSUME(Ellipsis) as Token;
    const path = this.OR([{ ALT: () => this.SUBRULE(this.path) }, { ALT: () => undefined }]);
    return this.ACTION((): Draft => {
      if (path !== undefined) return { node: { type: "spread", path }, name: "..." };
      this.fail(diagnose("E0135", { what: "the name of a list or of a `values` block" }, tokenSpan(this.file, dots)));
      return { node: undefined, name: "..." };
    });
  });

  protected useEntry = this.RULE("useEntry", (): Draft => {
    const first = this.CONSUME(Use) as Token;
    const path = this.OR([
      { ALT: () => this.CONSUME(Text) },
      { ALT: () => this.CONSUME(BadWord) },
      { ALT: () => this.CONSUME(Name) },
      { ALT: () => undefined },
    ]) as Token | undefined;
    return this.ACTION((): Draft => {
      this.checkTopLevel(first);
      if (path === undefined) {
        this.fail(diagnose("E0135", { what: "the file to use, in quotes" }, tokenSpan(this.file, first)));
        return { node: undefined, name: "use" };
      }
      if (path.tokenType === Text) return { node: { type: "use", path: makeString(this.file, path) }, name: "use" };
      this.fail(path.mistake?.make() ?? shouldBeQuoted(this.source, path, path));
      return { node: { type: "use", path: makeLiteral(path.image, tokenSpan(this.file, path)) }, name: "use" };
    });
  });
}

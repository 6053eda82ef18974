/**
 * The part of the parser that is not grammar: its state, reporting, and how it goes on after a mistake. The grammar
 * itself is in `grammar.ts`; Chevrotain wants both in one class.
 */
import {
  EarlyExitException,
  EmbeddedActionsParser,
  type ILookaheadStrategy,
  LLkLookaheadStrategy,
  NoViableAltException,
} from "chevrotain";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type SourceFile, createSourceFile } from "../text/source-file.ts";
import { type LookAheadTable, createLookAhead } from "./prepared-look-ahead.ts";
import { describe } from "./problems.ts";
import { maxDiagnostics } from "./scanner.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { LBrace, LBracket, LParen, Newline, RBrace, RBracket, RParen, type Token, vocabulary } from "./tokens.ts";

const noSource = createSourceFile("", "");
const silent = (): string => "";

/** How a parser is made. */
export interface ReaderOptions {
  /** Whether Chevrotain looks for mistakes in the grammar, which takes a while. */
  readonly check?: boolean;
  /** How Chevrotain works out what to look ahead for. */
  readonly strategy?: ILookaheadStrategy;
  /** What to look ahead for, when that was worked out before. */
  readonly table?: LookAheadTable | undefined;
}

/** What {@link Reader} uses of Chevrotain besides its types. */
interface ChevrotainInside {
  readonly lookAheadFuncsCache: Map<number, unknown>;
  selfAnalysisDone: boolean;
  SAVE_ERROR(error: Error): Error;
}

/** State and recovery of the parser. */
export class Reader extends EmbeddedActionsParser {
  /** The file being read. */
  protected source: SourceFile = noSource;
  protected file = "";
  protected diagnostics: Diagnostic[] = [];
  /** Set when the current entry has a mistake that was reported: what follows on its line stays silent. */
  protected broken = false;
  /** Number of bodies around the current entry. */
  protected depth = 0;

  constructor({ check = false, strategy = new LLkLookaheadStrategy({ maxLookahead: 2 }) }: ReaderOptions) {
    super([...vocabulary], {
      maxLookahead: 2,
      lookaheadStrategy: strategy,
      skipValidations: !check,
      recoveryEnabled: false,
      // Messages are made from what the grammar knows at the place; Chevrotain's own are never shown.
      errorMessageProvider: {
        buildMismatchTokenMessage: silent,
        buildNotAllInputParsedMessage: silent,
        buildNoViableAltMessage: silent,
        buildEarlyExitMessage: silent,
      },
    });
  }

  /**
   * Makes the parser ready to read, from a table or by Chevrotain's analysis. With a table nothing is recorded, so this
   * says itself what the analysis would: these are insides of Chevrotain 11.2, which package.json holds it to.
   */
  protected prepare(table: LookAheadTable | undefined): void {
    if (table === undefined) {
      this.performSelfAnalysis();
      return;
    }
    const inside = this as unknown as ChevrotainInside;
    for (const place of table) inside.lookAheadFuncsCache.set(place.key, createLookAhead(place));
    inside.selfAnalysisDone = true;
  }

  /** Chevrotain would look for all that could stand here, to name it in a message that nobody sees. */
  protected raiseNoAltException(): never {
    throw (this as unknown as ChevrotainInside).SAVE_ERROR(new NoViableAltException("", this.LA(1), this.LA(0)));
  }

  /** The same for what has to be there at least once. */
  protected raiseEarlyExitException(): never {
    throw (this as unknown as ChevrotainInside).SAVE_ERROR(new EarlyExitException("", this.LA(1), this.LA(0)));
  }

  /** Makes the parser ready for a file: laid-out tokens, the end of the file last, to which Chevrotain adds its own. */
  start(source: SourceFile, tokens: Token[]): void {
    this.source = source;
    this.file = source.path;
    this.diagnostics = [];
    this.broken = false;
    this.depth = 0;
    this.input = tokens;
  }

  /** What was reported since {@link start}; the list then belongs to the caller, and the file is let go. */
  finish(): Diagnostic[] {
    const { diagnostics } = this;
    this.diagnostics = [];
    this.source = noSource;
    this.input = [];
    return diagnostics;
  }

  /** The token `ahead` places further; 1 is the next one. Past the end: the last one. */
  protected peek(ahead: number): Token {
    for (let i = ahead; i > 0; i--) {
      const token = this.LA(i);
      if ("start" in token) return token as Token;
    }
    return this.last();
  }

  /** The token that was used last. */
  protected last(): Token {
    return this.LA(0) as Token;
  }

  /** Reports a mistake in the current entry. */
  protected fail(diagnostic: Diagnostic | undefined): void {
    if (diagnostic !== undefined) this.diagnostics.push(diagnostic);
    this.broken = true;
  }

  /** Reports a mistake which does not spoil the rest of its entry. */
  protected report(make: () => Diagnostic): void {
    if (!this.isFull()) this.diagnostics.push(make());
  }

  /** Reports the mistake that a token carries, if it does. */
  protected reportMistake(token: Token): void {
    if (token.mistake !== undefined) this.report(token.mistake.make);
  }

  /** True when enough was reported; nobody reads a file on from here. */
  protected isFull(): boolean {
    return this.diagnostics.length >= maxDiagnostics;
  }

  /** Uses the next token, whatever it is. */
  protected take(): Token {
    const token = this.peek(1);
    this.SKIP_TOKEN();
    return token;
  }

  protected atEndOfEntry(): boolean {
    const type = this.peek(1).tokenType;
    return type === Newline || type === RBrace || type.name === "EOF";
  }

  /** Skips to the end of the entry, whole bodies and brackets at once, and gives what was skipped. */
  protected skipEntry(): Token[] {
    const skipped: Token[] = [];
    while (!this.atEndOfEntry()) this.skipOne(skipped);
    return skipped;
  }

  /** Skips one token, or a bracket with everything up to its partner. */
  protected skipOne(skipped: Token[] = []): void {
    let depth = 0;
    do {
      const token = this.take();
      skipped.push(token);
      const type = token.tokenType;
      if (type === LBrace || type === LBracket || type === LParen) depth++;
      else if (type === RBrace || type === RBracket || type === RParen) depth--;
    } while (depth > 0 && this.peek(1).tokenType.name !== "EOF");
  }

  /** Skips what stands in front of the closing bracket of a list or of arguments. */
  protected skipToCloser(): void {
    for (;;) {
      const type = this.peek(1).tokenType;
      if (type === RBracket || type === RParen || type === RBrace || type.name === "EOF") return;
      this.skipOne();
    }
  }

  /** After an entry that could not be read: says so, unless something was said already, and goes on behind it. */
  protected recover(reported: number): void {
    if (this.isFull()) {
      this.skipToEnd();
      return;
    }
    if (this.diagnostics.length === reported) {
      const token = this.peek(1);
      const span = { file: this.file, start: token.start, end: token.end };
      this.diagnostics.push(diagnose("E0199", { seen: describe(token) }, span));
    }
    const before = this.last();
    this.skipEntry();
    if (this.peek(1).tokenType === Newline) this.take();
    else if (this.last() === before && this.peek(1).tokenType === RBrace && this.depth === 0) this.take();
  }

  /** Skips the whole rest of the file. */
  protected skipToEnd(): void {
    while (this.peek(1).tokenType.name !== "EOF") this.take();
  }
}

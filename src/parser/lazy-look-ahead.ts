import { type BaseParser, type ILookaheadStrategy, LLkLookaheadStrategy } from "chevrotain";

type Alternation = ILookaheadStrategy["buildLookaheadForAlternation"];
type Optional = ILookaheadStrategy["buildLookaheadForOptional"];

/**
 * Chevrotain's own way of looking ahead, worked out for each place of the grammar when a file first gets there. Working
 * out all of them takes as long as everything else that a start of envc does, and most files need few.
 */
export class LazyLookAhead extends LLkLookaheadStrategy {
  /** The function that chooses one of several alternatives. */
  override buildLookaheadForAlternation(options: Parameters<Alternation>[0]): ReturnType<Alternation> {
    const make = (): ReturnType<Alternation> => super.buildLookaheadForAlternation(options);
    let known: ReturnType<Alternation> | undefined;
    return function choose(this: BaseParser, alternatives) {
      known ??= make();
      return known.call(this, alternatives);
    };
  }

  /** The function that says whether something which may be left out is there. */
  override buildLookaheadForOptional(options: Parameters<Optional>[0]): ReturnType<Optional> {
    const make = (): ReturnType<Optional> => super.buildLookaheadForOptional(options);
    let known: ReturnType<Optional> | undefined;
    return function isThere(this: BaseParser) {
      known ??= make();
      return known.call(this);
    };
  }
}

/** Works out the table that the bundle looks ahead with; see `src/parser/prepared-look-ahead.ts`. */
import { type ILookaheadStrategy, EOF, LLkLookaheadStrategy, type TokenType, getLookaheadPaths } from "chevrotain";
import { EnvspecGrammar } from "../src/parser/grammar.ts";
import type { LookAheadPlace, LookAheadTable } from "../src/parser/prepared-look-ahead.ts";
import { vocabulary } from "../src/parser/tokens.ts";

type Found = Omit<LookAheadPlace, "key">;
type Alternation = ILookaheadStrategy["buildLookaheadForAlternation"];
type Optional = ILookaheadStrategy["buildLookaheadForOptional"];

/** Chevrotain's own strategy, which remembers what each of its functions looks for. */
class RememberingLookAhead extends LLkLookaheadStrategy {
  readonly found = new Map<unknown, Found>();

  override buildLookaheadForAlternation(options: Parameters<Alternation>[0]): ReturnType<Alternation> {
    const made = super.buildLookaheadForAlternation(options);
    const { prodOccurrence: occurrence, rule, maxLookahead, hasPredicates } = options;
    const paths = getLookaheadPaths({ occurrence, rule, prodType: "Alternation", maxLookahead });
    this.found.set(made, {
      role: hasPredicates ? "gated alternation" : "alternation",
      alternatives: paths.map((alternative) => alternative.map(numbersOf)),
    });
    return made;
  }

  override buildLookaheadForOptional(options: Parameters<Optional>[0]): ReturnType<Optional> {
    const made = super.buildLookaheadForOptional(options);
    const { prodOccurrence: occurrence, rule, maxLookahead, prodType } = options;
    const [inside = []] = getLookaheadPaths({ occurrence, rule, prodType, maxLookahead });
    this.found.set(made, { role: "optional", alternatives: [inside.map(numbersOf)] });
    return made;
  }
}

function numbersOf(path: readonly TokenType[]): readonly number[] {
  return path.map((type) => (type === EOF ? -1 : vocabulary.indexOf(type)));
}

/** Everything that the grammar looks ahead for, place by place. */
export function makeLookAheadTable(): LookAheadTable {
  const strategy = new RememberingLookAhead({ maxLookahead: 2 });
  const grammar = new EnvspecGrammar({ strategy }) as unknown as { readonly lookAheadFuncsCache: Map<number, unknown> };
  return [...grammar.lookAheadFuncsCache].map(([key, made]) => {
    const found = strategy.found.get(made);
    if (found === undefined) throw new Error(`nothing is known about place ${key} of the grammar`);
    return { key, ...found };
  });
}

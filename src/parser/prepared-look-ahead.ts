/**
 * Looking ahead from a table. Chevrotain works out when a program starts what may come at each place of the grammar,
 * which takes longer than all else that `envc check` does with a small file. The grammar does not change after the
 * build, so the build works it out and puts the result into the bundle (`prepared-table.ts`).
 */
import { type BaseParser, type IOrAlt, type TokenType, EOF } from "chevrotain";
import { vocabulary } from "./tokens.ts";

/** The tokens that may come next, as indices in {@link vocabulary}; -1 is the end of the file. */
export type TokenPath = readonly number[];

/** One place of the grammar where the parser has to look ahead. */
export interface LookAheadPlace {
  /** Chevrotain's key of the place: its rule, the method and the occurrence. */
  readonly key: number;
  /** The paths that lead into each alternative; one alternative for what may be left out or repeated. */
  readonly alternatives: readonly (readonly TokenPath[])[];
  readonly role: "alternation" | "gated alternation" | "optional";
}

/** Every place of the grammar where the parser has to look ahead. */
export type LookAheadTable = readonly LookAheadPlace[];

/** What Chevrotain calls at such a place: the number of the alternative, or whether the optional part is there. */
export type LookAhead = (this: BaseParser, alternatives?: readonly IOrAlt<unknown>[]) => number | boolean | undefined;

/** A path of an alternative, without its first token. */
interface Candidate {
  readonly alternative: number;
  readonly rest: readonly number[];
}

/** The look-ahead function of a place: the first alternative of which a path fits, and whose gate is open. */
export function createLookAhead({ alternatives, role }: LookAheadPlace): LookAhead {
  const known: (readonly Candidate[] | undefined)[] = [];
  const isGated = role === "gated alternation";
  const isOptional = role === "optional";
  return function lookAhead(alternativesHere) {
    const parser = this as unknown as { LA(ahead: number): { readonly tokenTypeIdx: number } };
    const first = parser.LA(1).tokenTypeIdx;
    for (const { alternative, rest } of (known[first] ??= findCandidates(alternatives, first))) {
      if (isGated && alternativesHere?.[alternative]?.GATE?.call(this) === false) continue;
      let same = 0;
      while (same < rest.length && parser.LA(same + 2).tokenTypeIdx === rest[same]) same++;
      if (same === rest.length) return isOptional ? true : alternative;
    }
    return isOptional ? false : undefined;
  };
}

/** The paths that begin with a token; an empty path, of an alternative that takes nothing, begins with any. */
function findCandidates(alternatives: LookAheadPlace["alternatives"], first: number): readonly Candidate[] {
  return alternatives.flatMap((paths, alternative) =>
    paths
      .filter(([start]) => start === undefined || typeNumber(start) === first)
      .map((path) => ({ alternative, rest: path.slice(1).map(typeNumber) })),
  );
}

function typeNumber(index: number): number {
  const type: TokenType | undefined = index < 0 ? EOF : vocabulary[index];
  if (type?.tokenTypeIdx === undefined) throw new Error(`there is no token type ${index}`);
  return type.tokenTypeIdx;
}

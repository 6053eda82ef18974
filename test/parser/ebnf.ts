/** Reads `grammar/envspec.ebnf` and writes random sentences of it. */
import fc from "fast-check";

/** A piece of the right side of a rule. */
export type Piece =
  | { readonly is: "literal"; readonly text: string }
  | { readonly is: "rule"; readonly name: string }
  | { readonly is: "words"; readonly text: string }
  | { readonly is: "sequence" | "choice"; readonly pieces: readonly Piece[] }
  | { readonly is: "optional" | "repeated"; readonly piece: Piece };

/** The rules of a grammar, in the order of the file. Throws, naming the place, when the file is not ISO/IEC 14977. */
export function readGrammar(source: string): ReadonlyMap<string, Piece> {
  const tokens = [
    ...source.replace(/\(\*[\s\S]*?\*\)/g, "").matchAll(/\s*("[^"]*"|\?[^?]*\?|[A-Za-z]+|[=,;|{}[\]()])/gy),
  ].map((match) => match[1] ?? "");
  const rules = new Map<string, Piece>();
  let at = 0;
  const take = (wanted?: string): string => {
    const token = tokens[at++] ?? "";
    if (wanted !== undefined && token !== wanted) throw new Error(`token ${at}: ${wanted} is wanted, ${token} found`);
    return token;
  };
  const choice = (): Piece => {
    const pieces = [sequence()];
    while (tokens[at] === "|") {
      at++;
      pieces.push(sequence());
    }
    return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : { is: "choice", pieces };
  };
  const sequence = (): Piece => {
    const pieces = [single()];
    while (tokens[at] === ",") {
      at++;
      pieces.push(single());
    }
    return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : { is: "sequence", pieces };
  };
  const inside = (closer: string): Piece => {
    const piece = choice();
    take(closer);
    return piece;
  };
  const single = (): Piece => {
    const token = take();
    if (token === "[") return { is: "optional", piece: inside("]") };
    if (token === "{") return { is: "repeated", piece: inside("}") };
    if (token === "(") return inside(")");
    if (token.startsWith('"')) return { is: "literal", text: token.slice(1, -1) };
    if (token.startsWith("?")) return { is: "words", text: token };
    return { is: "rule", name: token };
  };
  while (at < tokens.length) {
    const name = take();
    take("=");
    rules.set(name, choice());
    take(";");
  }
  return rules;
}

/** Every rule that a piece names. */
export function namedRules(piece: Piece): readonly string[] {
  switch (piece.is) {
    case "literal":
    case "words":
      return [];
    case "rule":
      return [piece.name];
    case "sequence":
    case "choice":
      return piece.pieces.flatMap(namedRules);
    case "optional":
    case "repeated":
      return namedRules(piece.piece);
  }
}

/** Random sentences of a rule, as lists of tokens; `terminals` writes the rules that are explained in words. */
export function sentences(
  rules: ReadonlyMap<string, Piece>,
  start: string,
  terminals: Readonly<Record<string, fc.Arbitrary<string>>>,
): fc.Arbitrary<readonly string[]> {
  const write = (piece: Piece, depth: number): fc.Arbitrary<readonly string[]> => {
    switch (piece.is) {
      case "literal":
        return fc.constant([piece.text]);
      case "words":
        throw new Error(`nothing writes ${piece.text}`);
      case "rule": {
        const terminal = terminals[piece.name];
        if (terminal !== undefined) return terminal.map((text) => [text]);
        const rule = rules.get(piece.name);
        if (rule === undefined) throw new Error(`there is no rule ${piece.name}`);
        return fc.constant(undefined).chain(() => write(rule, depth - 1));
      }
      case "sequence":
        return fc.tuple(...piece.pieces.map((one) => write(one, depth))).map((parts) => parts.flat());
      case "choice": {
        const pieces = depth > 0 ? piece.pieces : piece.pieces.filter((one) => !isDeep(one));
        return fc.oneof(...(pieces.length > 0 ? pieces : piece.pieces).map((one) => write(one, depth)));
      }
      case "optional":
        return depth <= 0 && isDeep(piece.piece)
          ? fc.constant([])
          : fc.oneof(fc.constant([]), write(piece.piece, depth));
      case "repeated":
        return depth <= 0 && isDeep(piece.piece)
          ? fc.constant([])
          : fc.array(write(piece.piece, depth), { maxLength: 3 }).map((parts) => parts.flat());
    }
  };
  const isDeep = (piece: Piece): boolean =>
    namedRules(piece).some(
      (name) => terminals[name] === undefined && name !== "segment" && name !== "word" && name !== "path",
    );
  const rule = rules.get(start);
  if (rule === undefined) throw new Error(`there is no rule ${start}`);
  return write(rule, 12);
}

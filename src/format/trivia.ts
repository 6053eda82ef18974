import type { Trivia } from "../parser/ast.ts";

/** The lines of comments and blank lines. `first` drops blank lines at the beginning: nothing stands above them. */
export function printTrivia(trivia: readonly Trivia[], depth: number, first: boolean): readonly string[] {
  const lines = trivia.map((each) => (each.trivia === "blank" ? "" : `${"  ".repeat(depth)}${each.text}`));
  while (first && lines[0] === "") lines.shift();
  return lines;
}

import type { Trivia } from "../parser/ast.ts";

/** The lines of comments and blank lines. `first` drops blank lines at the beginning: nothing stands above them. */
export function printTrivia(trivia: readonly Trivia[], depth: number, first: boolean): readonly string[] {
  const lines = trivia.map((each) => (each.trivia === "blank" ? "" : `${"  ".repeat(depth)}${each.text}`));
  const start = first ? lines.findIndex((line) => line !== "") : 0;
  return start < 0 ? [] : lines.slice(start);
}

/** Printing what stands around entries and items. */
import type { Commented, Trivia } from "../parser/ast.ts";

/** The white space in front of a line at a depth of nesting: two spaces each. */
export function indentation(depth: number): string {
  return "  ".repeat(depth);
}

/** Comment lines and blank lines at a depth; `isFirst` drops blank lines that nothing stands above of. */
export function printTrivia(trivia: readonly Trivia[], depth: number, isFirst: boolean): string[] {
  const lines: string[] = [];
  for (const one of trivia) {
    if (one.trivia === "comment") lines.push(indentation(depth) + one.text);
    else if ((lines.length > 0 || !isFirst) && lines.at(-1) !== "") lines.push("");
  }
  return lines;
}

/** Comments in front of a closing bracket or of the end of the file; a blank line at their end says nothing. */
export function printInner(trivia: readonly Trivia[], depth: number, isFirst: boolean): string[] {
  const lines = printTrivia(trivia, depth, isFirst);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

/** The lines of an entry or item with the comments above, behind its first and behind its last line. */
export function withComments(node: Commented, lines: readonly string[], depth: number, isFirst: boolean): string[] {
  const printed = [...lines];
  const above = printTrivia(node.leading, depth, isFirst);
  const last = printed.length - 1;
  if (node.trailing !== undefined) {
    // Written over several lines and printed on one: there is room for one comment behind it, the other goes above.
    if (node.closing !== undefined && last === 0) above.push(indentation(depth) + node.trailing);
    else printed[0] = `${printed[0] ?? ""} ${node.trailing}`;
  }
  if (node.closing !== undefined) printed[last] = `${printed[last] ?? ""} ${node.closing}`;
  return [...above, ...printed];
}

/** True when comments forbid writing something on one line. */
export function needsLines(node: Commented): boolean {
  return node.trailing !== undefined || node.closing !== undefined || hasComments(node.leading);
}

/** True when there is a comment among blank lines. */
export function hasComments(trivia: readonly Trivia[]): boolean {
  return trivia.some((one) => one.trivia === "comment");
}

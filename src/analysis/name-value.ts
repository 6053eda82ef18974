import type { Path } from "../parser/ast.ts";
import type { At } from "./context.ts";
import type { VariableDecl } from "./state.ts";

/** The variable that a path of one word names, for messages that show where it is declared. */
export function nameValue(path: Path, at: At): VariableDecl | undefined {
  const [first, second] = path.segments;
  if (first === undefined || second !== undefined) return undefined;
  const decl = at.place.scope.values.get(first.text);
  return decl?.decl === "variable" ? decl : undefined;
}

import { diagnose } from "../diagnostics/diagnose.ts";
import { literalText, type Text } from "../ir/text.ts";
import { unwrapValue } from "../ir/value.ts";
import type { Path } from "../parser/ast.ts";
import type { At } from "./context.ts";
import type { Outcome } from "./state.ts";
import { printValue, variableHole } from "./values.ts";

/**
 * A value as a part of a text. A variable stays a hole; what cannot stand in a text (a list, a file) is reported.
 * undefined when it, or the value before, was reported.
 */
export function insertValue(value: Outcome, path: Path, at: At): Text | undefined {
  const { report } = at.env;
  const written = path.segments.map((segment) => segment.text).join(".");
  if (value === "bad") return undefined;
  if (value === "none") {
    report.add(diagnose("E0322", { name: written }, path.span));
    return undefined;
  }
  const inner = unwrapValue(value);
  switch (inner?.is) {
    case "list":
      report.add(diagnose("E0312", { name: written }, path.span));
      return undefined;
    case "map":
    case "file":
    case "folder":
      report.add(
        diagnose(
          "E0323",
          { name: written, actual: inner.is === "map" ? "a map" : `a ${inner.is}` },
          path.span,
          inner.is === "file" ? { help: "use `template(…)`, or give the file to an attribute as a whole" } : {},
        ),
      );
      return undefined;
    case "secret":
      return [{ hole: "secret", name: inner.name, encoding: "plain", span: path.span }];
    case "text":
      if (value.is !== "bound") return inner.text;
      break;
    default:
      if (value.is !== "bound") return literalText(printValue(inner) ?? "");
  }
  return [variableHole(value.is === "bound" ? value.variable : "", printValue(value), path.span)];
}

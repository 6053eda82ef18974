import { type Details, diagnose } from "../diagnostics/diagnose.ts";
import { units } from "../parser/units.ts";
import type { Span } from "../text/span.ts";
import type { At, Wanted } from "./context.ts";
import { replaceBy, takesText } from "./literals.ts";

/**
 * Says what to write for a number with a unit that is none here, where the type of its place tells: `64M` is minutes for
 * nobody where a size is wanted, and where any text will do another program reads it as it stands. What was reported
 * (E0127, E0128) stays where the type does not tell.
 */
export function refineQuantity(written: string, type: Wanted, span: Span, at: At): void {
  const [, amount = "", unit = ""] = /^(\d+(?:\.\d+)?)([A-Za-z]+)$/.exec(written) ?? [];
  const isLone = unit === "m" || unit === "M";
  const meant =
    type === undefined || amount === ""
      ? undefined
      : takesText(type)
        ? `"${written}"`
        : isLone && type.type === "duration"
          ? `${amount}min`
          : isLone && type.type === "size"
            ? `${amount}MB`
            : undefined;
  if (meant === undefined) return;
  const details: Details = { help: `write \`${meant}\``, fixes: [replaceBy(span, meant)] };
  at.env.report.refine(
    isLone
      ? diagnose("E0128", { seen: written, amount }, span, details)
      : diagnose("E0127", { unit, units: units.join(", ") }, span, details),
  );
}

import { diagnose } from "../diagnostics/diagnose.ts";
import type { Path } from "../parser/ast.ts";
import type { At, Wanted } from "./context.ts";
import { replaceBy } from "./literals.ts";
import { nameEntity } from "./scope.ts";
import type { Thing } from "./state.ts";

/**
 * Reports words with dots that were meant as a domain or an address on the web, without their quotes. `thing` is what the
 * first word names by chance. False when they are not wanted here or do not look so: then nothing is said.
 */
export function reportUnquotedDomain(path: Path, thing: Thing | undefined, wanted: Wanted, at: At): boolean {
  if (wanted?.type !== "domain" && wanted?.type !== "url") return false;
  const words = path.segments.map((segment) => segment.text);
  if (path.segments.some((segment) => segment.quoted || at.env.report.silences(segment.text))) return false;
  if (!looksLikeDomain(words)) return false;
  const name = words.join(".");
  const text = wanted.type === "url" ? `"https://${name}"` : `"${name}"`;
  const advice = {
    help: `words with dots read what something in this file says; as a text it is written in quotes: \`${text}\``,
    fixes: [replaceBy(path.span, text, "suggested")],
  };
  at.env.report.add(
    thing === undefined
      ? diagnose("E0202", { what: "nothing", name }, path.span, advice)
      : diagnose(
          "E0203",
          { kind: nameEntity(thing), name: words.slice(1).join("."), known: "" },
          path.segments[1]?.span ?? path.span,
          advice,
        ),
  );
  return true;
}

/** Labels of a host name (RFC 1123, 2.1), the last of them letters. */
function looksLikeDomain(words: readonly string[]): boolean {
  return (
    words.length > 1 &&
    words.every((word) => /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(word)) &&
    /^[a-z]{2,}$/i.test(words.at(-1) ?? "")
  );
}

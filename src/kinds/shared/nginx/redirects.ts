/** Old addresses and where they lead. */
import { literalOf, joinTexts, literalText } from "../../../ir/text.ts";
import { type Entry, block, directive } from "./directives.ts";
import { variableName } from "./names.ts";
import type { Redirect, VirtualHost } from "./virtual-host.ts";
import { literal, syntax, value } from "./words.ts";

/**
 * For each redirect that keeps the rest of the address: a variable with that rest, taken from the address as it was sent
 * (`$request_uri`), because the decoded one could hold line ends.
 */
export function redirectMaps(host: VirtualHost): readonly Entry[] {
  return host.redirects.flatMap((redirect, index) =>
    redirect.below
      ? [
          block(
            "map",
            [syntax("$request_uri"), syntax(`$${restVariable(host, index)}`)],
            [directive(startPattern(redirect.path), syntax("$1"))],
          ),
        ]
      : [],
  );
}

/** The locations of the redirects. */
export function redirectEntries(host: VirtualHost): readonly Entry[] {
  return host.redirects.map((redirect, index) => {
    const status = syntax(String(redirect.status));
    const modifier = syntax(redirect.below ? "^~" : "=");
    const target = value(redirect.to);
    const more = redirect.below ? `$${restVariable(host, index)}` : holdsQuery(redirect) ? "" : "$is_args$args";
    return block("location", [modifier, literal(redirect.path)], [directive("return", status, extended(target, more))]);
  });
}

/** The word with variables behind it: inside its quotes where it has some. */
function extended(word: ReturnType<typeof value>, more: string): ReturnType<typeof value> {
  const last = word.at(-1);
  if (typeof last !== "string" || !last.endsWith('"')) return joinTexts(word, literalText(more));
  return joinTexts(word.slice(0, -1), literalText(`${last.slice(0, -1)}${more}"`));
}

function holdsQuery({ to }: Redirect): boolean {
  return (literalOf(to) ?? "").includes("?");
}

function restVariable(host: VirtualHost, index: number): string {
  return variableName(host, `rest_${index + 1}`);
}

/** Everything behind the path, as a regular expression of `map`. */
function startPattern(path: string): string {
  const escaped = path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return `"~^${escaped.replace(/["\\]/g, "\\$&")}(.*)$"`;
}

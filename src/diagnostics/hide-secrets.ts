import type { SourceFile } from "../text/source-file.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Sources } from "./render-human.ts";

/** Codes whose place is a secret in clear: it stands in the file, and must not go on into logs. */
const secretCodes: ReadonlySet<string> = new Set(["E0411", "E0703", "E0705", "W0701"]);

/** A text in quotes that names a file: its path is no secret. No key and no password ends in `.pub` or begins like these. */
const filePath = /^"(?:[\w@~./-]{1,100}\.pub|(?:~|\.{1,2}|\/(?:home|root|etc|Users))\/[\w@./-]{1,100})"$/;

/** The sources with every such place made unreadable, for the excerpts of all messages; lengths stay. */
export function hideSecrets(diagnostics: readonly Diagnostic[], sources: Sources): Sources {
  const hidden = diagnostics.filter(({ code }) => secretCodes.has(code));
  if (hidden.length === 0) return sources;
  const shown = new Map<string, SourceFile>(sources);
  for (const { span } of hidden) {
    const source = shown.get(span.file);
    if (source === undefined) continue;
    const { text } = source;
    const dots = text
      .slice(span.start, span.end)
      .split(/("[^"\n]*")/)
      .map((part) => (filePath.test(part) ? part : part.replace(/[^\s"]/g, "•")))
      .join("");
    shown.set(span.file, { ...source, text: text.slice(0, span.start) + dots + text.slice(span.end) });
  }
  return shown;
}

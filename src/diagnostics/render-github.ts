import { positionAt } from "../text/source-file.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { printableLines } from "./display-text.ts";
import type { Sources } from "./render-human.ts";

/**
 * A workflow command of GitHub Actions, which shows the message at the line of the pull request. Escapes as the
 * runner undoes them (actions/toolkit, packages/core/src/command.ts): `%`, CR and LF in the message, `:` and `,` too in
 * a property. Ends with a line end.
 */
export function renderGithub(diagnostic: Diagnostic, sources: Sources): string {
  const { span, code, title, label, help } = diagnostic;
  const source = sources.get(span.file);
  const properties = [`file=${escapeProperty(source?.path ?? span.file)}`];
  if (source) {
    const from = positionAt(source, span.start);
    const to = positionAt(source, span.end);
    properties.push(`line=${from.line}`, `endLine=${to.line}`, `col=${from.column}`);
    // The runner refuses an end column when the mark goes over several lines.
    if (to.line === from.line) properties.push(`endColumn=${to.column}`);
  }
  properties.push(`title=${escapeProperty(code)}`);
  const message = [title, label, help === undefined ? undefined : `help: ${help}`].filter(
    (part) => part !== undefined && part !== "",
  );
  const level = diagnostic.severity === "note" ? "notice" : diagnostic.severity;
  return `::${level} ${properties.join(",")}::${escapeData(printableLines(message.join("\n")))}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(printableLines(text)).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

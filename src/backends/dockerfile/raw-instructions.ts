/**
 * Reads the instructions of a `raw` block, as far as is needed to keep the rest of the Dockerfile what it is: each
 * must be an instruction that may stand between ours, whole, and in the portable subset.
 */

/** What is wrong with a raw text, with the word or line it is about. */
export type RawProblem =
  | { readonly problem: "unknown"; readonly word: string }
  | { readonly problem: "stage" }
  | { readonly problem: "heredoc" }
  | { readonly problem: "open-end" };

const known: ReadonlySet<string> = new Set(
  "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split(
    " ",
  ),
);

/** The checked lines of a raw text and what it changes for the instructions after it. */
export interface RawInstructions {
  readonly lines: readonly string[];
  readonly changesUser: boolean;
  readonly changesDirectory: boolean;
}

/** Reads the text as the builder does: comments and blank lines between instructions, `\` at a line's end goes on. */
export function readRawInstructions(text: string): RawInstructions | RawProblem {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");
  const names: string[] = [];
  let open = false;
  for (const line of lines) {
    if (/^\s*(#|$)/.test(line)) continue;
    if (!open) {
      const word = /^\s*(\S+)/.exec(line)?.[1] ?? "";
      const name = word.toUpperCase();
      if (name === "FROM") return { problem: "stage" };
      if (!known.has(name)) return { problem: "unknown", word };
      names.push(name);
    }
    if (/(?:^|\s)\d*<<-?\s*["']?[A-Za-z_]/.test(line) && /^(?:RUN|COPY|ADD)$/.test(names.at(-1) ?? ""))
      return { problem: "heredoc" };
    open = /\\[ \t]*$/.test(line);
  }
  if (open) return { problem: "open-end" };
  return { lines, changesUser: names.includes("USER"), changesDirectory: names.includes("WORKDIR") };
}

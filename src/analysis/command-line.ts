import type { Fix } from "../diagnostics/diagnostic.ts";
import type { ValueNode } from "../parser/ast.ts";
import { quoteText } from "../parser/quote.ts";
import { replaceBy } from "./literals.ts";

/** The attributes whose list is a program and its arguments. */
const commandLines: readonly string[] = ["run", "health", "migrate", "validate", "fetch"];

/** What a shell would do something with: quotes, variables, patterns, pipes, comments, the home folder. */
const shellSigns = /["'`$*?[\]{}()<>|&;#~!\\\n]|(?:^|\s)\w+=/;

/** How a command that was written as one text is written as a list. */
export interface WrittenAsList {
  readonly help: string;
  readonly fix: Fix;
}

/**
 * `run = "node server.js"`: the words, when splitting at spaces is all that a shell would do; else the shell itself with the
 * text as it is. Undefined for what is no command of several words.
 */
export function writeAsList(node: ValueNode, attribute: string): WrittenAsList | undefined {
  if (node.type !== "string" || !commandLines.includes(attribute)) return undefined;
  if (node.parts.some((part) => part.part !== "literal")) return undefined;
  const text = node.parts.map((part) => (part.part === "literal" ? part.text : "")).join("");
  if (!/\S\s+\S/.test(text)) return undefined;
  if (shellSigns.test(text)) {
    const list = `["/bin/sh", "-c", ${quoteText(text)}]`;
    return {
      help: `only a shell understands all of it, so start one: \`${list}\``,
      fix: replaceBy(node.span, list, "suggested"),
    };
  }
  const list = `[${text.trim().split(/\s+/).map(quoteText).join(", ")}]`;
  return { help: `write one text per word: \`${list}\``, fix: replaceBy(node.span, list) };
}

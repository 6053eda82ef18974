/**
 * Runs the wrong and the right example of every page in `messages/` through the whole program: the wrong one gives its
 * code, the right one no error. In the pages about output, a path that ends with `@` is a link, with `|` a pipe, with
 * `/` a folder, with `!` a file that may not be read.
 */
import { describe, expect, it } from "vitest";
import { readMessagePages } from "../../scripts/message-pages.ts";
import { catalogue } from "../../src/diagnostics/catalogue.generated.ts";
import { explanations } from "../../src/diagnostics/explanations.generated.ts";
import type { Example } from "../../src/diagnostics/explanation.ts";
import type { MemoryEntry } from "../../src/platform/memory-file-system.ts";
import { createMemoryPlatform } from "../../src/platform/memory-platform.ts";
import { run } from "../../src/cli/run.ts";

const pages = readMessagePages().map(({ code }) => code);

function entryOf(path: string, text: string): readonly [string, MemoryEntry] {
  const name = `/work/${path.replace(/[@|/!]$/, "")}`;
  switch (path.at(-1)) {
    case "@":
      return [name, { link: text.trim() }];
    case "|":
      return [name, { pipe: true }];
    case "/":
      return [name, { directory: true }];
    case "!":
      return [name, { unreadable: true }];
    default:
      return [name, text];
  }
}

async function runExample(
  code: string,
  example: Example,
): Promise<{ readonly codes: readonly string[]; readonly errors: string; readonly exit: number }> {
  const files = Object.fromEntries(example.files.map(({ path, text }) => entryOf(path, text)));
  const platform = createMemoryPlatform({ files });
  const words = ["build", "main.envspec"];
  if (example.target !== undefined) words.push("--target", example.target);
  if (example.environment !== undefined) words.push("--env", example.environment);
  if (code === "W0902") words.push("--adopt");
  const exit = await run(words, platform);
  const errors = platform.printedErrors();
  const codes = [...errors.matchAll(/^(?:error|warning|note)\[([EW]\d{4})\]/gm)].map(([, code = ""]) => code);
  return { codes, errors, exit };
}

it("every page is in the catalogue", () => {
  expect(Object.keys(catalogue).sort()).toEqual(pages);
});

describe.each(pages)("%s", (code) => {
  const page = explanations[code];

  it("the wrong example gives it", async () => {
    const { codes, errors } = await runExample(code, page?.wrong ?? { files: [] });
    expect(codes, errors).toContain(code);
    expect(errors).not.toContain("this is a bug");
  });

  it("the right example gives no error, and builds", async () => {
    const { codes, errors, exit } = await runExample(code, page?.right ?? { files: [] });
    expect(
      codes.filter((each) => each.startsWith("E")),
      errors,
    ).toEqual([]);
    expect(codes).not.toContain(code);
    expect(exit, errors).toBe(0);
  });
});

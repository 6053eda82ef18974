/** The pages of `messages/topics`: every word of the language has one, and what they show works. */
import { describe, expect, it } from "vitest";
import { functionNames } from "../../src/analysis/calls.ts";
import { typeNames } from "../../src/analysis/value-types.ts";
import { backendNames } from "../../src/backends/names.ts";
import { findTopic } from "../../src/cli/explain-topics.ts";
import { run } from "../../src/cli/run.ts";
import { topics } from "../../src/diagnostics/topics.generated.ts";
import { kinds } from "../../src/index.ts";
import { reserved } from "../../src/parser/tokens.ts";
import { createMemoryPlatform } from "../../src/platform/memory-platform.ts";

async function explain(...words: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const platform = createMemoryPlatform({ files: {} });
  const code = await run(["explain", ...words], platform);
  return { code, out: platform.printed(), err: platform.printedErrors() };
}

describe.each(topics.map((topic) => [topic.name, topic] as const))("%s", (_, topic) => {
  it("has an example that builds, with nothing to be said about it that is a mistake or style", async () => {
    const files = Object.fromEntries(
      topic.parts.flatMap((part) => ("code" in part ? [[`/work/${part.path}`, part.code]] : [])),
    );
    const platform = createMemoryPlatform({ files });
    const code = await run(["build", "main.envspec"], platform);
    const errors = platform.printedErrors();
    expect(code, errors).toBe(0);
    // What a target cannot do is another matter.
    expect([...errors.matchAll(/\[(W0[1-7]\d\d)\]/g)].map((match) => match[1])).toEqual([]);
  });

  it("has an example in canonical form", async () => {
    for (const part of topic.parts) {
      if (!("code" in part) || !part.path.endsWith(".envspec")) continue;
      const platform = createMemoryPlatform({ files: { [`/work/${part.path}`]: part.code } });
      await run(["fmt", "--diff", part.path], platform);
      expect(platform.printed()).toBe("");
    }
  });

  it("leads to pages that there are", async () => {
    for (const name of topic.see) expect((await explain(name)).err, name).toBe("");
  });
});

it("no two pages have a word in common, and none takes a kind's", () => {
  const words = topics.flatMap((topic) => [topic.name, ...topic.also]);
  expect(words.filter((word, index) => words.indexOf(word) < index)).toEqual([]);
  expect(words.filter((word) => kinds.has(word))).toEqual([]);
});

it.each([...reserved.keys(), ...functionNames, ...typeNames, ...backendNames])("%s is explained", async (word) => {
  expect((await explain(word)).err).toBe("");
});

it.each([
  ["template", "file()"],
  ["JOIN", "list"],
  ["text block", "text"],
  ['"""', "text"],
  ["file()", "file()"],
  ["process.machine", "place"],
  ["file.after", "after"],
])("%s leads to %s", async (word, name) => {
  expect((await explain(word)).out.split("\n")[0]).toBe(name);
});

it("a kind comes before a topic, and leads on to the topics that speak of it", async () => {
  const { out } = await explain("environment");
  expect(out.split("\n")[0]).toBe("environment");
  expect(out).toMatch(/See also: .*patch/);
});

it("lists everything when asked for nothing", async () => {
  const { code, out } = await explain();
  expect(code).toBe(0);
  for (const name of [...kinds.keys(), ...topics.map((topic) => topic.name)]) expect(out).toContain(`  ${name} `);
});

it.each([
  ["sekret", "secret"],
  ["targt", "target"],
  ["proces", "process"],
])("%s is near %s", async (word, near) => {
  const { code, err } = await explain(word);
  expect(code).toBe(2);
  expect(err).toContain(`Did you mean \`${near}\`?`);
  expect(err).toContain("`envc explain` alone lists");
});

it.each([
  ["cron", "schedule"],
  ["tls", "certificate"],
  ["postgresql", "postgres"],
])("%s is what others call %s", async (word, kind) => {
  const { code, out } = await explain(word);
  expect(code).toBe(0);
  expect(out.split("\n")[0]).toBe(kind);
});

it("a word that only kinds have leads to them", async () => {
  expect((await explain("backup")).err).toContain("Type one of: `mysql.backup`, `postgres.backup`, `redis.backup`.");
  expect((await explain("database.owner")).err).toContain(
    "Type one of: `mysql.database.owner`, `postgres.database.owner`.",
  );
  // A word for a kind that is a part of others, too.
  expect((await explain("database")).out).toMatch(
    /^postgres\n[^]*\nSee also: mysql\.database, postgres\.database \(envc/,
  );
  expect((await explain("owner")).err).toMatch(/Type one of: (`[a-z-]+\.owner`, ){5}`[a-z-]+\.owner`, and more kinds/);
});

it.each(["constructor", "process.constructor", "process.env.constructor", "process.constructor.name", "toString"])(
  "%s is nothing",
  async (word) => expect((await explain(word)).code).toBe(2),
);

it("finds a function with and without its brackets", () => {
  expect(findTopic(topics, "vault()")?.name).toBe("secret");
  expect(findTopic(topics, "vault")?.name).toBe("secret");
  expect(findTopic(topics, "nothing")).toBeUndefined();
});

/**
 * Turns the pages in `messages/` and in the folders of the kinds into three modules: the catalogue (titles and help, loaded with every run), the
 * explanations (long texts and examples) and the topics, which `explain`, the docs and the tests load.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TopicPage } from "../src/diagnostics/topic-page.ts";
import type { MessagePage } from "./message-page.ts";
import { readMessagePages } from "./message-pages.ts";
import { parseTopic } from "./topic-page.ts";
import { root, writeIfChanged } from "./write-if-changed.ts";

/** Writes the three modules; throws, naming the page, when one is not as `messages/README.md` describes it. */
export function generateMessages(): void {
  const pages = readMessagePages();
  const folder = join(root, "messages/topics");
  const topics = readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => parseTopic(name, readFileSync(join(folder, name), "utf8")));
  writeIfChanged("src/diagnostics/catalogue.generated.ts", renderCatalogue(pages));
  writeIfChanged("src/diagnostics/explanations.generated.ts", renderExplanations(pages));
  writeIfChanged("src/diagnostics/topics.generated.ts", renderTopics(topics));
}

function renderCatalogue(all: readonly MessagePage[]): string {
  const rows = all.map(
    (p) =>
      `  ${p.code}: { slug: ${JSON.stringify(p.slug)}, severity: ${JSON.stringify(p.severity)}, ` +
      `title: ${JSON.stringify(p.title)}, help: ${JSON.stringify(p.help)} },`,
  );
  return (
    "// Generated from the pages of the messages by `npm run generate`; edit the pages instead.\n\n" +
    "/** Title and help of every code, as templates; an empty help means there is none. */\n" +
    `export const catalogue = {\n${rows.join("\n")}\n} as const;\n`
  );
}

function renderExplanations(all: readonly MessagePage[]): string {
  const rows = all.map((p) => `  ${p.code}: ${JSON.stringify({ text: p.text, wrong: p.wrong, right: p.right })},`);
  return (
    "// Generated from the pages of the messages by `npm run generate`; edit the pages instead.\n\n" +
    'import type { Explanation } from "./explanation.ts";\n\n' +
    "/** The long explanation and the examples of every code. */\n" +
    `export const explanations: Readonly<Record<string, Explanation>> = {\n${rows.join("\n")}\n};\n`
  );
}

function renderTopics(all: readonly TopicPage[]): string {
  const rows = all.map((topic) => `  ${JSON.stringify(topic)},`);
  return (
    "// Generated from messages/topics/*.md by `npm run generate`; edit the pages instead.\n\n" +
    'import type { TopicPage } from "./topic-page.ts";\n\n' +
    "/** Every page about the language, by name. */\n" +
    `export const topics: readonly TopicPage[] = [\n${rows.join("\n")}\n];\n`
  );
}

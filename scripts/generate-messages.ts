/**
 * Turns the pages in `messages/` into three modules: the catalogue (titles and help, loaded with every run), the
 * explanations (long texts and examples) and the topics, which `explain`, the docs and the tests load.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TopicPage } from "../src/diagnostics/topic-page.ts";
import { type MessagePage, parsePage } from "./message-page.ts";
import { parseTopic } from "./topic-page.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "messages");

const pages = readdirSync(folder)
  .filter((name) => /^[EW]\d{4}\.md$/.test(name))
  .sort()
  .map((name) => parsePage(name.slice(0, 5), readFileSync(join(folder, name), "utf8")));

const slugs = new Set<string>();
for (const page of pages) {
  if (slugs.has(page.slug)) throw new Error(`${page.code}: the slug ${page.slug} is taken`);
  slugs.add(page.slug);
}

const topics = readdirSync(join(folder, "topics"))
  .filter((name) => name.endsWith(".md"))
  .sort()
  .map((name) => parseTopic(name, readFileSync(join(folder, "topics", name), "utf8")));

writeIfChanged("src/diagnostics/catalogue.generated.ts", renderCatalogue(pages));
writeIfChanged("src/diagnostics/explanations.generated.ts", renderExplanations(pages));
writeIfChanged("src/diagnostics/topics.generated.ts", renderTopics(topics));

function renderCatalogue(all: readonly MessagePage[]): string {
  const rows = all.map(
    (p) =>
      `  ${p.code}: { slug: ${JSON.stringify(p.slug)}, severity: ${JSON.stringify(p.severity)}, ` +
      `title: ${JSON.stringify(p.title)}, help: ${JSON.stringify(p.help)} },`,
  );
  return (
    "// Generated from messages/*.md by `npm run generate`; edit the pages instead.\n\n" +
    "/** Title and help of every code, as templates; an empty help means there is none. */\n" +
    `export const catalogue = {\n${rows.join("\n")}\n} as const;\n`
  );
}

function renderExplanations(all: readonly MessagePage[]): string {
  const rows = all.map((p) => `  ${p.code}: ${JSON.stringify({ text: p.text, wrong: p.wrong, right: p.right })},`);
  return (
    "// Generated from messages/*.md by `npm run generate`; edit the pages instead.\n\n" +
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

function writeIfChanged(path: string, text: string): void {
  const full = join(root, path);
  let before = "";
  try {
    before = readFileSync(full, "utf8");
  } catch {
    // The first run: there is nothing to compare with.
  }
  if (before !== text) writeFileSync(full, text);
}

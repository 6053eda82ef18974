import { foldText, padDisplay, displayWidth } from "../diagnostics/display-text.ts";
import type { Palette } from "../diagnostics/palette.ts";
import type { TopicPage } from "../diagnostics/topic-page.ts";
import type { Kind } from "../ir/kind.ts";

/** The page that a word belongs to: its name or one of its other words; `env` finds `env()`. Undefined when there is none. */
export function findTopic(topics: readonly TopicPage[], word: string): TopicPage | undefined {
  const plain = (text: string): string => text.toLowerCase().replace(/\(\)?$/, "");
  const matches = (text: string): boolean => text.toLowerCase() === word.toLowerCase();
  const nearly = (text: string): boolean => plain(text) === plain(word);
  const names = (topic: TopicPage): readonly string[] => [topic.name, ...topic.also];
  return topics.find((topic) => names(topic).some(matches)) ?? topics.find((topic) => names(topic).some(nearly));
}

/** A page about the language, as lines for a terminal. */
export function renderTopicPage(topic: TopicPage, palette: Palette, columns: number): readonly string[] {
  const lines = [palette.strong(topic.name), ""];
  const hasFiles = topic.parts.some((part) => "path" in part && part.path !== "main.envspec");
  for (const part of topic.parts) {
    if ("code" in part) {
      if (hasFiles) lines.push(palette.dim(`    # ${part.path}`));
      for (const line of part.code.trimEnd().split("\n")) lines.push(line === "" ? "" : `    ${palette.code(line)}`);
    } else lines.push(...foldMarkdown(part.text, columns));
    lines.push("");
  }
  return [...lines, ...seeAlso(topic.see, palette, columns)];
}

/** Markdown as text: paragraphs and the items of lists are folded. */
function foldMarkdown(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const [index, paragraph] of text.split(/\n{2,}/).entries()) {
    if (index > 0) lines.push("");
    for (const item of paragraph.split(/\n(?=- )/)) {
      const isItem = item.startsWith("- ");
      const folded = foldText(item.slice(isItem ? 2 : 0).replace(/\n\s*/g, " "), isItem ? columns - 2 : columns);
      lines.push(...folded.map((line, at) => (isItem ? `${at === 0 ? "- " : "  "}${line}` : line)));
    }
  }
  return lines;
}

/** The lines that lead to other pages; nothing for none. */
export function seeAlso(names: readonly string[], palette: Palette, columns: number): readonly string[] {
  return names.length === 0
    ? []
    : foldText(`See also: ${names.join(", ")} (envc explain NAME)`, columns).map((line) => palette.dim(line));
}

/** Everything that can be explained: what `envc explain` without a topic prints. */
export function renderTopicList(
  kinds: Iterable<Kind>,
  topics: readonly TopicPage[],
  palette: Palette,
  columns: number,
): readonly string[] {
  const list = (rows: readonly (readonly [string, string])[]): readonly string[] => {
    const width = Math.max(...rows.map(([name]) => displayWidth(name)));
    return rows.flatMap(([name, about]) =>
      foldText(about, columns - width - 4).map(
        (line, at) => `  ${at === 0 ? palette.code(padDisplay(name, width)) : " ".repeat(width)}  ${line}`,
      ),
    );
  };
  const byName = [...kinds].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [
    palette.strong("Kinds of blocks"),
    ...list(byName.map((kind) => [kind.name, firstSentence(kind.doc)])),
    "",
    palette.strong("The language"),
    ...list(topics.map((topic) => [topic.name, topic.about])),
    "",
    palette.strong("And"),
    ...list([
      ["process.port", "an attribute of a kind"],
      ["E0203", "an error or a warning, by its code"],
      ["out/ansible/site.yml:12", "the lines of yours that a line of the output comes from"],
    ]),
  ];
}

function firstSentence(text: string): string {
  const sentence = text.replace(/[.:;](?:\s[\s\S]*)?$/, "");
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

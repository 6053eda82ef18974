import type { TopicPage, TopicPart } from "../src/diagnostics/topic-page.ts";

/** Parses one page as `messages/README.md` describes it; throws, naming the page, when a part is missing. */
export function parseTopic(file: string, source: string): TopicPage {
  const name = /^# (\S+)\n/.exec(source)?.[1];
  if (name === undefined) throw new Error(`${file}: the heading must be one word`);
  const field = (key: string): string | undefined => new RegExp(`^- ${key}: (.+)$`, "m").exec(source)?.[1];
  const words = (key: string): readonly string[] => field(key)?.split(", ") ?? [];
  const about = field("about");
  if (about === undefined) throw new Error(`${file}: there is no "about"`);
  const body = source.replace(/^# .*\n/, "").replace(/^- (about|also|see): .*\n/gm, "");
  const parts = readParts(file, body);
  if (!parts.some((part) => "code" in part)) throw new Error(`${file}: there is no example`);
  return { name, about, also: words("also"), see: words("see"), parts };
}

function readParts(file: string, body: string): readonly TopicPart[] {
  const parts: TopicPart[] = [];
  let at = 0;
  const addText = (end: number): void => {
    const text = body.slice(at, end).trim();
    if (text !== "") parts.push({ text });
  };
  for (const match of body.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)) {
    addText(match.index);
    const path = match[2] ?? (match[1] === "envspec" ? "main.envspec" : undefined);
    if (path === undefined) throw new Error(`${file}: an example has no path`);
    parts.push({ path, code: match[3] ?? "" });
    at = match.index + match[0].length;
  }
  addText(body.length);
  return parts;
}

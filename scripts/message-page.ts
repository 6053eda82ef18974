import type { Example, ExampleFile } from "../src/diagnostics/explanation.ts";

/** A page of the catalogue, parsed. */
export interface MessagePage {
  readonly code: string;
  readonly slug: string;
  readonly severity: "error" | "warning" | "note";
  readonly title: string;
  /** Empty when the page gives none. */
  readonly help: string;
  readonly text: string;
  readonly wrong: Example;
  readonly right: Example;
}

/** Parses one page as `messages/README.md` describes it; throws, naming the page, when a part is missing. */
export function parsePage(code: string, source: string): MessagePage {
  const heading = /^# (\S+) ([a-z0-9-]+)\n/.exec(source);
  if (heading?.[1] !== code || heading[2] === undefined)
    throw new Error(`${code}: the heading must be "# ${code} a-slug"`);
  const field = (name: string): string | undefined =>
    new RegExp(`^- ${name}: (.*)$`, "m").exec(source.split("\n## ")[0] ?? "")?.[1];
  const severity = field("severity");
  const title = field("title");
  if (severity !== "error" && severity !== "warning" && severity !== "note")
    throw new Error(`${code}: severity must be error, warning or note`);
  if (title === undefined) throw new Error(`${code}: there is no title`);
  const intro = (source.split(/^## /m)[0] ?? "").replace(/^# .*\n/, "").replace(/^- (severity|title|help): .*\n/gm, "");
  return {
    code,
    slug: heading[2],
    severity,
    title,
    help: field("help") ?? "",
    text: intro.trim(),
    wrong: readExample(code, source, "Wrong"),
    right: readExample(code, source, "Right"),
  };
}

function readExample(code: string, source: string, heading: string): Example {
  const section = source.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`${code}: there is no section "## ${heading}"`);
  const files: ExampleFile[] = [];
  const options: { target?: string; environment?: string } = {};
  for (const match of section.matchAll(/^(`{3,})(\w+)([^\n]*)\n([\s\S]*?)^\1$/gm)) {
    let path = match[2] === "envspec" && files.length === 0 ? "main.envspec" : "";
    for (const word of (match[3] ?? "").trim().split(/\s+/)) {
      if (word === "") continue;
      const option = /^(target|environment)=(.+)$/.exec(word);
      if (option === null) path = word;
      else options[option[1] as "target" | "environment"] = option[2] ?? "";
    }
    if (path === "") throw new Error(`${code}: a fence in "${heading}" has no path`);
    files.push({ path, text: match[4] ?? "" });
  }
  if (files[0]?.path !== "main.envspec") throw new Error(`${code}: "${heading}" has no envspec example`);
  return { files, ...options };
}

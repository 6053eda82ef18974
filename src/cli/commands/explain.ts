import { foldText, printable } from "../../diagnostics/display-text.ts";
import { createPalette, type Palette } from "../../diagnostics/palette.ts";
import type { Example } from "../../diagnostics/explanation.ts";
import type { TopicPage } from "../../diagnostics/topic-page.ts";
import { explain, kinds, type Topic } from "../../index.ts";
import type { AttributeSchema, Kind, NestedBlockSchema } from "../../ir/kind.ts";
import { type Platform, wantsColor } from "../../platform/platform.ts";
import { describeType, describeValue } from "../describe-value.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { explainOutputLine } from "../explain-output-line.ts";
import { findTopic, renderTopicList, renderTopicPage, seeAlso } from "../explain-topics.ts";
import { nearestName } from "../../text/edit-distance.ts";
import type { UsageError } from "../usage-error.ts";

/** `envc explain`: a code, a kind, one of its attributes, a part of the language, or a line of the output; without a name, all there is. */
export async function runExplain(platform: Platform, name: string | undefined): Promise<ExitCode | UsageError> {
  const { terminal, environment } = platform;
  const palette = createPalette(wantsColor(environment, terminal.outputIsTerminal));
  const columns = Math.min(terminal.columns, 100);
  const print = (lines: readonly string[]): ExitCode => {
    terminal.print(`${lines.join("\n").trimEnd()}\n`);
    return exitCodes.ok;
  };
  const { topics } = await import("../../diagnostics/topics.generated.ts");
  if (name === undefined) return print(renderTopicList(kinds.values(), topics, palette, columns));
  const line = /^(.+):(\d+)(?::\d+)?$/.exec(name);
  if (line?.[1] !== undefined) {
    const result = explainOutputLine(platform, line[1], Number(line[2]), palette);
    return typeof result === "string" ? print([result]) : result;
  }
  const gone = kinds.get(/^absent\s+(\S+)$/.exec(name)?.[1] ?? "");
  const absent = gone === undefined ? undefined : findTopic(topics, "absent");
  if (gone !== undefined && absent !== undefined) {
    const able = gone.absent
      ? `${palette.code(`absent ${gone.name} …`)} asks that it be gone.`
      : `A block of the kind ${gone.name} is not asked to be gone: take it out of the file.`;
    return print([
      ...renderTopicPage(absent, palette, columns),
      "",
      able,
      "",
      ...seeAlso([gone.name], palette, columns),
    ]);
  }
  const topic = await explain(name);
  if (topic.topic !== "unknown") {
    const lines = renderTopic(topic, palette, columns);
    return print(topic.topic === "kind" ? [...lines, ...leadOn(topic.kind, topics, palette, columns)] : lines);
  }
  // What every kind has is explained once: `process.machine`, `file.after`.
  const page = findTopic(topics, name) ?? universalTopic(topics, name);
  if (page !== undefined) return print(renderTopicPage(page, palette, columns));
  const [place, ...places] = topic.within ?? [];
  if (topic.meant !== undefined)
    return print([
      ...renderKind(topic.meant, palette, columns),
      ...leadOn(topic.meant, topics, palette, columns),
      ...(place === undefined ? [] : ["", ...seeAlso([place, ...places], palette, columns)]),
    ]);
  if (place !== undefined) {
    const all = [place, ...places].slice(0, mostPlaces).map((each) => `\`${each}\``);
    const more = places.length >= mostPlaces ? ", and more kinds have it" : "";
    return { usage: `\`${printable(name)}\` belongs to a kind. Type one of: ${all.join(", ")}${more}.` };
  }
  const near =
    topic.suggestion ??
    nearestName(
      name,
      topics.flatMap((each) => [each.name, ...each.also]),
    );
  const hint = near === undefined ? "" : ` Did you mean \`${printable(near)}\`?`;
  return {
    usage: `There is nothing called \`${printable(name)}\` to explain.${hint} \`envc explain\` alone lists what there is.`,
  };
}

/** More than these kinds are not listed for a word that they have in common. */
const mostPlaces = 6;

const universal: ReadonlyMap<string, string> = new Map([
  ["machine", "place"],
  ["after", "after"],
  ["when", "when"],
]);

function universalTopic(topics: readonly TopicPage[], name: string): TopicPage | undefined {
  const [kind = "", attribute = "", ...more] = name.split(".");
  const wanted = universal.get(attribute);
  return wanted === undefined || more.length > 0 || !kinds.has(kind) ? undefined : findTopic(topics, wanted);
}

function leadOn(kind: Kind, topics: readonly TopicPage[], palette: Palette, columns: number): readonly string[] {
  const names = topics.filter((topic) => topic.see.includes(kind.name)).map((topic) => topic.name);
  return names.length === 0 ? [] : ["", ...seeAlso(names, palette, columns)];
}

function renderTopic(
  topic: Exclude<Topic, { topic: "unknown" }>,
  palette: Palette,
  columns: number,
): readonly string[] {
  switch (topic.topic) {
    case "code": {
      const { text, wrong, right } = topic.explanation;
      const paint = topic.severity === "error" ? palette.error : palette.warning;
      return [
        `${paint(`${topic.severity}[${topic.code}]`)}${palette.strong(`: ${topic.title.replace(/\{(\w+)\}/g, "…")}`)}`,
        "",
        ...paragraphs(text, columns),
        "",
        palette.strong("Wrong:"),
        "",
        ...renderExample(wrong, palette),
        palette.strong("Right:"),
        "",
        ...renderExample(right, palette),
      ];
    }
    case "kind":
      return renderKind(topic.kind, palette, columns);
    case "block":
      return renderBlock(topic.kind, topic.name, topic.block, palette, columns);
    case "attribute":
      return renderAttribute(`${topic.kind.name}.${topic.path}`, topic.attribute, palette, columns);
  }
}

/** Markdown as text: paragraphs are folded, everything else stays as it is. */
function paragraphs(text: string, columns: number): readonly string[] {
  return text.split(/\n{2,}/).flatMap((block, index) => {
    const lines = /^([-*|#>]|\d+\.|```|\s{4})/.test(block)
      ? block.split("\n")
      : foldText(block.replaceAll("\n", " "), columns);
    return index === 0 ? lines : ["", ...lines];
  });
}

function renderExample(example: Example, palette: Palette): readonly string[] {
  const lines: string[] = [];
  for (const [index, file] of example.files.entries()) {
    if (index > 0 || example.files.length > 1) lines.push(palette.dim(`    # ${printable(file.path)}`));
    for (const line of file.text.replace(/\n$/, "").split("\n"))
      lines.push(line === "" ? "" : `    ${palette.code(line)}`);
    lines.push("");
  }
  return lines;
}

function renderKind(kind: Kind, palette: Palette, columns: number): readonly string[] {
  const lines = [palette.strong(kind.name), "", ...foldText(kind.doc, columns), ""];
  if (kind.label.presence === "required")
    lines.push(`Its label is ${kind.label.describe}, for example ${palette.code(kind.label.example)}.`, "");
  const [example] = kind.examples;
  if (example !== undefined) {
    lines.push(palette.strong("Example:"), "");
    for (const line of example.source.trim().split("\n")) lines.push(line === "" ? "" : `    ${palette.code(line)}`);
    lines.push("");
  }
  const attributes = Object.entries(kind.attributes);
  if (attributes.length > 0) lines.push(palette.strong("Attributes:"), "");
  for (const [name, attribute] of attributes) lines.push(...listAttribute(name, attribute, palette, columns));
  for (const [name, block] of Object.entries(kind.blocks)) {
    lines.push(
      `  ${palette.code(`${name} { … }`)}`,
      ...foldText(block.doc, columns - 6).map((line) => `      ${line}`),
    );
    for (const [inner, attribute] of Object.entries(block.attributes))
      lines.push(...listAttribute(`${name}.${inner}`, attribute, palette, columns));
  }
  if (kind.absent) lines.push("", `${palette.code(`absent ${kind.name} …`)} asks that it be gone.`);
  lines.push("", palette.strong("What each target does with it:"), "");
  for (const [target, text] of Object.entries(kind.targets))
    lines.push(`  ${palette.code(target)}`, ...foldText(text, columns - 6).map((line) => `      ${line}`));
  return lines;
}

function listAttribute(name: string, attribute: AttributeSchema, palette: Palette, columns: number): readonly string[] {
  const facts = [describeType(attribute.type), describeDefault(attribute)].filter((part) => part !== "").join("; ");
  return [
    `  ${palette.code(name)}  ${palette.dim(facts)}`,
    ...foldText(attribute.doc, columns - 6).map((line) => `      ${line}`),
  ];
}

function describeDefault(attribute: AttributeSchema): string {
  if (attribute.required === true) return "required";
  if (attribute.default === undefined) return "optional";
  return `default ${"describe" in attribute.default ? attribute.default.describe : describeValue(attribute.default.value)}`;
}

function renderBlock(
  kind: Kind,
  name: string,
  block: NestedBlockSchema,
  palette: Palette,
  columns: number,
): readonly string[] {
  const lines = [palette.strong(`${kind.name}.${name}`), "", ...foldText(block.doc, columns), "", "Example:", ""];
  lines.push(...block.example.split("\n").map((line) => `    ${palette.code(line)}`));
  if (block.map) lines.push("", `A key is ${block.map.key.describe}; a value is ${describeType(block.map.value)}.`);
  const attributes = Object.entries(block.attributes);
  if (attributes.length > 0) lines.push("");
  for (const [inner, attribute] of attributes) lines.push(...listAttribute(inner, attribute, palette, columns));
  return lines;
}

function renderAttribute(
  name: string,
  attribute: AttributeSchema,
  palette: Palette,
  columns: number,
): readonly string[] {
  const last = name.slice(name.lastIndexOf(".") + 1);
  const lines = [palette.strong(name), "", ...foldText(attribute.doc, columns), ""];
  lines.push(`type     ${describeType(attribute.type)}`);
  if (attribute.required === true) lines.push("         it has to be written");
  else if (attribute.default === undefined) lines.push("         it may be left out");
  else
    lines.push(
      `default  ${describeDefault(attribute).slice("default ".length)}`,
      `         because ${attribute.default.reason}`,
    );
  if (attribute.sensitive === true) lines.push("         it may be a secret");
  lines.push("", "Example:", "", `    ${palette.code(`${last} = ${attribute.example}`)}`);
  return lines;
}

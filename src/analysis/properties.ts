import { diagnose } from "../diagnostics/diagnose.ts";
import type { Kind, PropertyPart, PropertySchema, PropertySchemas } from "../ir/kind.ts";
import { encodeHoleValue } from "../ir/resolve-text.ts";
import { joinTexts, literalText, type Text } from "../ir/text.ts";
import type { Segment } from "../parser/ast.ts";
import type { Span } from "../text/span.ts";
import { addressOf } from "./addresses.ts";
import type { At } from "./context.ts";
import { insertValue } from "./interpolate.ts";
import { expandLabels } from "./labels.ts";
import { layersOn } from "./layers.ts";
import { ownEntry } from "./own-entry.ts";
import type { Outcome, Thing } from "./state.ts";
import { printValue } from "./values.ts";

/** A property, and the label of the nested block that has it. */
interface Found {
  readonly schema: PropertySchema;
  readonly label: string;
}

/** Reads an attribute of the thing; handed in, because attributes and properties are read through each other. */
type Read = (rest: readonly Segment[]) => Outcome;

/** What every addressable kind has, and what the kind declares itself. */
export function propertiesOf(kind: Kind): PropertySchemas {
  return {
    ...(kind.addressable ? { host: hostProperty } : {}),
    ...(kind.addressable && kind.scheme !== undefined ? { url: urlProperty(kind.scheme) } : {}),
    ...kind.properties,
  };
}

/** The property at a path (`url`, or `database.shop.url`); undefined when there is none. */
export function findProperty(kind: Kind, rest: readonly Segment[]): Found | undefined {
  const [first, second, third] = rest.map((segment) => segment.text);
  if (first === undefined || rest.length > 3) return undefined;
  if (second === undefined) return found(ownEntry(propertiesOf(kind), first), "");
  const block = ownEntry(kind.blocks, first);
  if (block?.properties === undefined) return undefined;
  if (block.labelled !== true) return third === undefined ? found(ownEntry(block.properties, second), "") : undefined;
  return third === undefined ? undefined : found(ownEntry(block.properties, third), second);
}

function found(schema: PropertySchema | undefined, label: string): Found | undefined {
  return schema === undefined ? undefined : { schema, label };
}

/** The text of a property as seen from the place of use; reported when the thing lacks something for it. */
export function readProperty(thing: Thing, property: Found, written: string, span: Span, at: At, read: Read): Outcome {
  const segments = (path: readonly string[]): readonly Segment[] => path.map((text) => ({ text, quoted: false, span }));
  const parts = property.schema.parts(
    {
      labels: (block) => labelsOf(thing, block, at),
      says: (path) => says(thing, path, at),
      text: (path) => {
        const value = says(thing, path, at) ? read(segments(path)) : "none";
        return typeof value === "string" ? undefined : printValue(value);
      },
    },
    property.label,
  );
  if ("lacks" in parts) {
    at.env.report.add(diagnose("E0470", { name: written, lacks: parts.lacks, instead: parts.instead }, span));
    return "bad";
  }
  const texts: Text[] = [];
  for (const part of parts) {
    const text = textOf(part);
    if (text === undefined) return "bad";
    texts.push(text);
  }
  return { is: "text", text: joinTexts(...texts) };

  function textOf(part: PropertyPart): Text | undefined {
    if (typeof part === "string") return literalText(part);
    const value = part.part === "host" ? addressOf(thing, written, span, at) : read(segments(part.path));
    const text = insertValue(value, { segments: segments([written]), span }, at);
    return part.part === "value" && part.encoding === "url" ? text?.map(encodeForUrl) : text;
  }
}

function encodeForUrl(part: Text[number]): Text[number] {
  return typeof part === "string" ? encodeHoleValue(part, "url") : { ...part, encoding: "url" };
}

/** The labels of a thing's nested blocks that hold where it is read, each once, in the order they are written. */
export function labelsOf(thing: Thing, name: string, at: At): readonly string[] {
  const labels = layersOn(thing, thing.machines[0]).flatMap((layer) =>
    layer.entries.blocks
      .filter((block) => block.kind.text === name)
      .flatMap((block) => expandLabels(block, layer.place, at.env).map((label) => label.text)),
  );
  return [...new Set(labels)].filter((label) => thing.removedBlocks?.has(`${name}.${label}`) !== true);
}

/** Whether something is written at a path, or a default that is known stands for it. */
function says(thing: Thing, path: readonly string[], at: At): boolean {
  const [first = "", second = "", third] = path;
  const layers = layersOn(thing, thing.machines[0]);
  if (path.length === 1) {
    const schema = ownEntry(thing.kind.attributes, first)?.default;
    return (schema !== undefined && "value" in schema) || layers.some((layer) => layer.entries.attributes.has(first));
  }
  const [label, key] = third === undefined ? [undefined, second] : [second, third];
  return layers.some(
    (layer) =>
      layer.entries.inner.some((one) => one.block === first && one.label === label && one.key === key) ||
      layer.entries.blocks.some(
        (block) =>
          block.kind.text === first &&
          (label === undefined || expandLabels(block, layer.place, at.env).some((one) => one.text === label)) &&
          block.body?.entries.some(
            (entry) => entry.type === "attribute" && entry.key.segments.map((one) => one.text).join(".") === key,
          ) === true,
      ),
  );
}

const hostProperty: PropertySchema = {
  doc: "Its address as seen from where it is read: 127.0.0.1 on the same machine.",
  example: "api.host",
  parts: () => [{ part: "host" }],
};

/** `SCHEME://HOST`, and the port when one is given. */
function urlProperty(scheme: string): PropertySchema {
  return {
    doc: "Where it answers, as a URL.",
    example: "api.url",
    parts: (ask) => [
      `${scheme}://`,
      { part: "host" },
      ...(ask.says(["port"]) ? [":", { part: "value", path: ["port"], encoding: "plain" } as const] : []),
    ],
  };
}

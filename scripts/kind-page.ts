import { describeType, describeValue } from "../src/cli/describe-value.ts";
import type { AttributeSchema, Kind, NestedBlockSchema } from "../src/ir/kind.ts";

/**
 * The page of a kind in the reference, as Markdown: what it is, an example, what each target does with it, every
 * attribute and block. Its schema is the only source.
 */
export function renderKindPage(kind: Kind): string {
  const label =
    kind.label.presence === "required"
      ? [`Its label is ${kind.label.describe}, for example \`${kind.label.example}\`.`, ""]
      : [];
  return [
    `# ${kind.name}`,
    "",
    kind.doc,
    "",
    ...label,
    ...kind.examples.flatMap((example) => [
      `## Example: ${example.title}`,
      "",
      "```envspec",
      example.source.trim(),
      "```",
      "",
    ]),
    "## What each target does with it",
    "",
    ...Object.entries(kind.targets).map(([target, text]) => `- **${target}**: ${text}`),
    "",
    ...attributeTable("Attributes", kind.attributes),
    ...Object.entries(kind.blocks).flatMap(([name, block]) => blockSection(name, block)),
    ...(kind.map === undefined
      ? []
      : [
          `Its body also holds keys of your own: ${kind.map.key.describe}; each value is ${describeType(kind.map.value)}.`,
          "",
        ]),
    ...(kind.absent ? [`\`absent ${kind.name} …\` asks that it be gone.`, ""] : []),
    "The page is made from `kind.ts`: `UPDATE=1 npx vitest run test/kinds/reference.test.ts` writes it.",
    "",
  ].join("\n");
}

function attributeTable(title: string, attributes: Readonly<Record<string, AttributeSchema>>): readonly string[] {
  const rows = Object.entries(attributes).map(
    ([name, attribute]) =>
      `| \`${name}\` | ${cell(describeType(attribute.type))} | ${cell(describeDefault(attribute))} | ${cell(attribute.doc)} | ${cell(`\`${attribute.example}\``)} |`,
  );
  if (rows.length === 0) return [];
  return [
    `## ${title}`,
    "",
    "| attribute | type | default | what it is | example |",
    "|---|---|---|---|---|",
    ...rows,
    "",
  ];
}

function blockSection(name: string, block: NestedBlockSchema): readonly string[] {
  return [
    `## The block \`${name}\``,
    "",
    block.doc,
    "",
    "```envspec",
    block.example,
    "```",
    "",
    ...(block.map === undefined
      ? []
      : [`A key is ${block.map.key.describe}; a value is ${describeType(block.map.value)}.`, ""]),
    ...attributeTable(`Attributes of \`${name}\``, block.attributes),
  ];
}

function describeDefault(attribute: AttributeSchema): string {
  if (attribute.required === true) return "it has to be written";
  const given = attribute.default;
  if (given === undefined) return "none";
  const value = "describe" in given ? given.describe : `\`${describeValue(given.value)}\``;
  return `${value}: ${given.reason}`;
}

/** A table's cell: a bar would end it. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

import type { Details } from "../diagnostics/diagnose.ts";
import type { NestedBlockSchema } from "../ir/kind.ts";
import type { Segment } from "../parser/ast.ts";
import type { At } from "./context.ts";
import { replaceBy } from "./literals.ts";
import { labelsOf } from "./properties.ts";
import { listNames } from "./report.ts";
import { quoteSegment } from "./scope.ts";
import type { Thing } from "./state.ts";

/** A labelled block of a thing, its labels there, and what may be read of each. */
interface Labelled {
  readonly name: string;
  readonly labels: readonly string[];
  readonly members: readonly string[];
}

/**
 * What to say about a path into a thing that leads nowhere, when it goes to a labelled block: `db.database.url` without
 * the label, `db.shop.url` without the block, `db.database.shop` without what is read of it. undefined for other paths.
 * `front` is how the thing was written.
 */
export function adviseOnNested(thing: Thing, rest: readonly Segment[], front: string, at: At): Details | undefined {
  const [first, second] = rest;
  if (first === undefined) return undefined;
  const blocks = Object.entries(thing.kind.blocks).flatMap(([name, schema]) => labelled(thing, name, schema, at));
  const last = rest.at(-1)?.text ?? "";
  const named = blocks.find((one) => one.name === first.text);
  const holding = blocks.filter((one) => one.labels.includes(first.text));
  const block = named ?? holding.find((one) => one.members.includes(last)) ?? holding[0];
  if (block === undefined) return undefined;
  const { name, members } = block;
  const label = named === undefined ? first.text : second?.text;
  const labels = label !== undefined && block.labels.includes(label) ? [label] : block.labels;
  const isMember = members.includes(last);
  const usual = members.find((member) => member === "url") ?? members[0] ?? "";
  const member = isMember ? last : (at.env.report.nearest(last, members) ?? usual);
  const spell = (one: string): string => `${name}.${quoteSegment(one)}.${member}`;
  const [only, another] = labels;
  if (only === undefined) {
    const help = `it has no \`${name}\` yet: write \`${name} shop\` in its body, and \`${front}.${spell("shop")}\` here`;
    return { help };
  }
  const paths = labels
    .map((one) => `\`${front}.${spell(one)}\``)
    .slice(0, 12)
    .join(" or ");
  const others = isMember ? "" : `; a \`${name}\` has ${listNames(members)}`;
  const span = { ...first.span, end: rest.at(-1)?.span.end ?? first.span.end };
  return another === undefined
    ? { help: `write ${paths}${others}`, fixes: isMember ? [replaceBy(span, spell(only), "suggested")] : [] }
    : { help: `say which one: ${paths}${others}` };
}

function labelled(thing: Thing, name: string, schema: NestedBlockSchema, at: At): readonly Labelled[] {
  // What is read most of a block is made from it: that comes first.
  const members = [...Object.keys(schema.properties ?? {}), ...Object.keys(schema.attributes)];
  return schema.labelled === true && members.length > 0 ? [{ name, labels: labelsOf(thing, name, at), members }] : [];
}

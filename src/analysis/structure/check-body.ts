import { diagnose } from "../../diagnostics/diagnose.ts";
import type { ForeignWords, NestedBlockSchema } from "../../ir/kind.ts";
import type { AttributeNode, BlockNode, Segment } from "../../parser/ast.ts";
import type { Span } from "../../text/span.ts";
import { adviseOn, findForeign } from "../foreign-word.ts";
import { listNames } from "../report.ts";
import type { Project } from "../state.ts";
import { ownEntry } from "../own-entry.ts";

/** What may stand in a body. */
export interface BodySchema {
  /** For messages: `file`. */
  readonly owner: string;
  readonly known: readonly string[];
  readonly attribute: (key: string) => boolean;
  /** The schema of a nested block; an empty one means free keys. */
  readonly nested: (key: string) => Partial<NestedBlockSchema> | undefined;
  readonly nestedNames: readonly string[];
  readonly free: NestedBlockSchema["map"] | undefined;
  /** A host also gives values to `let`s and holds patches: those are checked where names are known. */
  readonly host: boolean;
  /** Words that people bring from other tools. */
  readonly foreign?: ForeignWords | undefined;
}

interface Place {
  readonly project: Project;
  readonly place: "top" | "machine" | "module" | "environment" | "environment-machine";
}

/** Attributes that every block has. */
export const universalWords: readonly string[] = ["machine", "after", "when"];

/** A part of a block is there when its block is. */
const whenElsewhere: ForeignWords = {
  when: { help: "only a whole block has `when`; what an optional param would give is left out where it is not given" },
};

/** Checks the entries of a block's body against its schema. */
export function checkBody(block: BlockNode, schema: BodySchema, where: Place): void {
  const { project } = where;
  const seen = new Map<string, Span>();
  const isMachine = schema.owner === "machine";
  for (const entry of block.body?.entries ?? []) {
    switch (entry.type) {
      case "attribute":
        checkAttribute(entry, block, schema, seen, where);
        break;
      case "block": {
        const nested = schema.nested(entry.kind.text);
        if (nested !== undefined) checkNested(entry, nested, seen, project);
        else if (!isMachine) reportUnknownBlock(entry, schema, project);
        break;
      }
      case "spread":
        if (schema.free === undefined)
          misplaced(entry.span, "a spread", "in a list, or in a body of free names such as `env`", project);
        break;
      case "let":
      case "secret":
        misplaced(entry.span, `\`${entry.type}\``, "at the top level, in a `module` or in an `environment`", project);
        break;
      case "param":
      case "output":
        misplaced(entry.span, `\`${entry.type}\``, "directly in a `module`", project);
        break;
      case "remove":
        misplaced(entry.span, "`remove`", "directly in an `environment`", project);
        break;
      case "use":
      case "environment":
      case "module":
        // The parser has reported it (E0137).
        break;
    }
  }
}

function checkAttribute(
  entry: AttributeNode,
  block: BlockNode,
  schema: BodySchema,
  seen: Map<string, Span>,
  where: Place,
): void {
  const { project, place } = where;
  const [first, second] = entry.key.segments;
  if (first === undefined) return;
  const isMachine = schema.owner === "machine";
  if (second !== undefined) {
    if (schema.host || (isMachine && place === "environment-machine")) return;
    const path = entry.key.segments.map((segment) => segment.text).join(".");
    if (isMachine) {
      const environment = project.environments.keys().next().value ?? "prod";
      project.reporter.add(diagnose("E0229", { path, environment }, entry.key.span));
    } else if (schema.nested(first.text) !== undefined)
      project.reporter.add(
        diagnose("E0231", { path, example: `${first.text} { ${second.text} = … }` }, entry.key.span),
      );
    else reportUnknownAttribute(first, schema, undefined, project, block);
    return;
  }
  const before = seen.get(first.text);
  if (before !== undefined)
    project.reporter.add(
      diagnose("E0205", { name: first.text }, first.span, {
        related: [{ span: before, message: "it is written here first" }],
      }),
    );
  else seen.set(first.text, first.span);
  if (schema.attribute(first.text) || schema.host) return;
  if (universalWords.includes(first.text) && !isMachine) {
    if (first.text === "when" && place !== "module") {
      // In a schedule, for one, it was meant for the time of day.
      const help = findForeign(first.text, schema.foreign)?.help;
      project.reporter.add(diagnose("E0610", {}, first.span, help === undefined ? {} : { help }));
    }
    return;
  }
  const nested = schema.nested(first.text);
  if (schema.free !== undefined) checkKey(first, schema.free, schema.owner, project);
  else if (nested !== undefined) {
    // A block with a label of its own shows it: what braces alone would lack.
    const example = nested.labelled === true && nested.example !== undefined ? nested.example : `${first.text} { … }`;
    if (entry.value.type !== "bad") project.reporter.add(diagnose("E0226", { name: first.text, example }, first.span));
  } else reportUnknownAttribute(first, schema, seen, project, block, entry);
}

function checkNested(
  entry: BlockNode,
  schema: Partial<NestedBlockSchema>,
  seen: Map<string, Span>,
  project: Project,
): void {
  const name = entry.kind.text;
  if (entry.absent)
    misplaced(entry.kind.span, "`absent`", "in front of a block of its own, not of a part of one", project);
  if (schema.labelled === true) {
    if (entry.label === undefined)
      project.reporter.add(
        diagnose("E0209", { kind: name, example: schema.example ?? `${name} main` }, entry.kind.span),
      );
  } else {
    if (entry.label !== undefined) project.reporter.add(diagnose("E0210", { kind: name }, entry.label.span));
    const before = seen.get(name);
    if (before !== undefined)
      project.reporter.add(
        diagnose("E0205", { name }, entry.kind.span, {
          related: [{ span: before, message: "it is written here first" }],
        }),
      );
    else seen.set(name, entry.kind.span);
  }
  const attributes = schema.attributes ?? {};
  const inner = new Map<string, Span>();
  for (const one of entry.body?.entries ?? []) {
    if (one.type === "spread" && (schema.map !== undefined || schema.attributes === undefined)) continue;
    if (one.type === "block") {
      if (!reportMissingEquals(one, attributes, project))
        project.reporter.add(
          diagnose("E0218", { name: one.kind.text, owner: name, known: known(Object.keys(attributes)) }, one.kind.span),
        );
      continue;
    }
    // The parser has reported these (E0137).
    if (one.type === "use" || one.type === "environment" || one.type === "module") continue;
    if (one.type !== "attribute") {
      misplaced(one.span, one.type === "spread" ? "a spread" : `\`${one.type}\``, "outside of this block", project);
      continue;
    }
    const [key, more] = one.key.segments;
    if (key === undefined) continue;
    const before = inner.get(key.text);
    if (before !== undefined)
      project.reporter.add(
        diagnose("E0205", { name: key.text }, key.span, {
          related: [{ span: before, message: "it is written here first" }],
        }),
      );
    else inner.set(key.text, key.span);
    if (more === undefined && (ownEntry(attributes, key.text) !== undefined || schema.attributes === undefined))
      continue;
    if (schema.map !== undefined) {
      const whole = one.key.segments.map((segment) => segment.text).join(".");
      checkKey({ ...key, text: whole }, schema.map, name, project);
    } else
      reportUnknownAttribute(
        key,
        {
          owner: name,
          known: Object.keys(attributes),
          attribute: () => false,
          nested: () => undefined,
          nestedNames: [],
          free: undefined,
          host: false,
          foreign: { ...whenElsewhere, ...schema.foreign },
        },
        inner,
        project,
        entry,
        one,
      );
  }
}

function checkKey(key: Segment, rule: NonNullable<NestedBlockSchema["map"]>, block: string, project: Project): void {
  if (!rule.key.pattern.test(key.text))
    project.reporter.add(diagnose("E0328", { key: key.text, block, describe: rule.key.describe }, key.span));
}

/** What to do about `NODE_ENV = …` beside the block for such names; undefined for what is no variable, or has no such block. */
function variableHelp(
  key: Segment,
  schema: BodySchema,
  block: BlockNode,
  node: AttributeNode | undefined,
  project: Project,
): string | undefined {
  if (!/^[A-Z][A-Z0-9_]*$/.test(key.text) || schema.nested("env")?.map === undefined) return undefined;
  const isThere = (block.body?.entries ?? []).some((entry) => entry.type === "block" && entry.kind.text === "env");
  if (isThere) return "write it in the `env` block, where the program's variables are";
  const { start, end } = node?.value.span ?? { start: 0, end: 0 };
  const written = project.sources.get(key.span.file)?.text.slice(start, end) ?? "";
  const value = written === "" || written.length > 60 || /[\n`]/.test(written) ? "…" : written;
  return `variables of the program go into its \`env\` block: \`env { ${key.text} = ${value} }\``;
}

function reportUnknownAttribute(
  key: Segment,
  schema: BodySchema,
  seen: Map<string, Span> | undefined,
  project: Project,
  block: BlockNode,
  node?: AttributeNode,
): void {
  if (project.reporter.silences(key.text)) return;
  const all = [...schema.known, ...schema.nestedNames];
  const advice = adviseOn(key.text, schema.foreign, {
    span: key.span,
    node,
    block: block.label === undefined ? undefined : block,
    source: project.sources.get(key.span.file),
    isTaken: (word) => isWritten(word, block, node, schema.foreign),
    certain: node !== undefined,
  });
  const help = advice === undefined ? variableHelp(key, schema, block, node, project) : undefined;
  if (advice !== undefined || help !== undefined) {
    const params = { kind: schema.owner, name: key.text, known: known(all) };
    project.reporter.add(diagnose("E0203", params, key.span, advice ?? { help }));
    return;
  }
  const near = project.reporter.nearest(key.text, all);
  const free = near !== undefined && seen?.has(near) === false && schema.known.includes(near);
  project.reporter.add(
    diagnose(
      "E0203",
      { kind: schema.owner, name: key.text, known: known(all) },
      key.span,
      near === undefined
        ? {}
        : {
            label: `did you mean \`${near}\`?`,
            help: free ? "rename it (envc check --fix)" : `write \`${near}\``,
            fixes: [
              {
                title: `rename it to \`${near}\``,
                safety: free ? "safe" : "suggested",
                edits: [{ span: key.span, text: near }],
              },
            ],
          },
    ),
  );
}

/** Whether a body has an attribute already, or will have it once the foreign words before `node` are renamed. */
function isWritten(
  word: string,
  block: BlockNode,
  node: AttributeNode | undefined,
  foreign: ForeignWords | undefined,
): boolean {
  let before = true;
  return (block.body?.entries ?? []).some((entry) => {
    if (entry === node) before = false;
    const key = entry.type === "attribute" ? entry.key.segments[0]?.text : undefined;
    return (
      key !== undefined && entry !== node && (key === word || (before && findForeign(key, foreign)?.same === word))
    );
  });
}

function reportUnknownBlock(block: BlockNode, schema: BodySchema, project: Project): void {
  const name = block.kind.text;
  const attributes = Object.fromEntries(schema.known.map((key) => [key, true]));
  if (reportMissingEquals(block, attributes, project) || project.reporter.silences(name)) return;
  const all = [...schema.nestedNames, ...schema.known];
  const isKind = project.kindNames.has(name);
  const foreign = isKind ? undefined : findForeign(name, schema.foreign);
  if (foreign !== undefined) {
    const params = { name, owner: schema.owner, known: known(all) };
    project.reporter.add(diagnose("E0218", params, block.kind.span, { help: foreign.help }));
    return;
  }
  const near = project.reporter.nearest(name, all);
  project.reporter.add(
    diagnose("E0218", { name, owner: schema.owner, known: known(all) }, block.kind.span, {
      ...(near === undefined ? {} : { label: `did you mean \`${near}\`?` }),
      ...(isKind && near === undefined
        ? { help: `\`${name}\` is a block of its own: write it outside of this one` }
        : {}),
    }),
  );
}

/** `owner deploy` in a body where `owner` is an attribute. True when it was reported. */
export function reportMissingEquals(
  block: BlockNode,
  attributes: Readonly<Record<string, unknown>>,
  project: Project,
): boolean {
  const { label } = block;
  const name = block.kind.text;
  if (!(Object.hasOwn(attributes, name) || universalWords.includes(name)) || block.body !== undefined || block.absent)
    return false;
  if (label === undefined) {
    project.reporter.add(diagnose("E0206", { name, example: `${name} = …` }, block.kind.span));
    return true;
  }
  const source = project.sources.get(label.span.file);
  const value = source?.text.slice(label.span.start, label.span.end) ?? "…";
  const between = { ...label.span, start: block.kind.span.end, end: label.span.start };
  project.reporter.add(
    diagnose("E0206", { name, example: `${name} = ${value}` }, block.span, {
      fixes: [{ title: `write \`${name} = ${value}\``, safety: "safe", edits: [{ span: between, text: " = " }] }],
    }),
  );
  return true;
}

function misplaced(span: Span, what: string, where: string, project: Project): void {
  project.reporter.add(diagnose("E0216", { what, where }, span));
}

function known(names: readonly string[]): string {
  return listNames(names, 40);
}

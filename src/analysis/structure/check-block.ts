import { diagnose } from "../../diagnostics/diagnose.ts";
import type { AttributeSchema } from "../../ir/kind.ts";
import type { BlockNode, Entry } from "../../parser/ast.ts";
import { type Advice, adviseOn } from "../foreign-word.ts";
import { ownEntry } from "../own-entry.ts";
import { listNames } from "../report.ts";
import { lintNeedlessQuotes } from "../rules/needless-quotes.ts";
import type { Project } from "../state.ts";
import { adviseOnAbsent } from "./advise-on-absent.ts";
import { type BodySchema, checkBody, reportMissingEquals } from "./check-body.ts";

/** Where a block stands. */
export interface Surroundings {
  readonly project: Project;
  readonly place: "top" | "machine" | "module" | "environment" | "environment-machine";
  /** Attributes that could stand here: a block called like one lacks its `=`. */
  readonly attributes: Readonly<Record<string, AttributeSchema>>;
}

/** Checks one block: its kind, its label, its body. */
export function checkBlock(block: BlockNode, surroundings: Surroundings): void {
  const { project } = surroundings;
  const name = block.kind.text;
  const module = project.modules.get(name);
  const kind = module === undefined ? project.registry.get(name) : undefined;
  if (module !== undefined) {
    if (block.absent) project.reporter.add(diagnose("E0609", { name }, block.kind.span));
    if (block.label === undefined) reportMissingLabel(block, name, "acme", project);
    lintNeedlessQuotes(block, "acme", project);
    const maps = new Set(
      [...module.params]
        .filter(([, node]) => node.valueType.name === "map" || node.valueType.args.some((arg) => arg.name === "map"))
        .map(([key]) => key),
    );
    checkBody(
      block,
      {
        owner: name,
        known: [...module.params.keys()],
        attribute: (key) => module.params.has(key),
        nested: (key) => (maps.has(key) ? {} : undefined),
        nestedNames: [...maps],
        free: undefined,
        host: false,
      },
      surroundings,
    );
    return;
  }
  if (kind === undefined) {
    reportUnknownKind(block, surroundings);
    return;
  }
  if (block.absent && !kind.absent) {
    const help = adviseOnAbsent(block, kind, surroundings);
    project.reporter.add(diagnose("E0227", { kind: name }, block.kind.span, help === undefined ? {} : { help }));
  }
  if (kind.label.presence === "required" && block.label === undefined)
    reportMissingLabel(block, name, kind.label.example, project);
  if (kind.label.presence === "none" && block.label !== undefined)
    project.reporter.add(
      diagnose("E0210", { kind: name }, block.label.span, {
        fixes: [
          {
            title: "take the name away",
            safety: "safe",
            edits: [{ span: { ...block.label.span, start: block.kind.span.end }, text: "" }],
          },
        ],
      }),
    );
  lintNeedlessQuotes(block, kind.label.example, project);
  const schema: BodySchema = {
    owner: name,
    known: Object.keys(kind.attributes),
    attribute: (key) => ownEntry(kind.attributes, key) !== undefined,
    nested: (key) => ownEntry(kind.blocks, key),
    nestedNames: Object.keys(kind.blocks),
    free: kind.map,
    host: name === "host",
    foreign: kind.foreign,
  };
  checkBody(
    block,
    schema,
    name === "machine"
      ? { ...surroundings, place: surroundings.place === "environment" ? "environment-machine" : "machine" }
      : surroundings,
  );
}

/** Reports an entry that may not stand where it stands. */
export function reportMisplaced(entry: Entry, what: string, where: string, project: Project): void {
  project.reporter.add(diagnose("E0216", { what, where }, entry.type === "block" ? entry.kind.span : entry.span));
}

/** The reserved words that declare something. */
const declarations: readonly string[] = ["environment", "let", "module", "output", "param", "secret", "use"];

/** The reserved word that was meant: `env prod { … }`, or one that is misspelt and that no kind is nearer to. */
function declaredWith(block: BlockNode, name: string, kinds: readonly string[], project: Project): string | undefined {
  if (block.label?.label === "word" && block.body !== undefined && ["env", "stage"].includes(name))
    return "environment";
  return project.reporter.nearest(name, kinds) === undefined ? project.reporter.nearest(name, declarations) : undefined;
}

/** Reports a block of a kind that there is not; when an attribute of that name could stand here, that was meant. */
export function reportUnknownKind(block: BlockNode, surroundings: Surroundings): void {
  const { project, attributes } = surroundings;
  const name = block.kind.text;
  if (reportMissingEquals(block, attributes, project) || project.reporter.silences(name)) return;
  if (project.reporter.frugal()) {
    project.reporter.add(diagnose("E0201", { name, own: ownKinds(project) }, block.kind.span));
    return;
  }
  const kinds = [...project.kindNames].sort();
  // `env dev { … }`: what is declared with a reserved word is no kind, and `env { … }` in a process has no label.
  const keyword = declaredWith(block, name, kinds, project);
  if (keyword !== undefined) {
    project.reporter.add(
      diagnose("E0201", { name, own: ownKinds(project) }, block.kind.span, {
        label: `did you mean \`${keyword}\`?`,
        help: `write \`${keyword}\``,
        fixes: [
          { title: `write \`${keyword}\``, safety: "suggested", edits: [{ span: block.kind.span, text: keyword }] },
        ],
      }),
    );
    return;
  }
  const advice = adviseOnKind(block, project);
  if (advice !== undefined) {
    project.reporter.add(diagnose("E0201", { name, own: ownKinds(project) }, block.kind.span, advice));
    return;
  }
  // It may be a part of other blocks: `backup { … }` of a `mysql`.
  const whole = kinds.filter((kind) => project.registry.get(kind)?.blocks[name] !== undefined);
  if (whole.length > 0) {
    const help = `it is a part of ${listNames(whole, 6)}, written between the braces there; \`envc explain ${whole[0]}.${name}\` shows it`;
    project.reporter.add(diagnose("E0201", { name, own: ownKinds(project) }, block.kind.span, { help }));
    return;
  }
  const near = project.reporter.nearest(name, kinds);
  project.reporter.add(
    diagnose(
      "E0201",
      { name, own: ownKinds(project) },
      block.kind.span,
      near === undefined
        ? {}
        : {
            label: `did you mean \`${near}\`?`,
            // All kinds are a long list, of which one is meant.
            help: `write \`${near}\``,
            fixes: [
              {
                title: `rename it to \`${near}\``,
                safety: "suggested",
                edits: [{ span: block.kind.span, text: near }],
              },
            ],
          },
    ),
  );
}

/** The project's own modules, as the end of a sentence: envc's kinds are too many for a message, and one command lists them. */
function ownKinds(project: Project): string {
  const own = [...project.kindNames].filter((name) => !project.registry.has(name)).sort();
  return own.length === 0 ? "" : `; your own modules are ${listNames(own, 20)}`;
}

/** What the kinds know about a word that another tool has for one of them. */
function adviseOnKind(block: BlockNode, project: Project): Advice | undefined {
  for (const kind of project.registry.values()) {
    const advice = adviseOn(block.kind.text, kind.alsoCalled, {
      span: block.kind.span,
      source: undefined,
      isTaken: () => false,
      // A body is written for the other tool; its lines are looked at once the kind is known.
      certain: block.body === undefined,
    });
    if (advice !== undefined) return advice;
  }
  return undefined;
}

function reportMissingLabel(block: BlockNode, kind: string, example: string, project: Project): void {
  const shown = /^["[]/.test(example) || /^[A-Za-z][A-Za-z0-9_-]*$/.test(example) ? example : JSON.stringify(example);
  project.reporter.add(diagnose("E0209", { kind, example: `${kind} ${shown}` }, block.kind.span));
}

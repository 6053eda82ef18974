import { diagnose } from "../../diagnostics/diagnose.ts";
import type { BlockNode, Entry, EnvironmentNode, ModuleNode } from "../../parser/ast.ts";
import { adviseOn } from "../foreign-word.ts";
import { listNames } from "../report.ts";
import type { Project } from "../state.ts";
import { lintHiddenKinds } from "../rules/module-hides-kind.ts";
import { ownEntry } from "../own-entry.ts";
import { universalWords } from "./check-body.ts";
import { checkSecret } from "./check-secret.ts";
import { type Surroundings, checkBlock, reportMisplaced } from "./check-block.ts";

/**
 * Checks what can be said about the files without working out an environment, once: that every entry may stand where
 * it stands, that kinds, attributes and nested blocks exist, that labels are there. The bodies of modules that nobody
 * uses are checked too.
 */
export function checkStructure(project: Project): void {
  lintHiddenKinds(project);
  for (const entry of project.entries) checkTopEntry(entry, project);
}

function checkTopEntry(entry: Entry, project: Project): void {
  const surroundings: Surroundings = { project, place: "top", attributes: machineAttributes(project) };
  switch (entry.type) {
    case "block":
      if (project.modules.has(entry.kind.text) || !isMachineOrHost(entry, project, false))
        checkBlock(entry, surroundings);
      return;
    case "environment":
      checkEnvironment(entry, project);
      return;
    case "module":
      checkModule(entry, project);
      return;
    case "attribute":
      checkTopAttribute(entry, project);
      return;
    case "param":
    case "output":
    case "remove":
    case "spread":
      reportElsewhere(entry, project);
      return;
    case "secret":
      checkSecret(entry, project);
      return;
    case "use":
    case "let":
      return;
  }
}

function checkEnvironment(node: EnvironmentNode, project: Project): void {
  const surroundings: Surroundings = { project, place: "environment", attributes: machineAttributes(project) };
  for (const entry of node.body.entries) {
    switch (entry.type) {
      case "block":
        if (project.modules.has(entry.kind.text) || !isMachineOrHost(entry, project, true))
          checkBlock(entry, surroundings);
        break;
      case "param":
      case "output":
      case "spread":
        reportElsewhere(entry, project);
        break;
      case "use":
      case "environment":
      case "module":
        // The parser has reported it (E0137).
        break;
      case "secret":
        checkSecret(entry, project);
        break;
      case "let":
      case "attribute":
      case "remove":
        break;
    }
  }
}

function checkModule(node: ModuleNode, project: Project): void {
  const surroundings: Surroundings = { project, place: "module", attributes: {} };
  for (const entry of node.body.entries) {
    switch (entry.type) {
      case "block":
        if (entry.kind.text === "machine" || entry.kind.text === "host") {
          if (!project.modules.has(entry.kind.text)) {
            reportMisplaced(
              entry,
              `\`${entry.kind.text}\``,
              "outside of modules; give the module a `param app: ref(machine)`",
              project,
            );
            break;
          }
        }
        checkBlock(entry, surroundings);
        break;
      case "param":
        if (universalWords.includes(entry.name.text))
          project.reporter.add(diagnose("E0604", { name: entry.name.text }, entry.name.span));
        break;
      case "attribute":
        reportMisplaced(entry, "an attribute", "in a block; a module holds params, blocks and outputs", project);
        break;
      case "remove":
      case "spread":
        reportElsewhere(entry, project);
        break;
      case "use":
      case "environment":
      case "module":
        // The parser has reported it (E0137).
        break;
      case "secret":
        checkSecret(entry, project);
        break;
      case "let":
      case "output":
        break;
    }
  }
}

/** Where the entries belong that only one place takes. */
const homes = {
  param: "in a `module`",
  output: "in a `module`",
  remove: "in an `environment`",
  spread: "in a list, or in a body of free names such as `env`",
} as const;

function reportElsewhere(entry: Extract<Entry, { type: keyof typeof homes }>, project: Project): void {
  reportMisplaced(entry, entry.type === "spread" ? "a spread" : `\`${entry.type}\``, homes[entry.type], project);
}

/** Checks a `machine` or `host` block; false when the block is neither. */
function isMachineOrHost(block: BlockNode, project: Project, environment: boolean): boolean {
  const kind = block.kind.text;
  if (kind !== "machine" && kind !== "host") return false;
  const schema = project.registry.get(kind);
  if (schema === undefined) return false;
  checkBlock(block, { project, place: environment ? "environment" : "top", attributes: {} });
  if (kind === "host") return true;
  const inside: Surroundings = {
    project,
    place: environment ? "environment-machine" : "machine",
    attributes: schema.attributes,
  };
  for (const entry of block.body?.entries ?? []) {
    if (entry.type !== "block" || ownEntry(schema.blocks, entry.kind.text) !== undefined) continue;
    if (entry.kind.text === "machine" && !project.modules.has("machine"))
      reportMisplaced(entry, "a `machine`", "outside of other machines", project);
    else checkBlock(entry, inside);
  }
  return true;
}

function checkTopAttribute(entry: Extract<Entry, { type: "attribute" }>, project: Project): void {
  const { reporter } = project;
  const [first, second] = entry.key.segments;
  if (first === undefined || reporter.silences(first.text)) return;
  if (second !== undefined) {
    const names = [...project.environments.keys()];
    const where = names[0] ?? "prod";
    reporter.add(
      diagnose(
        "E0229",
        { path: entry.key.segments.map((segment) => segment.text).join("."), environment: where },
        entry.key.span,
      ),
    );
    return;
  }
  const attributes = machineAttributes(project);
  if (ownEntry(attributes, first.text) !== undefined) {
    if (project.namesMachines) {
      const machine = project.entries.find((one) => one.type === "block" && one.kind.text === "machine");
      const label = machine?.type === "block" && machine.label?.label === "word" ? machine.label.text : "web";
      reporter.add(
        diagnose("E0511", { name: first.text, example: `machine ${label} { ${first.text} = … }` }, first.span),
      );
    }
    return;
  }
  const known = Object.keys(attributes);
  const advice = adviseOn(first.text, project.registry.get("machine")?.foreign, {
    span: first.span,
    node: entry,
    source: project.sources.get(first.span.file),
    isTaken: (word) => project.entries.some((one) => one.type === "attribute" && one.key.segments[0]?.text === word),
    certain: true,
  });
  if (advice !== undefined) {
    const params = { kind: "machine", name: first.text, known: listNames(known) };
    reporter.add(diagnose("E0203", params, first.span, advice));
    return;
  }
  const near = reporter.nearest(first.text, known);
  const help = `the machine has ${listNames(known)}; a value with a name is written \`let ${first.text} = …\``;
  reporter.add(
    diagnose(
      "E0203",
      { kind: "machine", name: first.text, known: listNames(known) },
      first.span,
      near === undefined
        ? { help }
        : {
            label: `did you mean \`${near}\`?`,
            help: "rename it (envc check --fix)",
            fixes: [{ title: `rename it to \`${near}\``, safety: "safe", edits: [{ span: first.span, text: near }] }],
          },
    ),
  );
}

function machineAttributes(project: Project): Surroundings["attributes"] {
  return project.registry.get("machine")?.attributes ?? {};
}

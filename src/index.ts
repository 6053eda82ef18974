/**
 * envc as a library: `compile`, `check`, `format` and `explain`. This is the composition root: the only place that
 * knows every part. All functions are pure over the project files they are given; nothing is written, nothing thrown
 * for a mistake in a spec. What a function does not need is not loaded.
 */
import type { FileNode } from "./parser/ast.ts";
import type { Diagnostic, Omitted } from "./diagnostics/diagnostic.ts";
import type { Explanation } from "./diagnostics/explanation.ts";
import type { Backend, OutputFile, TogetherResult } from "./ir/backend.ts";
import type { AttributeSchema, Kind, NestedBlockSchema } from "./ir/kind.ts";
import type { Form, Model } from "./ir/model.ts";
import type { Program } from "./ir/program.ts";
import type { ProjectFiles } from "./ir/project-files.ts";
import { analyse } from "./analysis/analyse.ts";
import { backendNames, sharesEnvironments } from "./backends/names.ts";
import { type BuildReport, reportFormat, reportTarget, type TargetReport } from "./backends/shared/report.ts";
import { listResources } from "./backends/shared/reported-resources.ts";
import { printSourceMap } from "./backends/shared/source-map.ts";
import { findForeign } from "./analysis/foreign-word.ts";
import { ownEntry } from "./analysis/own-entry.ts";
import { diagnose } from "./diagnostics/diagnose.ts";
import { lowerModel } from "./ir/lower-model.ts";
import { kinds } from "./kinds/registry.ts";
import { library } from "./std/library.generated.ts";
import { nearestName } from "./text/edit-distance.ts";
import { createSourceFile, describeSpan, type SourceFile } from "./text/source-file.ts";
import { compareSpans, type Span } from "./text/span.ts";

export type { Diagnostic } from "./diagnostics/diagnostic.ts";
export type { ProjectFiles } from "./ir/project-files.ts";
export { backendNames } from "./backends/names.ts";
export { kinds } from "./kinds/registry.ts";

/** A project: the path of its root file, and its files. */
export interface Project {
  /** Relative to the project's folder: `shop.envspec`. */
  readonly root: string;
  readonly files: ProjectFiles;
}

/** What {@link check} finds out. */
export interface CheckResult {
  /** Every file that was read as a spec, by path. */
  readonly sources: ReadonlyMap<string, SourceFile>;
  readonly asts: ReadonlyMap<string, FileNode>;
  readonly environments: readonly string[];
  /** One per environment; as complete as the mistakes allow. */
  readonly models: readonly Model[];
  /** One per model that is free of errors. */
  readonly programs: readonly Program[];
  /** In source order, the root file first. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many more there are: of very many only the first are kept. */
  readonly omitted: Omitted;
}

/** Gives the program of an environment in a form, and collects what its lowering has to say; each form is lowered once. */
function createFormer(
  checked: CheckResult,
  diagnostics: Diagnostic[],
): (form: Form, environment: string | undefined) => Program | undefined {
  let inContainers: readonly Program[] | undefined;
  const lowerForContainers = (): readonly Program[] => {
    const lowered = checked.models.map((model) => lowerModel(model, kinds, "container"));
    diagnostics.push(...lowered.flatMap((each) => each.diagnostics));
    return lowered.flatMap(({ program }) => program ?? []);
  };
  return (form, environment) => {
    const programs = form === "machine" ? checked.programs : (inContainers ??= lowerForContainers());
    return programs.find((program) => program.environment === environment);
  };
}

/** What to compile; everything when empty. */
export interface CompileOptions {
  /** Instead of what the environments ask for. */
  readonly targets?: readonly string[];
  readonly environments?: readonly string[];
  /** Options of backends, by target; checked against the backend's schema. */
  readonly backendOptions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** One target of one environment, or of all of them together. */
export interface TargetBuild {
  readonly target: string;
  /** undefined for a target that all environments share, and for a file that declares none. */
  readonly environment: string | undefined;
  /** The environments that it is made of; empty for a file that declares none. */
  readonly environments: readonly string[];
  readonly files: readonly OutputFile[];
  /** The text of the source map. */
  readonly sourceMap: string;
  /** One per environment. */
  readonly reports: readonly TargetReport[];
}

/** What {@link compile} makes. */
export interface CompileResult extends CheckResult {
  /** Empty when there is an error anywhere: all or nothing. */
  readonly builds: readonly TargetBuild[];
  readonly report: BuildReport;
}

/** Reads and checks a project up to the Ops, for every environment. What targets say to it takes {@link compile}. */
export function check(project: Project): CheckResult {
  const analysis = analyse({ ...project, registry: kinds, std: library, backends: backendNames });
  const diagnostics = [...analysis.diagnostics];
  const programs: Program[] = [];
  // An incomplete model would only repeat in other words what was already said.
  if (!hasError(diagnostics))
    for (const model of analysis.models) {
      const lowered = lowerModel(model, kinds);
      diagnostics.push(...lowered.diagnostics);
      if (lowered.program !== undefined) programs.push(lowered.program);
      else if (!hasError(lowered.diagnostics)) throw new Error("a model without mistakes was not lowered");
    }
  const { sources, asts, environments, models, omitted } = analysis;
  return { sources, asts, environments, models, programs, diagnostics: tidy(diagnostics, project.root), omitted };
}

/** Compiles a project: every environment for the targets it asks for, or for those of the options. */
export async function compile(project: Project, options: CompileOptions = {}): Promise<CompileResult> {
  const checked = check(project);
  const diagnostics = [...checked.diagnostics, ...checkNames(project.root, checked, options)];
  const builds: TargetBuild[] = [];
  const names = new Map<string, Backend>();
  if (!hasError(diagnostics)) {
    const { backends } = await import("./backends/registry.ts");
    for (const backend of backends) names.set(backend.name, backend);
    await checkOptions(names, options);
  }
  const place = placeIn(checked.sources);
  const programIn = createFormer(checked, diagnostics);
  if (!hasError(diagnostics))
    for (const group of groupPrograms(wantedPrograms(checked.programs, options), names, options)) {
      const { target } = group;
      const backend = names.get(target);
      const programs = group.programs.flatMap(
        ({ environment }) => programIn(backend?.form ?? "machine", environment) ?? [],
      );
      const [first] = programs;
      if (backend === undefined || first === undefined) continue;
      const result = buildWith(backend, programs, options.backendOptions?.[target] ?? {});
      diagnostics.push(...result.diagnostics);
      const reports = programs.map((program, index) => {
        const resources = listResources(
          checked.models.find((model) => model.environment === program.environment),
          kinds,
        );
        return reportTarget(target, program, result.rows[index] ?? [], resources, place);
      });
      const sourceMap = printSourceMap(result.files, place);
      const environment = sharesEnvironments(target) ? undefined : first.environment;
      const environments = programs.flatMap((program) => program.environment ?? []);
      builds.push({ target, environment, environments, files: result.files, sourceMap, reports });
    }
  const all = tidy(diagnostics, project.root);
  const kept = hasError(all) ? [] : builds;
  const name = checked.models[0]?.name ?? project.root.replace(/\.envspec$/, "");
  const order = checked.programs.map((program) => program.environment);
  const reports = builds
    .flatMap((build) => build.reports)
    .sort((a, b) => order.indexOf(a.environment) - order.indexOf(b.environment));
  const report: BuildReport = { format: reportFormat, project: name, builds: reports };
  return { ...checked, diagnostics: all, builds: kept, report };
}

/** What {@link format} gives. */
export interface FormatResult {
  /** The text in canonical form; undefined when it cannot be read well enough to be printed back. */
  readonly text: string | undefined;
  readonly source: SourceFile;
  readonly diagnostics: readonly Diagnostic[];
}

/** Brings a file into canonical form. Its line ends stay what they are: CRLF when the first one is. */
export async function format(path: string, text: string): Promise<FormatResult> {
  const [{ parseFile }, { formatFile }] = await Promise.all([
    import("./parser/parse.ts"),
    import("./format/format.ts"),
  ]);
  const source = createSourceFile(path, text);
  const parsed = parseFile(source);
  if (hasError(parsed.diagnostics)) return { text: undefined, source, diagnostics: parsed.diagnostics };
  const formatted = formatFile(parsed.file).replaceAll("\r\n", "\n");
  const result = /^[^\n]*\r\n/.test(text) ? formatted.replaceAll("\n", "\r\n") : formatted;
  return { text: result, source, diagnostics: parsed.diagnostics };
}

/** What {@link explain} can speak about. */
export type Topic =
  | {
      readonly topic: "code";
      readonly code: string;
      readonly severity: string;
      readonly title: string;
      readonly explanation: Explanation;
    }
  | { readonly topic: "kind"; readonly kind: Kind }
  | { readonly topic: "block"; readonly kind: Kind; readonly name: string; readonly block: NestedBlockSchema }
  | { readonly topic: "attribute"; readonly kind: Kind; readonly path: string; readonly attribute: AttributeSchema }
  | {
      readonly topic: "unknown";
      readonly suggestion: string | undefined;
      /** The kind that other tools call so: `schedule` for `cron`. */
      readonly meant?: Kind;
      /** Where the word is an attribute or a block: `postgres.backup`, or a part of one: `postgres.database.owner`. */
      readonly within?: readonly string[];
    };

/** Explains a code (`E0203`, or its slug), a kind (`process`), an attribute or a block of one (`process.env`, `host.ssh.port`). */
export async function explain(name: string): Promise<Topic> {
  const { catalogue } = await import("./diagnostics/catalogue.generated.ts");
  const entries = Object.entries(catalogue);
  const found = entries.find(([code, entry]) => code.toLowerCase() === name.toLowerCase() || entry.slug === name);
  if (found !== undefined) {
    const { explanations } = await import("./diagnostics/explanations.generated.ts");
    const explanation = explanations[found[0]];
    const { severity, title } = found[1];
    if (explanation !== undefined) return { topic: "code", code: found[0], severity, title, explanation };
  }
  const [kindName = "", ...steps] = name.split(".");
  const kind = kinds.get(kindName);
  if (kind === undefined) {
    const known = [...kinds.keys(), ...entries.flatMap(([code, entry]) => [code, entry.slug])];
    const meant = [...kinds.values()].find(({ alsoCalled }) => findForeign(name, alsoCalled) !== undefined);
    const within = [...kinds.values()].filter((each) => explainStep(each, [kindName, ...steps]).topic !== "unknown");
    return {
      topic: "unknown",
      suggestion: nearestName(name, known),
      ...(meant === undefined ? {} : { meant }),
      within: within.map((each) => `${each.name}.${name}`),
    };
  }
  return explainStep(kind, steps);
}

function explainStep(kind: Kind, steps: readonly string[]): Topic {
  const [first, second] = steps;
  if (first === undefined) return { topic: "kind", kind };
  const block = ownEntry(kind.blocks, first);
  const attribute = ownEntry((second === undefined ? kind : block)?.attributes ?? {}, second ?? first);
  if (attribute !== undefined) return { topic: "attribute", kind, path: steps.join("."), attribute };
  if (block !== undefined && second === undefined) return { topic: "block", kind, name: first, block };
  const known = [...Object.keys(kind.attributes), ...Object.keys(kind.blocks)];
  const near = nearestName(first, known);
  return { topic: "unknown", suggestion: `${kind.name}.${near ?? known[0] ?? ""}` };
}

/** Whether any diagnostic is an error. */
export function hasError(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

/** The targets of a program: those asked for, else those of the environment, else all; in the usual order. */
export function targetsOf(program: Pick<Program, "targets">, options: CompileOptions): readonly string[] {
  let wanted: readonly string[] = backendNames;
  if (program.targets.length > 0) wanted = program.targets;
  if (options.targets !== undefined && options.targets.length > 0) wanted = options.targets;
  return backendNames.filter((name) => wanted.includes(name));
}

/** What is built of which environments: each of them alone, or together for a target that they share. */
function groupPrograms(
  programs: readonly Program[],
  backends: ReadonlyMap<string, Backend>,
  options: CompileOptions,
): readonly { readonly target: string; readonly programs: readonly Program[] }[] {
  const groups: { readonly target: string; readonly programs: Program[] }[] = [];
  for (const program of programs)
    for (const target of targetsOf(program, options)) {
      const together = backends.get(target)?.buildTogether !== undefined;
      const known = together ? groups.find((group) => group.target === target) : undefined;
      if (known === undefined) groups.push({ target, programs: [program] });
      else known.programs.push(program);
    }
  return groups;
}

function buildWith(
  backend: Backend,
  programs: readonly Program[],
  options: Readonly<Record<string, unknown>>,
): TogetherResult {
  if (backend.buildTogether !== undefined) return backend.buildTogether(programs, options);
  const results = programs.map((program) => backend.build(program, options));
  return {
    files: results.flatMap((result) => result.files),
    rows: results.map((result) => result.rows),
    diagnostics: results.flatMap((result) => result.diagnostics),
  };
}

function wantedPrograms(programs: readonly Program[], options: CompileOptions): readonly Program[] {
  const { environments = [] } = options;
  if (environments.length === 0) return programs;
  return programs.filter((program) => program.environment !== undefined && environments.includes(program.environment));
}

function checkNames(root: string, checked: CheckResult, options: CompileOptions): readonly Diagnostic[] {
  const span: Span = { file: root, start: 0, end: 0 };
  // Without a readable file there are no environments to compare with.
  const environments = hasError(checked.diagnostics) ? [] : (options.environments ?? []);
  const unknown = environments.filter((name) => !checked.environments.includes(name));
  return [
    ...unknown.map((name) => diagnose("E0921", { name, known: suggest(name, checked.environments) }, span)),
    ...(options.targets ?? [])
      .filter((name) => !(backendNames as readonly string[]).includes(name))
      .map((name) => diagnose("E0922", { name, known: suggest(name, backendNames) }, span)),
  ];
}

function suggest(name: string, known: readonly string[]): string {
  if (known.length === 0) return "the file declares none, so leave `--env` out";
  const near = nearestName(name, known);
  const list = known.map((each) => `\`${each}\``).join(", ");
  return near === undefined ? `there is: ${list}` : `did you mean \`${near}\`? There is: ${list}`;
}

/** Checks backend options against the backends' schemas; a wrong one is the caller's mistake, so it throws. */
async function checkOptions(names: ReadonlyMap<string, Backend>, options: CompileOptions): Promise<void> {
  const given = Object.entries(options.backendOptions ?? {});
  if (given.length === 0) return;
  const { default: Ajv } = await import("ajv");
  const ajv = new Ajv({ allErrors: true });
  for (const [target, values] of given) {
    const schema = names.get(target)?.options;
    if (schema === undefined) throw new TypeError(`backendOptions: there is no target ${target}`);
    if (!ajv.validate(schema, values)) throw new TypeError(`backendOptions.${target}: ${ajv.errorsText()}`);
  }
}

function placeIn(sources: ReadonlyMap<string, SourceFile>): (span: Span) => string {
  return (span) => {
    const source = sources.get(span.file);
    return source === undefined ? span.file : describeSpan(source, span);
  };
}

/** Source order, the root file first, and each thing said once although several environments or targets say it. */
function tidy(diagnostics: readonly Diagnostic[], root: string): readonly Diagnostic[] {
  const seen = new Set<string>();
  const once = diagnostics.filter(({ code, title, span, help }) => {
    const key = JSON.stringify([code, title, span, help]);
    return !seen.has(key) && seen.add(key);
  });
  return once.sort(
    (a, b) => Number(a.span.file !== root) - Number(b.span.file !== root) || compareSpans(a.span, b.span),
  );
}

/**
 * `envc build --adopt`: values that were changed in the output go into the spec. Which value of the spec a line comes
 * from is guessed (`candidates.ts`), and every guess is proven by a build: the changed line must come out as the user
 * left it, and nothing else may change. So a wrong guess costs time and nothing else.
 */
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { CompileOptions, CompileResult, Project } from "../../index.ts";
import type { Platform } from "../../platform/platform.ts";
import { findCandidates, nameChange } from "./candidates.ts";
import { type Change, findEditedValues } from "./edited-values.ts";
import { holdsEdits } from "./holds-edits.ts";
import { describeLeftovers } from "./leftovers.ts";
import { compareTrials, startTrial, type Trial, tryEdits } from "./trial.ts";

/** What the spec took over. */
export interface Adoption {
  /** The build of the changed spec, for every environment. */
  readonly result: CompileResult;
  /** Changed files of the spec, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Files of the output whose edits are in the spec as a whole, with the sum of their bytes. */
  readonly adopted: ReadonlyMap<string, string>;
  /** What was not taken over, line by line. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Steps that a single change is tried with, when several candidates are there. */
type Step = { readonly trial: Trial; readonly done: readonly Change[] };

/**
 * Finds a changed spec whose build has the edits of the output; writes nothing. `output` is absolute, `shown` as
 * messages name it. `result` is the build for every environment: whether a new value changes another one shows only
 * there; the environments of `wanted` are those whose edits are asked for.
 */
export async function adoptEdits(
  platform: Platform,
  project: Project,
  output: string,
  shown: string,
  result: CompileResult,
  wanted: CompileOptions,
): Promise<Adoption> {
  const before = startTrial(result);
  const { environments: asked = [] } = wanted;
  const options: CompileOptions = { ...wanted, environments: [] };
  const edited = findEditedValues(platform, output, before).filter(
    ({ environment }) => environment === undefined || asked.length === 0 || asked.includes(environment),
  );
  const named = edited.flatMap((file) => file.named);
  const shared = await adoptShared(project, options, before, named);
  const step = await adoptAll(project, options, before, shared, named);
  const adopted = new Map(
    edited
      .filter(({ path, base, theirs }) => holdsEdits(base, theirs, step.trial.files.get(path)?.text ?? ""))
      .map(({ path, sha256 }) => [path, sha256]),
  );
  const diagnostics = edited
    .filter(({ path }) => !adopted.has(path))
    .flatMap((file) =>
      describeLeftovers(file, step.done, step.trial.files.get(file.path)?.text ?? "", shown, result.sources),
    );
  return { result: step.trial.result, texts: step.trial.texts, adopted, diagnostics };
}

/** What every environment changed alike is a change of what they share, if there is such a thing. */
async function adoptShared(
  project: Project,
  options: CompileOptions,
  start: Trial,
  changes: readonly Change[],
): Promise<Step> {
  let step: Step = { trial: start, done: [] };
  const { environments } = start.result;
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const key = JSON.stringify([change.name, change.host, change.before, change.after]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  for (const group of groups.values()) {
    const [first] = group;
    const everywhere = environments.every((name) => group.some(({ environment }) => environment === name));
    if (first === undefined || first.host !== undefined || environments.length < 2 || !everywhere) continue;
    for (const edit of findCandidates({ ...first, environment: undefined }, step.trial.result)) {
      const next = await attempt(project, options, start, step, group, [edit]);
      if (next === undefined) continue;
      step = next;
      break;
    }
  }
  return step;
}

/** All at once, and by halves when that fails: most often all of them fit, or few do not. */
async function adoptAll(
  project: Project,
  options: CompileOptions,
  start: Trial,
  step: Step,
  changes: readonly Change[],
): Promise<Step> {
  const open = changes.filter((change) => !isThere(change, step.trial));
  const there = changes.filter((change) => isThere(change, step.trial));
  const known: Step = { ...step, done: [...step.done, ...there] };
  const [first] = open;
  if (first === undefined) return known;
  if (open.length === 1) {
    for (const edit of findCandidates(first, known.trial.result)) {
      const next = await attempt(project, options, start, known, [first], [edit]);
      if (next !== undefined) return next;
    }
    return known;
  }
  const edits = open.flatMap((change) => findCandidates(change, known.trial.result).slice(0, 1));
  const together = edits.length < open.length ? undefined : await attempt(project, options, start, known, open, edits);
  if (together !== undefined) return together;
  const half = open.length >> 1;
  const left = await adoptAll(project, options, start, known, open.slice(0, half));
  return adoptAll(project, options, start, left, open.slice(half));
}

function isThere({ keys, path, after }: Change, trial: Trial): boolean {
  return trial.files.get(path)?.leaves()?.get(JSON.stringify(keys))?.value === after;
}

async function attempt(
  project: Project,
  options: CompileOptions,
  start: Trial,
  step: Step,
  changes: readonly Change[],
  edits: Parameters<typeof tryEdits>[3],
): Promise<Step | undefined> {
  const trial = await tryEdits(project, options, step.trial, edits);
  const done = [...step.done, ...changes];
  if (trial === undefined || !changes.every((change) => isThere(change, trial))) return undefined;
  return changesNothingElse(start, trial, done) ? { trial, done } : undefined;
}

/**
 * Whether only values that somebody changed are different: under the same name, for the same environment and host. A
 * value that all share may change wherever it is repeated; a new line says again what held before.
 */
function changesNothingElse(start: Trial, trial: Trial, done: readonly Change[]): boolean {
  for (const [path, { changed, added, removed }] of compareTrials(start, trial)) {
    const file = trial.files.get(path) ?? start.files.get(path);
    for (const leaf of [...changed, ...removed, ...added]) {
      const own = file === undefined ? undefined : nameChange(leaf.keys, file);
      const reason = done.find(
        (change) =>
          own?.name === change.name &&
          (change.environment === undefined ||
            own.environment === undefined ||
            own.environment === change.environment ||
            added.some((one) => one === leaf)) &&
          (change.host === undefined || own.host === undefined || own.host === change.host),
      );
      if (reason === undefined) return false;
    }
  }
  return true;
}

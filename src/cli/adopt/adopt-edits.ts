/**
 * `envc build --adopt`: values that were changed in the output go into the spec. Which value of the spec a line comes
 * from is guessed (`candidates.ts`), and every guess is proven by a build: the changed line must come out as the user
 * left it, and nothing else may change. So a wrong guess costs time and nothing else.
 */
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { compile, type CompileOptions, type CompileResult, type Project } from "../../index.ts";
import type { Platform } from "../../platform/platform.ts";
import { findCandidates, nameChange } from "./candidates.ts";
import { type Change, type EditedValues, findEditedValues, isForAll } from "./edited-values.ts";
import { holdsEdits, withoutMoved } from "./holds-edits.ts";
import { describeLeftovers } from "./leftovers.ts";
import { compareTrials, sharedFiles, startTrial, type Trial, tryEdits, withTexts } from "./trial.ts";

/** What the spec took over. */
export interface Adoption {
  /** The build of the changed spec, for what is wanted. */
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
  const { environments: names = [] } = wanted;
  const asked = result.environments.every((name) => names.includes(name)) ? [] : names;
  const options: CompileOptions = { ...wanted, environments: [] };
  const edited = findEditedValues(platform, output, before).filter(
    ({ environment }) => environment === undefined || asked.length === 0 || asked.includes(environment),
  );
  // What all environments share is changed only when all of them are asked for.
  const named = edited.flatMap((file) => (isForAll(file, asked) ? [] : file.named));
  const shared = await adoptShared(project, options, before, named);
  const step = await adoptAll(project, options, before, shared, named);
  // What is written are the files of the environments that were asked for: one project of these alone.
  const last =
    asked.length === 0
      ? step.trial
      : startTrial(await compile(withTexts(project, step.trial.texts), wanted), step.trial.texts);
  const adopted = new Map(
    edited.filter((file) => isHeld(file, step.done, last)).map(({ path, sha256 }) => [path, sha256]),
  );
  const diagnostics = edited
    .filter(({ path }) => !adopted.has(path))
    .flatMap((file) =>
      describeLeftovers(file, step.done, last.files.get(file.path)?.text ?? "", shown, result.sources, asked),
    );
  return { result: last.result, texts: last.texts, adopted, diagnostics };
}

/** Whether a build has all edits of a file. */
function isHeld({ path, base, theirs }: EditedValues, done: readonly Change[], trial: Trial): boolean {
  const made = trial.files.get(path)?.text ?? "";
  if (holdsEdits(base, theirs, made)) return true;
  const shared = sharedFiles(trial, path).map(({ text }) => text);
  const own = done.filter((change) => change.path === path);
  return holdsEdits(base, withoutMoved(base, theirs, made, shared, own), made);
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
    const key = JSON.stringify([change.name, change.host, change.after]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  for (const group of groups.values()) {
    const [first] = group;
    const everywhere = environments.every((name) => group.some(({ environment }) => environment === name));
    if (first === undefined || first.host !== undefined || environments.length < 2 || !everywhere) continue;
    const olds = [...new Map(group.map((change) => [change.before, change])).values()];
    const shared = olds.flatMap((change) =>
      findCandidates({ ...change, environment: undefined }, step.trial.result).map((edit) => [edit]),
    );
    const each = group.flatMap((change) => findCandidates(change, step.trial.result).slice(0, 1));
    for (const edits of [...shared, ...(each.length < group.length ? [] : [each])]) {
      const next = await attempt(project, options, start, step, group, edits);
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
  const left = changes.filter((change) => !step.done.includes(change));
  const open = left.filter((change) => !isThere(change, step.trial));
  const there = left.filter((change) => isThere(change, step.trial));
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
  const next = await adoptAll(project, options, start, known, open.slice(0, half));
  return adoptAll(project, options, start, next, open.slice(half));
}

/** Whether a build has a changed value: in its place, or as the default, when every environment has it now. */
function isThere({ keys, path, before, after }: Change, trial: Trial): boolean {
  const leaf = trial.files.get(path)?.leaves()?.get(JSON.stringify(keys));
  return leaf === undefined ? before !== after && isDefault(trial, path, keys, after) : leaf.value === after;
}

function isDefault(trial: Trial, path: string, keys: readonly string[], value: string): boolean {
  const id = JSON.stringify(keys);
  return sharedFiles(trial, path).some((file) => file.leaves()?.get(id)?.value === value);
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
 * value that all share may change wherever it is repeated; a new line says again what held before, and a line goes when
 * it would say what the default does.
 */
function changesNothingElse(start: Trial, trial: Trial, done: readonly Change[]): boolean {
  for (const [path, { changed, added, removed }] of compareTrials(start, trial)) {
    const file = trial.files.get(path) ?? start.files.get(path);
    const gone = removed.filter(({ keys, value }) => !isDefault(trial, path, keys, value));
    const fresh = added.filter(({ keys, value }) => !isDefault(start, path, keys, value));
    for (const leaf of [...changed, ...gone, ...fresh]) {
      const own = file === undefined ? undefined : nameChange(leaf.keys, file);
      const reason = done.find(
        (change) =>
          own?.name === change.name &&
          (change.environment === undefined ||
            own.environment === undefined ||
            own.environment === change.environment) &&
          (change.host === undefined || own.host === undefined || own.host === change.host),
      );
      if (reason === undefined) return false;
    }
  }
  return true;
}

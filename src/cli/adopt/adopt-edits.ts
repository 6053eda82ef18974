/**
 * `envc build --adopt`: values that were changed in the output go into the spec. Which value of the spec a line comes
 * from is guessed (`candidates.ts`), and every guess is proven by a build: the changed line must come out as the user
 * left it, and nothing else may change. So a wrong guess costs time and nothing else.
 */
import type { Diagnostic, TextEdit } from "../../diagnostics/diagnostic.ts";
import { compile, type CompileOptions, type CompileResult, type Project } from "../../index.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Blocked, Other } from "./blocked.ts";
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

/** How far it has come: a proven build, and the changes that it has. */
interface Step {
  readonly trial: Trial;
  readonly done: readonly Change[];
  /** Changes that an edit of the spec makes, with others that nobody made. */
  readonly blocked: ReadonlyMap<Change, Blocked>;
}

/** What every attempt of a run has in common. */
interface Search {
  readonly project: Project;
  readonly options: CompileOptions;
  readonly start: Trial;
  /** All changes that may be taken over: one edit of the spec can explain several, wherever they stand. */
  readonly all: readonly Change[];
}

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
  const search: Search = { project, options, start: before, all: named };
  const step = await adoptAll(search, await adoptShared(search), named);
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
      describeLeftovers(file, step, last.files.get(file.path)?.text ?? "", shown, result.sources, asked),
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
async function adoptShared(search: Search): Promise<Step> {
  const { start, all } = search;
  let step: Step = { trial: start, done: [], blocked: new Map() };
  const { environments } = start.result;
  const groups = new Map<string, Change[]>();
  for (const change of all) {
    const key = JSON.stringify([change.name, change.host, change.after]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  for (const group of groups.values()) {
    const [first] = group;
    const everywhere = environments.every((name) => group.some(({ environment }) => environment === name));
    if (first === undefined || first.host !== undefined || environments.length < 2 || !everywhere) continue;
    const olds = [...new Map(group.map((change) => [change.before, change])).values()];
    const shared = olds.flatMap((change) =>
      findCandidates({ ...change, environment: undefined }, step.trial.result).map(({ edit }) => [edit]),
    );
    const each = group.flatMap((change) => firstEdit(change, step));
    for (const edits of [...shared, ...(each.length < group.length ? [] : [each])]) {
      const next = await attempt(search, step, group, edits);
      if (next === undefined || "others" in next) continue;
      step = next;
      break;
    }
  }
  return step;
}

/** All at once, and by halves when that fails: most often all of them fit, or few do not. */
async function adoptAll(search: Search, step: Step, changes: readonly Change[]): Promise<Step> {
  const left = changes.filter((change) => !step.done.includes(change));
  const open = left.filter((change) => !isThere(change, step.trial));
  const there = left.filter((change) => isThere(change, step.trial));
  const known: Step = { ...step, done: [...step.done, ...there] };
  const [first] = open;
  if (first === undefined) return known;
  if (open.length === 1) {
    let blocked: Blocked | undefined;
    for (const { edit, subject } of findCandidates(first, known.trial.result)) {
      const next = await attempt(search, known, [first], [edit]);
      if (next === undefined) continue;
      if (!("others" in next)) return next;
      blocked ??= { subject, others: next.others };
    }
    return blocked === undefined ? known : { ...known, blocked: new Map([...known.blocked, [first, blocked]]) };
  }
  const edits = open.flatMap((change) => firstEdit(change, known));
  const together = edits.length < open.length ? undefined : await attempt(search, known, open, edits);
  if (together !== undefined && !("others" in together)) return together;
  const half = open.length >> 1;
  const next = await adoptAll(search, known, open.slice(0, half));
  return adoptAll(search, next, open.slice(half));
}

/** The most likely edit for a change, if there is one. */
function firstEdit(change: Change, step: Step): readonly TextEdit[] {
  return findCandidates(change, step.trial.result)
    .slice(0, 1)
    .map(({ edit }) => edit);
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

/**
 * Builds with further edits that shall make `changes`. Changes elsewhere that the same edits make count as made, too: a
 * value that two machines use is a line for each. undefined when the changes do not come out; `others` when values do
 * that nobody changed.
 */
async function attempt(
  { project, options, start, all }: Search,
  step: Step,
  changes: readonly Change[],
  edits: readonly TextEdit[],
): Promise<Step | Pick<Blocked, "others"> | undefined> {
  const trial = await tryEdits(project, options, step.trial, edits);
  if (trial === undefined || !changes.every((change) => isThere(change, trial))) return undefined;
  const made = all.filter((change) => !step.done.includes(change) && isThere(change, trial));
  const done = [...step.done, ...made];
  const others = findOthers(start, trial, done);
  return others.length === 0 ? { ...step, trial, done } : { others };
}

/**
 * The values that are different although nobody changed them: under the same name, for the same environment and host. A
 * value that all share may change wherever it is repeated; a new line says again what held before, and a line goes when
 * it would say what the default does.
 */
function findOthers(start: Trial, trial: Trial, done: readonly Change[]): readonly Other[] {
  const others: Other[] = [];
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
      if (reason === undefined) others.push(own ?? { name: leaf.keys.join(".") });
    }
  }
  return others;
}

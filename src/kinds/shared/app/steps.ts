import type { LowerContext, Resource } from "../../../ir/model.ts";
import { opId } from "../../../ir/op-id.ts";
import type { EnvironmentVariable } from "../../../ir/environment-variable.ts";
import type { ExecOp } from "../../../ir/ops.ts";
import { type Text, literalText } from "../../../ir/text.ts";
import { environmentOf } from "../execution.ts";
import { opBase } from "../op-base.ts";
import type { AppPlaces, Language } from "./language.ts";

/** A step of putting a release together: as the app's user, in the release's folder. */
export function stepOp(
  app: Resource,
  places: AppPlaces,
  step: { readonly name: string; readonly title: string; readonly run: Text },
  environment: readonly EnvironmentVariable[],
): ExecOp {
  return {
    ...opBase(app, step.title),
    op: "exec",
    id: opId("exec", `${places.name}-${step.name}`),
    run: step.run,
    user: places.user,
    directory: places.release,
    environment,
    creates: undefined,
    unless: undefined,
    onlyIf: undefined,
    onChange: [],
    always: false,
  };
}

/** Where programs are looked for on every system; a login has the same. */
const systemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** `PATH` with the programs in front that a release brings; nothing when it brings none. */
function pathVariable(app: Resource, language: Language, folder: string): Readonly<Record<string, Text>> {
  const tools = language.tools(app);
  return tools === undefined ? {} : { PATH: literalText(`${folder}/${tools}:${systemPath}`) };
}

/** The variables of every program of an app: what its language needs, then what the author wrote; sorted by name. */
export function variablesOf(
  app: Resource,
  language: Language,
  places: AppPlaces,
  context: LowerContext,
  folder: string = places.current,
): readonly EnvironmentVariable[] {
  const own = language.variables(app, places, context);
  const written = environmentOf(app, context).map(({ name, value }) => [name, value] as const);
  const all = { ...pathVariable(app, language, folder), ...own, ...Object.fromEntries(written) };
  return Object.entries(all)
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * What a build may know: neither secrets nor addresses, which are not there while an image is built, and would stay in
 * what is made.
 */
export function buildVariables(variables: readonly EnvironmentVariable[]): readonly EnvironmentVariable[] {
  return variables.filter(({ value }) =>
    value.every((part) => typeof part === "string" || (part.hole === "variable" && part.value !== undefined)),
  );
}

/** Words as one command for `sh`: plain ones as they are, the others in quotes. */
export function shellLine(words: readonly string[]): string {
  return words.map((word) => (/^[\w./:=@,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(" ");
}

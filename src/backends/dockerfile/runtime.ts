/** A program's own stage: user, folder, environment, command. */
import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { EnvironmentVariable } from "../../ir/environment-variable.ts";
import { holdsSecret } from "../../ir/text.ts";
import type { Hole, Text } from "../../ir/text.ts";
import { contextName, groupId, originOf, textInImage, userId, userWord } from "./context.ts";
import type { MachineContext } from "./context.ts";
import { isPlainText, isPlainPath } from "./encode.ts";
import { entrypointScript, secretName } from "./entrypoint.ts";
import type { SecretVariable } from "./entrypoint.ts";
import { command } from "./lower/command.ts";
import { openHoles } from "./late-values.ts";
import type { ContextFile } from "./piece.ts";
import { isBuilt } from "./runnable.ts";
import type { Runnable } from "./runnable.ts";
import type { Command, Instruction } from "./target.ts";

/** What a program needs in the image and when it starts. */
export interface Runtime {
  readonly runnable: Runnable;
  readonly instructions: readonly Instruction[];
  readonly files: readonly ContextFile[];
  /** Variables that Compose fills in. */
  readonly lateEnvironment: readonly EnvironmentVariable[];
  /** Secrets that its variables hold. */
  readonly secrets: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The environment of a program, by how it gets there. */
interface SortedEnvironment {
  /** `ENV`. */
  readonly plain: readonly (readonly [string, string])[];
  /** Words for env(1): values that a Dockerfile cannot hold, because they have more than one line. */
  readonly words: readonly string[];
  readonly late: readonly EnvironmentVariable[];
  readonly secret: readonly SecretVariable[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Makes the instructions of a program. */
export function makeRuntime(runnable: Runnable, context: MachineContext): Runtime {
  if (!isBuilt(runnable)) return runtimeOfContainer(runnable);
  const diagnostics: Diagnostic[] = [];
  const origin = originOf(runnable.op, context.machine);
  const origins = [origin];
  const argv = fillWords(runnable.argv, context, diagnostics);
  const health = fillWords(runnable.health ?? [], context, diagnostics);
  const environment = sortEnvironment(runnable, context);
  diagnostics.push(...environment.diagnostics);
  const files: ContextFile[] = [];
  const instructions: Instruction[] = [...prepare(runnable, context)];
  const entry: string[] = [];
  const plainDirectory = isPlainPath(runnable.directory);
  if (environment.words.length > 0 || !plainDirectory)
    entry.push("/usr/bin/env", ...(plainDirectory ? [] : [`--chdir=${runnable.directory}`]), ...environment.words);
  if (environment.secret.length > 0) {
    const source = contextName(context, runnable.op.id);
    const target = `/usr/local/bin/${runnable.name}-entrypoint`;
    const content = entrypointScript(environment.secret, context, secretName);
    files.push({ path: source, content, executable: true, origin });
    instructions.push({ is: "copy", sources: [source], target, owner: undefined, mode: "0755", origins });
    entry.push(target);
  }
  const why = runnable.user === "root" ? { comment: whyRoot(runnable) } : {};
  instructions.push({ is: "user", user: finalUser(runnable, context), origins, ...why });
  if (plainDirectory && runnable.directory !== "/")
    instructions.push({ is: "workdir", path: runnable.directory, origins });
  if (environment.plain.length > 0) instructions.push({ is: "env", variables: environment.plain, origins });
  if (runnable.offered.length > 0) instructions.push({ is: "expose", ports: runnable.offered, origins });
  if (runnable.stopSignal !== "SIGTERM") instructions.push({ is: "stopsignal", signal: runnable.stopSignal, origins });
  if (health.length > 0) instructions.push({ is: "healthcheck", argv: [...entry, ...health], origins });
  if (entry.length > 0) instructions.push({ is: "entrypoint", argv: entry, origins });
  instructions.push({ is: "cmd", argv, origins });
  const secrets = environment.secret.flatMap(({ value }) =>
    value.flatMap((part) => (typeof part !== "string" && part.hole === "secret" ? [part.name] : [])),
  );
  return {
    runnable,
    instructions,
    files,
    lateEnvironment: environment.late,
    secrets: [...new Set(secrets)],
    diagnostics,
  };
}

/** Nothing is built: Compose gives it all of its environment, which may hold no secret, for `docker inspect` shows it. */
function runtimeOfContainer(runnable: Runnable): Runtime {
  const diagnostics = runnable.environment.flatMap(({ name, value }) =>
    value.flatMap((part) =>
      typeof part !== "string" && part.hole === "secret"
        ? [diagnose("E0702", { name: part.name, what: `the variable ${name} of a container` }, part.span)]
        : [],
    ),
  );
  const nothing = { instructions: [], files: [], secrets: [] };
  return { runnable, ...nothing, lateEnvironment: runnable.environment, diagnostics };
}

/** What a service's unit makes before it starts, and where its log goes in a container. */
function prepare(runnable: Runnable, context: MachineContext): readonly Instruction[] {
  const { foreground } = runnable;
  if (foreground === undefined) return [];
  const origin = originOf(runnable.op, context.machine);
  const commands: Command[] = [
    ...foreground.runtimeDirectories.map(({ path, owner, mode }) =>
      command(origin, "install", "-d", "-o", userWord(context, owner), "-g", owner, "-m", mode, path),
    ),
    ...foreground.logs.map(([link, target]) => command(origin, "ln", "-sfn", target, link)),
  ];
  if (commands.length === 0) return [];
  const comment = "What systemd would have made at start; logs go to the container's output";
  return [{ is: "run", mounts: [], commands, origins: [origin], comment }];
}

/**
 * The user as numbers where they are known, so that an orchestrator can see that it is not root; a user that comes with
 * a package has only its name. Where its group is its own, the group stays away: named, it would be the only one
 * (Dockerfile reference, USER), and packages put their users into others.
 */
function finalUser(runnable: Runnable, context: MachineContext): string {
  if (userId(context, runnable.user) === undefined && runnable.group === runnable.user) return runnable.user;
  return `${userId(context, runnable.user) ?? runnable.user}:${groupId(context, runnable.group) ?? runnable.group}`;
}

function whyRoot(runnable: Runnable): string {
  if (runnable.foreground === undefined) return "The spec runs it as root.";
  return `${runnable.name} starts as root and hands its work to a user without rights by itself.`;
}

function fillWords(words: readonly Text[], context: MachineContext, diagnostics: Diagnostic[]): readonly string[] {
  return words.map((word) => {
    const result = textInImage(context, word);
    if (result.ok) return result.text;
    diagnostics.push(
      result.why === "secret"
        ? diagnose("E0702", { name: nameOfHole(result.hole), what: "a program's words" }, result.hole.span)
        : diagnose("E0820", { name: nameOfHole(result.hole) }, result.hole.span),
    );
    return "";
  });
}

/** How the user knows what stands in a hole. */
function nameOfHole(hole: Hole): string {
  return "name" in hole ? hole.name : `this.host.${"property" in hole ? hole.property : "address"}`;
}

function sortEnvironment(runnable: Runnable, context: MachineContext): SortedEnvironment {
  const plain: (readonly [string, string])[] = [];
  const words: string[] = [];
  const late: EnvironmentVariable[] = [];
  const secret: SecretVariable[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const variable of withLanguage(runnable, context)) {
    const { name, value } = variable;
    const known = textInImage(context, value);
    if (known.ok) {
      if (isPlainText(known.text)) plain.push([name, known.text]);
      else words.push(`${name}=${known.text}`);
      continue;
    }
    const open = openHoles(value, context);
    const encoded = open.find(
      (hole) => hole.encoding !== "plain" && !(hole.hole === "secret" && hole.encoding === "url"),
    );
    const host = holdsSecret(value) ? open.find((hole) => hole.hole !== "secret") : undefined;
    const bad = encoded ?? host;
    if (bad !== undefined) diagnostics.push(diagnose("E0821", { name: nameOfHole(bad), where: name }, bad.span));
    else if (holdsSecret(value)) secret.push({ name, value });
    else late.push(variable);
  }
  return { plain, words, late, secret, diagnostics };
}

/** systemd gives `LANG` of the machine to every service (locale.conf(5)); a container has no such thing. */
function withLanguage(runnable: Runnable, context: MachineContext): readonly EnvironmentVariable[] {
  const locale = context.machine.ops.find((op) => op.op === "locale");
  if (locale?.op !== "locale" || runnable.environment.some((variable) => variable.name === "LANG"))
    return runnable.environment;
  return [{ name: "LANG", value: [locale.locale] }, ...runnable.environment];
}

/** How well a container can do each kind of op, and what the user is told about it. */
import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Support } from "../../ir/backend.ts";
import type { Op, OpId, OpKind, OpOf, ServiceOp, SysctlOp } from "../../ir/ops.ts";
import { textsOfOp } from "../../ir/op-texts.ts";
import { isWithin } from "../../ir/paths.ts";
import { isForUse } from "../../ir/text.ts";
import { engineFiles } from "./base-images.ts";
import type { MachineContext } from "./context.ts";
import { extraHostOf } from "./extra-hosts.ts";
import { placeFile } from "./file-place.ts";
import { hasValidator } from "./lower/files.ts";
import { lateFileOf } from "./named-paths.ts";
import { isPerContainer } from "./namespaced-sysctls.ts";
import { isBuilt, isWanted } from "./runnable.ts";
import type { Runnable } from "./runnable.ts";
import { planVolumes, programsBefore, type Volume } from "./writable.ts";

/** What becomes of an op, and the warnings for the user's lines. */
export interface Assessment {
  readonly support: Support;
  readonly warnings: readonly Diagnostic[];
}

/** What the assessment of an op may ask. */
export interface AssessContext {
  readonly context: MachineContext;
  /** The programs of the machine, the image's own first. */
  readonly runnables: readonly Runnable[];
  /** The folders of those programs that outlive their containers. */
  readonly volumes: readonly Volume[];
  /** Why the file system of a program is not read-only although its unit would have it so, by op. */
  readonly opened: ReadonlyMap<OpId, string>;
}

/** What the assessment of a machine's ops may ask, given its programs. */
export function askAbout(
  context: MachineContext,
  runnables: readonly Runnable[],
  opened: ReadonlyMap<OpId, string>,
): AssessContext {
  return { context, runnables, volumes: planVolumes(runnables, context, ""), opened };
}

type Assess<K extends OpKind> = (op: OpOf<K>, ask: AssessContext) => Assessment;

const full: Assessment = { support: { support: "full" }, warnings: [] };

function adapted(reason: string, ...warnings: readonly Diagnostic[]): Assessment {
  return { support: { support: "adapted", reason }, warnings };
}

function none(reason: string, instead: string, ...warnings: readonly Diagnostic[]): Assessment {
  return { support: { support: "none", reason, instead }, warnings };
}

const table: { readonly [K in OpKind]: Assess<K> } = {
  package: () => full,
  repository: () => full,
  group: () => full,
  user: (op) => {
    if (op.passwordSecret === undefined || op.ensure === "absent") return full;
    return adapted(
      "nobody logs in to a container: the user is in the image, locked",
      ...warn(op, (span) => diagnose("W0823", { name: op.name }, span)),
    );
  },
  directory: (op, ask) => assessDirectory(op, ask),
  tree: (op, ask) => {
    const files = op.folder.files.map((file) => `${op.path}/${file.path}`);
    return hiddenByVolume(op, [op.path, ...files], ask) ?? full;
  },
  link: (op, ask) => enginePath(op, op.path) ?? hiddenByVolume(op, [op.path], ask) ?? full,
  "absent-path": (op) => enginePath(op, op.path) ?? full,
  edit: (op, ask) => assessEdit(op, ask),
  file: (op, ask) => {
    const { context } = ask;
    const place = placeFile(op, context);
    switch (place.place) {
      case "engine":
        return enginePath(op, op.path) ?? full;
      case "secret":
        return adapted(
          "not in the image: Compose puts the secret there when the container starts, owned by root and readable by the program",
        );
      case "config":
        return adapted(
          place.why === "secret"
            ? "not in the image: Compose fills in the secret and puts the file there when the container starts, owned by root and readable by the program"
            : "not in the image: Compose fills in the host's values and puts the file there when the container starts, owned by root and readable by the program",
        );
      case "image":
      case "refused":
        return (
          hiddenByVolume(op, [op.path], ask) ??
          (op.validate === undefined || hasValidator(op.validate, context)
            ? full
            : adapted(
                `${op.validate[0] ?? "its program"} checks the file only if the image has it: its package is not declared`,
              ))
        );
    }
  },
  service: (op, ask) => assessService(op, ask),
  process: (op, ask) => {
    if (op.ensure === "absent") return full;
    const warning = secondProgram(op, op.name, ask);
    const notes = processNotes(op, ask);
    if (warning.length > 0) return adapted(`a container of its own, built from the same image${notes}`, ...warning);
    return adapted(
      `the image's command instead of a systemd unit; restart policy and write access are in compose.yaml${notes}`,
    );
  },
  schedule: (op, { runnables }) => {
    if (op.ensure === "absent") return full;
    const command = runnables.find((runnable) => runnable.op.id === op.id)?.name ?? op.name;
    return adapted(
      `a Compose service under the profile \`jobs\`; the host runs \`docker compose run --build --rm ${command}\` at its time${timerNotes(op)}`,
      ...warn(op, (span) => diagnose("W0822", { name: op.name, command }, span)),
    );
  },
  container: (op, ask) => {
    if (op.ensure === "absent") return full;
    if (op.prepares === undefined)
      return adapted(`a Compose service of the image \`${op.image}\` instead of a systemd unit`);
    const name = ask.runnables.find((runnable) => runnable.op.id === op.id)?.name ?? op.name;
    return adapted(
      `what is inside is made by \`${name}\` at every \`docker compose up\`, and what needs it waits until that has succeeded`,
    );
  },
  sysctl: (op) => assessSysctl(op),
  exec: (op, ask) => {
    if (op.once !== undefined) return assessOnce(op, ask);
    if (op.atStart !== undefined) return assessAtStart(op, op.atStart, ask);
    const late = lateFileOf(op, ask.context);
    if (late !== undefined) return assessTooEarly(op, late.path);
    const server = serverOf(op, ask.context.machine.name);
    if (server !== undefined) return assessUnanswered(op, server);
    return op.onChange.length === 0
      ? full
      : adapted("run once, while the image is built: nothing changes in an image afterwards");
  },
  hostname: () => adapted("`hostname:` in compose.yaml: an image has no name of its own"),
  timezone: () => full,
  locale: () => full,
  raw: (op) => {
    if (op.targets["dockerfile"] !== undefined) return full;
    return none(
      "the block has no text for a Dockerfile",
      'add `dockerfile = """…"""`, or leave the block out of this environment with `remove`',
      ...warn(op, (span) => diagnose("W0825", {}, span)),
    );
  },
};

function assessDirectory(op: OpOf<"directory">, { runnables }: AssessContext): Assessment {
  const programs = op.implied ? [] : programsBefore(op.path, runnables).map(({ name }) => `\`${name}\``);
  if (programs.length === 0) return full;
  return adapted(
    `in the image, and nothing that ${programs.join(", ")} can count on: each has a temporary folder of its own, as its unit has on a machine`,
  );
}

function assessEdit(op: OpOf<"edit">, ask: AssessContext): Assessment {
  if (extraHostOf(op) !== undefined)
    return adapted("`extra_hosts:` in compose.yaml: the engine writes `/etc/hosts` when a container starts");
  if (op.path === "/etc/hosts" && op.edit.edit === "line" && op.edit.ensure === "absent")
    return adapted("the engine writes `/etc/hosts` when a container starts, and knows of no such line");
  return enginePath(op, op.path) ?? hiddenByVolume(op, [op.path], ask) ?? full;
}

/** When Compose runs a step. */
function atEachStart({ creates, unless, onlyIf }: OpOf<"exec">): string {
  return (creates ?? unless ?? onlyIf) === undefined ? "at every start" : "at every start and behind its guard";
}

function assessOnce(op: OpOf<"exec">, ask: AssessContext): Assessment {
  const name = ask.runnables.find((runnable) => runnable.op.id === op.id)?.name ?? op.id;
  return adapted(
    `not in the image: Compose runs it as \`${name}\`, ${atEachStart(op)}, and what comes after it waits until it has succeeded; what it writes stays only in volumes and in other machines`,
  );
}

function assessAtStart(
  op: OpOf<"exec">,
  { folders, note }: NonNullable<OpOf<"exec">["atStart"]>,
  ask: AssessContext,
): Assessment {
  const name = ask.runnables.find((runnable) => runnable.op.id === op.id)?.name ?? op.id;
  const kept = folders.map((folder) => `\`${folder}\``).join(", ");
  return adapted(
    `not in the image: Compose runs it as \`${name}\`, ${atEachStart(op)}, before the programs that need it; ${kept} is a volume${note === undefined ? "" : `; ${note}`}`,
  );
}

/** A step of the image that needs what only a container has: its build most likely fails. */
function assessTooEarly(op: OpOf<"exec">, path: string): Assessment {
  const name = op.id.replace(/^exec:/, "");
  return adapted(
    `run once, while the image is built, when \`${path}\` is not there yet: unless its guard holds it back, the build most likely fails`,
    ...warn(op, (span) => diagnose("W0828", { name, path }, span)),
  );
}

/** What a command asks over the network, by its name in the spec; undefined when it asks nothing. */
function serverOf(op: OpOf<"exec">, machine: string): string | undefined {
  for (const part of textsOfOp(op, "dockerfile").flat()) {
    if (typeof part === "string" || part.hole !== "address" || !isForUse(part)) continue;
    if (part.of !== undefined) return part.of.slice(part.of.indexOf(".") + 1);
    // Its own address it may well know.
    if (part.machine !== machine) return part.machine;
  }
  return undefined;
}

/** A step of the image that asks what only runs beside a container. */
function assessUnanswered(op: OpOf<"exec">, server: string): Assessment {
  const name = op.id.replace(/^exec:/, "");
  return adapted(
    `run once, while the image is built, when \`${server}\` does not run: unless its guard holds it back, the build most likely fails`,
    ...warn(op, (span) => diagnose("W0830", { name, server }, span)),
  );
}

/** Assesses any op. */
export function assessOp(op: Op, ask: AssessContext): Assessment {
  const assess = table[op.op] as Assess<OpKind>;
  return assess(op, ask);
}

function warn(op: Op, make: (span: Op["provenance"][number]) => Diagnostic): readonly Diagnostic[] {
  const span = op.provenance[0];
  return span === undefined ? [] : [make(span)];
}

function enginePath(op: Op, path: string): Assessment | undefined {
  const instead = engineFiles[path];
  if (instead === undefined) return undefined;
  const warnings = warn(op, (span) => diagnose("W0824", { path, instead }, span));
  return none("the container engine puts its own file there", instead, ...warnings);
}

/**
 * A named volume takes its first content from the image; afterwards the volume's content stands in front of what later
 * images have there (docs.docker.com/engine/storage/volumes).
 */
function hiddenByVolume(op: Op, paths: readonly string[], { volumes }: AssessContext): Assessment | undefined {
  const path = paths.find((each) => volumes.some((volume) => isWithin(each, volume.path)));
  const volume = path === undefined ? undefined : volumes.find((each) => isWithin(path, each.path));
  if (path === undefined || volume === undefined) return undefined;
  return adapted(
    `\`${volume.path}\` is a volume, filled from the image once: what a later build changes here does not appear until the volume is deleted`,
    ...warn(op, (span) => diagnose("W0827", { path, folder: volume.path }, span)),
  );
}

/** What of a process Compose cannot say, or does otherwise. */
function processNotes(op: OpOf<"process">, { runnables, opened }: AssessContext): string {
  const name = runnables.find((runnable) => runnable.op.id === op.id)?.name ?? op.name;
  const asleep = op.enabled
    ? "; `docker compose up` starts it although it is not `running`: a container has no later boot"
    : `; it starts only with \`docker compose up ${name}\``;
  const delay = op.restart === "no" ? "" : "; the engine has its own delay before a restart (`restart-delay`)";
  const open = opened.get(op.id);
  return (op.running ? "" : asleep) + delay + (open === undefined ? "" : `; ${open}`);
}

/** What of a timer is up to the host's scheduler. */
function timerNotes(op: OpOf<"schedule">): string {
  const names = [
    ...(op.persistent ? ["`persistent`"] : []),
    ...(op.randomizedDelaySeconds > 0 ? ["`random-delay`"] : []),
  ];
  return names.length === 0 ? "" : `; ${names.join(" and ")} must be set up there, nothing here does it`;
}

/** A program which is not the one that the image runs by itself. */
function secondProgram(op: Op, name: string, { runnables }: AssessContext): readonly Diagnostic[] {
  const first = runnables.find(isBuilt);
  if (first === undefined || first.op.id === op.id) return [];
  return warn(op, (span) => diagnose("W0826", { name, first: first.name }, span));
}

function assessService(op: ServiceOp, ask: AssessContext): Assessment {
  const name = op.unit.replace(/\.service$/, "");
  if (!isWanted(op))
    return adapted(
      `the service \`${name}\`, which is to be stopped, runs in no container: only the image's command does`,
    );
  const own = ask.runnables.find((runnable) => runnable.op.id === op.id);
  if (own !== undefined) {
    const warning = secondProgram(op, name, ask);
    return warning.length > 0
      ? adapted("a container of its own, built from the same image", ...warning)
      : adapted("the image's command instead of a systemd service");
  }
  const timer = op.unit.endsWith(".timer");
  const reason = timer ? "it has no timers" : "it has no systemd";
  const instead = timer
    ? "let the host's scheduler start it, or keep it on a machine with the `ansible` or `cloud-init` target"
    : `write a \`process\` with the foreground form of its program, or keep \`${name}\` on the host`;
  return none(
    `no service manager runs in a container: ${reason}`,
    instead,
    ...warn(op, (span) => diagnose("W0820", { name, reason, instead }, span)),
  );
}

function assessSysctl(op: SysctlOp): Assessment {
  const kept = op.settings.filter((setting) => isPerContainer(setting.key));
  const left = op.settings.filter((setting) => !isPerContainer(setting.key));
  const warnings = left.flatMap((setting) => {
    const span = setting.provenance[0] ?? op.provenance[0];
    return span === undefined ? [] : [diagnose("W0821", { key: setting.key }, span)];
  });
  const keys = left.map((setting) => setting.key).join(", ");
  if (kept.length === 0)
    return none(
      `${keys}: the kernel belongs to the host`,
      "set it on the host, for example with the `ansible` target",
      ...warnings,
    );
  const inCompose = "`sysctls:` in compose.yaml: settings of a container's own network and memory";
  return left.length === 0
    ? adapted(inCompose)
    : adapted(`${inCompose}; not here, because they belong to the host's kernel: ${keys}`, ...warnings);
}

/** The user's own commands, run once while the image is built. */
import { diagnose } from "../../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import type { ExecOp } from "../../../ir/ops.ts";
import { holdsSecret } from "../../../ir/text.ts";
import type { Text } from "../../../ir/text.ts";
import { literalQuotes, shellAssignment, shellCommand, sq } from "../../shared/shell.ts";
import { contextName, originOf, textInImage, userId } from "../context.ts";
import type { MachineContext } from "../context.ts";
import { isPlainPath, isPlainText } from "../encode.ts";
import { exportSecrets, secretName } from "../entrypoint.ts";
import type { SecretVariable } from "../entrypoint.ts";
import { refused } from "../piece.ts";
import type { ContextFile, Lowered, Piece } from "../piece.ts";
import type { Command, SecretMount } from "../target.ts";
import { command, script } from "./command.ts";

/** The command with its texts filled in. */
interface KnownExec {
  readonly run: string;
  readonly unless: string | undefined;
  readonly onlyIf: string | undefined;
  readonly environment: readonly (readonly [string, string])[];
  /** Variables that hold secrets: they are read from files which are there during this one step. */
  readonly secret: readonly SecretVariable[];
}

/**
 * A command as written where it fits on a line of the Dockerfile, otherwise as a script that the build mounts. Guards
 * are kept: what they ask for may already be in the base image. A secret is mounted for the one step that needs it and
 * is in no layer (docs.docker.com/build/building/secrets); what the command itself keeps of it is the author's affair.
 */
export function lowerExec(op: ExecOp, context: MachineContext): Lowered {
  const known = resolveExec(op, context);
  if ("diagnostics" in known) return refused(...known.diagnostics);
  const origin = originOf(op, context.machine);
  const inline = inlineLines(op, known);
  const base = {
    piece: "step" as const,
    user: op.user,
    directory: isPlainPath(op.directory) ? op.directory : "/",
    origins: [origin],
    comment: op.doc ?? op.title,
    secrets: secretMounts(op, known, context),
  };
  if (inline !== undefined) {
    const commands: readonly Command[] = inline.map((lines) => script(origin, ...lines));
    return { pieces: [{ ...base, script: undefined, commands }], files: [], diagnostics: [] };
  }
  const path = contextName(context, op.id);
  const file: ContextFile = { path, content: execScript(op, known, context), executable: true, origin };
  const piece: Piece = {
    ...base,
    script: path,
    commands: [command(origin, "sh", `/mnt/${path.slice("scripts/".length)}`)],
  };
  return { pieces: [piece], files: [file], diagnostics: [] };
}

function resolveExec(op: ExecOp, context: MachineContext): KnownExec | { readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const fill = (text: Text): string => {
    const result = textInImage(context, text);
    if (result.ok) return result.text;
    const name =
      "name" in result.hole
        ? result.hole.name
        : `this.host.${"property" in result.hole ? result.hole.property : "address"}`;
    diagnostics.push(
      result.why === "secret"
        ? diagnose("E0702", { name, what: "a command; give it a variable in `env` instead" }, result.hole.span)
        : diagnose("E0820", { name }, result.hole.span),
    );
    return "";
  };
  const known = {
    run: fill(op.run),
    unless: op.unless === undefined ? undefined : fill(op.unless),
    onlyIf: op.onlyIf === undefined ? undefined : fill(op.onlyIf),
    environment: op.environment
      .filter(({ value }) => !holdsSecret(value))
      .map((variable) => [variable.name, fill(variable.value)] as const),
    secret: op.environment.filter(({ value }) => holdsSecret(value)),
  };
  // What a host knows is known no earlier in the company of a secret.
  for (const { value } of known.secret)
    fill(value.filter((part) => typeof part === "string" || part.hole !== "secret"));
  return diagnostics.length > 0 ? { diagnostics } : known;
}

/**
 * The secrets of a step, readable by the user who runs it and by no other: root owns the file unless a number says
 * otherwise. A user that comes with a package has no number yet; then everybody in that step may read it.
 */
function secretMounts(op: ExecOp, known: KnownExec, context: MachineContext): readonly SecretMount[] {
  const names = known.secret.flatMap(({ value }) =>
    value.flatMap((part) => (typeof part !== "string" && part.hole === "secret" ? [part.name] : [])),
  );
  const uid = userId(context, op.user);
  return [...new Set(names)].sort().map((secret) => ({ secret, id: secretName(secret), uid }));
}

/**
 * Texts which mean the same on one line of a `RUN` as in a script of their own: no line end, no comment (it would
 * swallow what follows), no here-document (BuildKit reads `<<` itself), nothing that the builder takes for an option
 * or for the exec form, nothing open at the end.
 */
function fitsRun(text: string): boolean {
  return (
    isPlainText(text) &&
    text.trim() === text &&
    text !== "" &&
    !/#|<<|\t|[;&|\\]$|^[[-]/.test(text) &&
    text.length <= 100
  );
}

/** Each inner list is one command of the `RUN`; undefined when a script is needed. */
function inlineLines(op: ExecOp, known: KnownExec): readonly (readonly string[])[] | undefined {
  const texts = [known.run, ...[known.unless, known.onlyIf].filter((text) => text !== undefined)];
  if (!isPlainPath(op.directory) || !texts.every(fitsRun) || known.secret.length > 0) return undefined;
  if (!known.environment.every(([, value]) => isPlainText(value) && !value.includes("\t"))) return undefined;
  const exports = known.environment.map(([name, value]) => [`export ${shellAssignment(name, value)}`]);
  const guards = [
    ...(op.creates === undefined ? [] : [`[ ! -e ${shellCommand([op.creates])} ]`]),
    ...(known.unless === undefined ? [] : [`! sh -c ${sq(known.unless)}`]),
    ...(known.onlyIf === undefined ? [] : [`sh -c ${sq(known.onlyIf)}`]),
  ];
  if (guards.length === 0) {
    // Without anything before it the command stands as it is written; after `&&` a list of commands must stay together.
    const alone = exports.length === 0 || !/[;&|]/.test(known.run);
    return [...exports, [alone ? known.run : `sh -c ${sq(known.run)}`]];
  }
  return [...exports, [`if ${guards.join(" && ")}; then`, `    ${known.run};`, "fi"]];
}

/** The same as a script: every text is a word for a shell of its own, so no text can break out of its place. */
function execScript(op: ExecOp, known: KnownExec, context: MachineContext): string {
  const lines = ["#!/bin/sh", literalQuotes, "set -eu"];
  if (!isPlainPath(op.directory)) lines.push(shellCommand(["cd", "--", op.directory]));
  for (const [name, value] of known.environment) lines.push(`export ${shellAssignment(name, value)}`);
  if (known.secret.length > 0) lines.push(...exportSecrets(known.secret, context, secretName));
  const end = "then exit 0; fi";
  if (op.creates !== undefined) lines.push(`if [ -e ${shellCommand([op.creates])} ]; ${end}`);
  if (known.unless !== undefined) lines.push(`if sh -c ${sq(known.unless)}; ${end}`);
  if (known.onlyIf !== undefined) lines.push(`if ! sh -c ${sq(known.onlyIf)}; ${end}`);
  lines.push(`exec sh -c ${sq(known.run)}`);
  return `${lines.join("\n")}\n`;
}

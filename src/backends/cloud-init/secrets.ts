/** How secrets get onto a machine that nobody hands them to: it fetches them when it needs them for the first time. */
import type { Secret } from "../../ir/model.ts";
import type { Op } from "../../ir/ops.ts";
import { secretsOfOp, textsOfOp } from "../../ir/op-texts.ts";
import type { Program } from "../../ir/program.ts";
import { secretNames } from "../../ir/secret-names.ts";
import { holdsSecret } from "../../ir/text.ts";
import type { Text } from "../../ir/text.ts";
import { rawAttribute } from "./raw-keys.ts";
import { shorten } from "./readable.ts";
import { call, type Provenance, type ProvisionStep } from "./target.ts";

/** Every text of an op that reaches this target. */
export function textsOf(op: Op): readonly Text[] {
  return textsOfOp(op, rawAttribute);
}

/** Names of the secrets that an op holds, each once, in order. */
export function secretsOf(op: Op): readonly string[] {
  return secretsOfOp(op, rawAttribute);
}

/** Whether every secret of an op can be fetched, and put where the op wants it. */
export function canFetch(op: Op, program: Pick<Program, "secrets">): boolean {
  if (op.op === "raw") return false;
  const known = textsOf(op)
    .flat()
    .every((part) => typeof part === "string" || part.hole !== "secret" || encodings.has(part.encoding));
  // In the words of a program a secret would be in the list of processes.
  const words = op.op === "exec" ? [op.run, op.unless ?? [], op.onlyIf ?? []] : "argv" in op ? op.argv : [];
  return (
    known && !words.some(holdsSecret) && secretsOf(op).every((name) => findSecret(program, name)?.fetch !== undefined)
  );
}

const encodings: ReadonlySet<string> = new Set(["plain", "env-file", "url"]);

/** The step that fetches a secret. */
export function fetchStep(program: Program, name: string, provenance: Provenance): ProvisionStep {
  const secret = findSecret(program, name);
  return {
    title: shorten(`Fetch the secret ${name}`),
    comment: secret?.doc,
    statements: [call("fetch_secret", keptName(program, name), ...(secret?.fetch ?? []))],
    provenance: [provenance],
  };
}

/** A text as words for `print_parts`; what is no secret is filled in by `resolve`. */
export function partsOf(text: Text, program: Program, resolve: (text: Text) => string): readonly string[] {
  const parts: string[] = [];
  for (const part of text) {
    if (typeof part !== "string" && part.hole === "secret") parts.push(part.encoding, keptName(program, part.name));
    else if (parts.at(-2) === "text") parts.push(`${parts.pop() ?? ""}${resolve([part])}`);
    else parts.push("text", resolve([part]));
  }
  return parts;
}

/** The name under which a value is kept while the script runs. */
export function keptName(program: Program, name: string): string {
  return secretNames(program.secrets).get(name) ?? name;
}

function findSecret(program: Pick<Program, "secrets">, name: string): Secret | undefined {
  return program.secrets.find((each) => each.name === name);
}

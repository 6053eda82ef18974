import type { Support } from "../../ir/backend.ts";
import type { Op } from "../../ir/ops.ts";
import type { Hole, Text } from "../../ir/text.ts";
import { rawAttribute } from "./lower/raw.ts";

/** Everything is done on the machine itself, so all but secrets is full. */
export function supportOf(op: Op): Support {
  if (secretOf(op) !== undefined)
    return {
      support: "none",
      reason:
        "user data is no place for a secret: every program on the machine can read it from the provider's metadata service",
      instead: "let Ansible put it there after the first boot, or keep it out of this environment's cloud-init target",
    };
  if (op.op === "raw" && op.targets[rawAttribute] === undefined)
    return {
      support: "none",
      reason: "this `raw` block says nothing for cloud-init",
      instead: `add \`${rawAttribute} = """…"""\` with keys of a cloud-config file`,
    };
  return { support: "full" };
}

/** The first secret that an op holds: its hole, or the name of a password. */
export function secretOf(op: Op): Hole | string | undefined {
  if (op.op === "user") return op.ensure === "present" ? op.passwordSecret : undefined;
  for (const text of textsOf(op))
    for (const part of text) if (typeof part !== "string" && part.hole === "secret") return part;
  return undefined;
}

function textsOf(op: Op): readonly Text[] {
  switch (op.op) {
    case "file":
      return op.content.from === "text" ? [op.content.text] : [];
    case "process":
      return [...op.argv, ...op.environment.map((each) => each.value), ...(op.health ?? [])];
    case "schedule":
      return [...op.argv, ...op.environment.map((each) => each.value)];
    case "exec":
      return [op.run, op.unless ?? [], op.onlyIf ?? [], ...op.environment.map((each) => each.value)];
    case "sysctl":
      return op.settings.map((each) => each.value);
    case "hostname":
      return [op.hostname];
    case "raw":
      return [op.targets[rawAttribute] ?? []];
    case "package":
    case "repository":
    case "group":
    case "user":
    case "directory":
    case "tree":
    case "link":
    case "absent-path":
    case "service":
    case "timezone":
    case "locale":
      return [];
  }
}

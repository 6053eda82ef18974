import type { Edit } from "./edit.ts";
import type { Op } from "./ops.ts";
import { type Text, isForUse } from "./text.ts";

/** Every text of an op; of a raw block the one for this target. */
export function textsOfOp(op: Op, target: string): readonly Text[] {
  switch (op.op) {
    case "file":
      return op.content.from === "text" ? [op.content.text] : [];
    case "process":
      return [...op.argv, ...op.environment.map((each) => each.value), ...(op.health ?? [])];
    case "schedule":
      return [...op.argv, ...op.environment.map((each) => each.value)];
    case "container":
      return [
        ...op.argv,
        ...op.environment.map((each) => each.value),
        ...op.files.map((each) => each.text),
        ...(op.health ?? []),
      ];
    case "exec":
      return [op.run, op.unless ?? [], op.onlyIf ?? [], ...op.environment.map((each) => each.value)];
    case "sysctl":
      return op.settings.map((each) => each.value);
    case "edit":
      return textsOfEdit(op.edit);
    case "hostname":
      return [op.hostname];
    case "raw":
      return [op.targets[target] ?? []];
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

function textsOfEdit(edit: Edit): readonly Text[] {
  switch (edit.edit) {
    case "line":
      return [edit.line];
    case "block":
      return [edit.text];
    case "key":
      return [edit.value];
    case "attributes":
      return [];
  }
}

/** Whether an op uses, for a target, what answers at an address of a machine other than this one. */
export function usesOtherMachine(op: Op, target: string, machine: string): boolean {
  return textsOfOp(op, target).some((text) =>
    text.some(
      (part) => typeof part !== "string" && part.hole === "address" && part.machine !== machine && isForUse(part),
    ),
  );
}

/** Names of the secrets that an op holds for a target, each once, in order. */
export function secretsOfOp(op: Op, target: string): readonly string[] {
  const password = op.op === "user" && op.ensure === "present" ? op.passwordSecret : undefined;
  const holes = textsOfOp(op, target)
    .flat()
    .flatMap((part) => (typeof part !== "string" && part.hole === "secret" ? [part.name] : []));
  return [...new Set([...(password === undefined ? [] : [password]), ...holes])];
}

import { textsOfOp } from "../../../ir/op-texts.ts";
import type { Edit } from "../../../ir/edit.ts";
import type { Op } from "../../../ir/ops.ts";
import type { Hole, Text } from "../../../ir/text.ts";
import type { BasicOp } from "../context.ts";

/** The same op with every text replaced. Exhaustive: an op kind with a new text does not compile. */
export function mapTexts(op: BasicOp, change: (text: Text) => Text): BasicOp {
  const optional = (text: Text | undefined): Text | undefined => (text === undefined ? undefined : change(text));
  switch (op.op) {
    case "file":
      return op.content.from === "bytes" ? op : { ...op, content: { from: "text", text: change(op.content.text) } };
    case "sysctl":
      return { ...op, settings: op.settings.map((setting) => ({ ...setting, value: change(setting.value) })) };
    case "exec":
      return {
        ...op,
        run: change(op.run),
        unless: optional(op.unless),
        onlyIf: optional(op.onlyIf),
        environment: op.environment.map(({ name, value }) => ({ name, value: change(value) })),
      };
    case "edit":
      return { ...op, edit: mapEdit(op.edit, change) };
    case "hostname":
      return { ...op, hostname: change(op.hostname) };
    case "raw":
      return {
        ...op,
        targets: Object.fromEntries(Object.entries(op.targets).map(([target, text]) => [target, change(text)])),
      };
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
      return op;
  }
}

function mapEdit(edit: Edit, change: (text: Text) => Text): Edit {
  switch (edit.edit) {
    case "line":
      return { ...edit, line: change(edit.line) };
    case "block":
      return { ...edit, text: change(edit.text) };
    case "key":
      return { ...edit, value: change(edit.value) };
    case "attributes":
      return edit;
  }
}

/** Every hole of an op that reaches this target, in order. */
export function holesOf(op: BasicOp): readonly Hole[] {
  return textsOfOp(op, "ansible")
    .flat()
    .filter((part) => typeof part !== "string");
}

/** Fields of ops that are texts: a variable that gives one as a whole is also a hole in it. */
const textFields: ReadonlySet<string> = new Set(
  "content text source run unless onlyIf environment env settings value hostname argv health targets ports port".split(
    " ",
  ),
);

/**
 * Variables that give a whole field which this target writes as it is (a mode, a shell, a working directory). They are
 * fixed while building, everywhere: one that could be changed in half of its places would be a trap.
 */
export function fixedVariables(ops: readonly Op[]): ReadonlySet<string> {
  const fixed = new Set<string>();
  for (const op of ops)
    for (const [path, variable] of Object.entries(op.bindings))
      if (!textFields.has(path.split(/[.[]/)[0] ?? "")) fixed.add(variable);
  return fixed;
}

import { editWords } from "../../../ir/edit.ts";
import type { OpOf } from "../../../ir/ops.ts";
import { oneStep, type LowerContext, type Lowered } from "../lowered.ts";
import { call, type ProvisionStatement } from "../target.ts";

/** A change of a part of a file. */
export function lowerEdit(op: OpOf<"edit">, context: LowerContext): Lowered {
  const { path, edit } = op;
  if (edit.edit === "attributes") {
    const { owner = "", group = "", mode = "" } = edit;
    return oneStep(op, context, call("set_given_attributes", path, owner, group, mode));
  }
  const make: ProvisionStatement[] = edit.create && edit.ensure === "present" ? [call("make_missing_file", path)] : [];
  const words = editWords(edit, (text) => context.resolve(text, op));
  return oneStep(op, context, ...make, call("edit_file", path, ...words));
}

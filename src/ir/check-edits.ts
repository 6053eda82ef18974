import { diagnose } from "../diagnostics/diagnose.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { compareSpans } from "../text/span.ts";
import { describeOp } from "./describe-op.ts";
import { fitsLine } from "./line-pattern.ts";
import { spanOfOp } from "./op-span.ts";
import type { Edit, LineEdit } from "./edit.ts";
import type { Op, OpOf } from "./ops.ts";
import { resolveKnown } from "./read-value.ts";

type Whole = OpOf<"file" | "directory" | "absent-path">;

/**
 * Reports edits of what is described as a whole, and edits of one file of which each undoes the other: both would
 * change the machine at every run. `claims` are the described paths. Of two edits the later one in the source is
 * reported.
 */
export function checkEdits(ops: readonly Op[], claims: ReadonlyMap<string, Op>): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const byPath = new Map<string, OpOf<"edit">[]>();
  const edits = ops.filter((op) => op.op === "edit").toSorted((a, b) => compareSpans(spanOfOp(a), spanOfOp(b)));
  for (const op of edits) {
    const claim = claims.get(op.path);
    if (claim !== undefined && isWhole(claim, op.edit)) diagnostics.push(ownFile(op, claim));
    const others = byPath.get(op.path) ?? [];
    byPath.set(op.path, others);
    for (const other of others)
      if (undoes(op.edit, other.edit) || undoes(other.edit, op.edit))
        diagnostics.push(
          diagnose("E0441", { path: op.path }, spanOfOp(op), {
            related: [{ span: spanOfOp(other), message: "the other edit" }],
          }),
        );
    others.push(op);
  }
  return diagnostics;
}

function ownFile(op: OpOf<"edit">, claim: Whole): Diagnostic {
  return diagnose("E0440", { path: op.path, what: describeOp(claim) }, spanOfOp(op), {
    related: [{ span: spanOfOp(claim), message: "the whole" }],
  });
}

/** A directory that only has to be there has no owner of its own. */
function isWhole(claim: Op, edit: Edit): claim is Whole {
  if (claim.op === "directory") return !(claim.implied && edit.edit === "attributes");
  return claim.op === "file" || claim.op === "absent-path";
}

/** Whether the one edit takes away or changes what the other one has put there. */
function undoes(edit: Edit, other: Edit): boolean {
  if (edit.edit === "line" && other.edit === "line") return changesLine(edit, other);
  if (edit.edit === "key" && other.edit === "key") {
    if (edit.section !== other.section || edit.key !== other.key) return false;
    return edit.ensure !== other.ensure || resolveKnown(edit.value) !== resolveKnown(other.value);
  }
  if (edit.edit === "attributes" && other.edit === "attributes")
    return (["owner", "group", "mode"] as const).some(
      (field) => edit[field] !== undefined && other[field] !== undefined && edit[field] !== other[field],
    );
  return false;
}

function changesLine(edit: LineEdit, other: LineEdit): boolean {
  const theirs = resolveKnown(other.line);
  const own = resolveKnown(edit.line);
  if (other.ensure === "absent" || theirs === undefined) return false;
  if (edit.ensure === "present" && own === theirs) return false;
  return edit.match === undefined ? own === theirs : fitsLine(edit.match, theirs);
}

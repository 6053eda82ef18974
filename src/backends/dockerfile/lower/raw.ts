/** The user's own instructions, put in as they are once they are known to be instructions. */
import { diagnose } from "../../../diagnostics/diagnose.ts";
import type { RawOp } from "../../../ir/ops.ts";
import { originOf, textInImage } from "../context.ts";
import type { MachineContext } from "../context.ts";
import { lowered, nothing, refused } from "../piece.ts";
import type { Lowered } from "../piece.ts";
import { readRawInstructions } from "../raw-instructions.ts";

/** The text for `dockerfile`, if there is one. */
export function lowerRaw(op: RawOp, context: MachineContext): Lowered {
  const text = op.targets["dockerfile"];
  if (text === undefined) return nothing;
  const span = op.provenance[0];
  const known = textInImage(context, text);
  if (!known.ok) {
    const name = "name" in known.hole ? known.hole.name : op.resource;
    return refused(
      known.why === "secret"
        ? diagnose("E0702", { name, what: "an instruction" }, known.hole.span)
        : diagnose("E0820", { name }, known.hole.span),
    );
  }
  const read = readRawInstructions(known.text);
  if ("lines" in read)
    return lowered({
      piece: "verbatim",
      lines: read.lines,
      origins: [originOf(op, context.machine)],
      comment: op.doc ?? op.reason,
    });
  if (span === undefined) return nothing;
  switch (read.problem) {
    case "unknown":
      return refused(diagnose("E0823", { word: read.word }, span));
    case "stage":
      return refused(diagnose("E0824", {}, span));
    case "heredoc":
      return refused(diagnose("E0825", {}, span));
    case "open-end":
      return refused(diagnose("E0826", {}, span));
  }
}

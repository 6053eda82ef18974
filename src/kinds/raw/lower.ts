import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op } from "../../ir/ops.ts";
import { opBase } from "../shared/op-base.ts";

/** One op with the text of each target that is written, in the order of the targets' names. */
export function lowerRaw(resource: Resource, context: LowerContext): readonly Op[] {
  const targets = Object.keys(resource.attributes)
    .sort()
    .map((name) => [name, context.text(resource.attributes[name]?.value) ?? []] as const);
  return [
    {
      ...opBase(resource, resource.label),
      op: "raw",
      id: opId("raw", resource.name),
      reason: resource.label,
      targets: Object.fromEntries(targets),
    },
  ];
}

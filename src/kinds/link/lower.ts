import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op } from "../../ir/ops.ts";
import { lowerAbsentPath } from "../shared/absent-path.ts";
import { opBase } from "../shared/op-base.ts";
import { readText } from "../shared/read.ts";

/** One op. */
export function lowerLink(resource: Resource, _context: LowerContext): readonly Op[] {
  if (resource.absent) return [lowerAbsentPath(resource, "link")];
  const target = readText(resource, "to") ?? "";
  return [
    {
      ...opBase(resource, `Link ${resource.name} to ${target}`, { to: "target" }),
      op: "link",
      id: opId("link", resource.name),
      path: resource.name,
      target,
    },
  ];
}

import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op } from "../../ir/ops.ts";
import { ownershipOf } from "../shared/accounts.ts";
import { opBase } from "../shared/op-base.ts";
import { readText } from "../shared/read.ts";

/** The folder itself: what an image has is there whenever a container starts. */
export function lowerTmpfilesInContainer(resource: Resource, context: LowerContext): readonly Op[] {
  return [
    {
      ...opBase(resource, `Make ${resource.name}`, { mode: "mode" }),
      op: "directory",
      id: opId("directory", resource.name),
      path: resource.name,
      ...ownershipOf(resource, context),
      mode: readText(resource, "mode") ?? "0755",
      implied: false,
      recursive: undefined,
    },
  ];
}

import type { LowerContext, Resource } from "../../ir/model.ts";
import type { Op } from "../../ir/ops.ts";
import { spanOf } from "../shared/check.ts";
import { folderOf, lowerTmpfiles } from "./lower.ts";

/** The folder itself: what an image has is there whenever a container starts. That old files go is said at its line. */
export function lowerTmpfilesInContainer(resource: Resource, context: LowerContext): readonly Op[] {
  if (resource.attributes["age"] === undefined) return [folderOf(resource, context)];
  return lowerTmpfiles(resource, context).map((op) =>
    op.op !== "file"
      ? op
      : {
          ...op,
          resource: `${resource.id}.age`,
          provenance: [spanOf(resource, "age")],
          machineOnly: {
            reason: "nothing in a container deletes old files",
            instead: "let the program delete what it needs no longer, or replace the container now and then",
          },
        },
  );
}

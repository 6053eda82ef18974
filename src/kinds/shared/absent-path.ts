import type { Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { AbsentPathOp } from "../../ir/ops.ts";
import { opBase } from "./op-base.ts";

const nouns = { file: "", directory: "the directory ", link: "the link " } as const;

/** The op of an absent file, directory or link. */
export function lowerAbsentPath(resource: Resource, was: AbsentPathOp["was"]): AbsentPathOp {
  return {
    ...opBase(resource, `Remove ${nouns[was]}${resource.name}`),
    op: "absent-path",
    id: opId("absent-path", resource.name),
    path: resource.name,
    was,
  };
}

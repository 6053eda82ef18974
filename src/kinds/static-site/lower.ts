import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op } from "../../ir/ops.ts";
import { lowerAbsentPath } from "../shared/absent-path.ts";
import { makeDirectory, partBase } from "../shared/build-ops.ts";
import { virtualHostOps } from "../shared/nginx/ops.ts";
import { readValue } from "../shared/read.ts";

/** Where the files of a static site lie on the machine. */
export function staticRoot(resource: Pick<Resource, "name">): string {
  return `/var/www/${resource.name}`;
}

/** The folder, root's as everything that nobody shall change on the machine, and the site that shows it. */
export function lowerStaticSite(resource: Resource, context: LowerContext): readonly Op[] {
  const root = staticRoot(resource);
  const host = virtualHostOps(resource, root, context);
  if (resource.absent) return [...host, lowerAbsentPath({ ...resource, name: root }, "directory")];
  const source = readValue(resource, "source");
  if (source?.is !== "folder") return host;
  return [
    makeDirectory(resource, root),
    {
      ...partBase(resource, `Copy the files of ${source.folder.path} to ${root}`),
      op: "tree",
      id: opId("tree", root),
      path: root,
      folder: source.folder,
      owner: "root",
      group: "root",
      directoryMode: "0755",
      fileMode: "0644",
    },
    ...host,
  ];
}

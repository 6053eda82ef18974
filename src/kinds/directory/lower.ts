import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op } from "../../ir/ops.ts";
import { lowerAbsentPath } from "../shared/absent-path.ts";
import { ownershipOf } from "../shared/accounts.ts";
import { opBase } from "../shared/op-base.ts";
import { readBool, readText, readValue } from "../shared/read.ts";

/** The directory itself, then the folder that fills it. */
export function lowerDirectory(resource: Resource, context: LowerContext): readonly Op[] {
  if (resource.absent) return [lowerAbsentPath(resource, "directory")];
  const path = resource.name;
  const ownership = ownershipOf(resource, context);
  const mode = readText(resource, "mode") ?? "0755";
  const fileMode = readText(resource, "file-mode") ?? fileModeFor(mode);
  const source = readValue(resource, "source");
  const ops: Op[] = [
    {
      ...opBase(resource, `Create the directory ${path}`, { owner: "owner", group: "group", mode: "mode" }),
      op: "directory",
      id: opId("directory", path),
      path,
      ...ownership,
      mode,
      implied: false,
      recursive: readBool(resource, "recursive") === true ? { directoryMode: mode, fileMode } : undefined,
    },
  ];
  if (source?.is === "folder")
    ops.push({
      ...opBase(resource, `Copy the files of ${source.folder.path} to ${path}`, { owner: "owner", group: "group" }),
      op: "tree",
      id: opId("tree", path),
      path,
      folder: source.folder,
      ...ownership,
      directoryMode: mode,
      fileMode,
    });
  return ops;
}

/** A directory's mode without its x bits, setgid and the like: 0750 → 0640, 02755 → 0644. */
export function fileModeFor(directoryMode: string): string {
  const bits = Number.parseInt(directoryMode, 8) & 0o666;
  return bits.toString(8).padStart(4, "0");
}

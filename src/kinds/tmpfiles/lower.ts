import type { LowerContext, Resource } from "../../ir/model.ts";
import type { DirectoryOp, Op } from "../../ir/ops.ts";
import { literalText } from "../../ir/text.ts";
import { ownershipOf } from "../shared/accounts.ts";
import { makeDirectory, writeText } from "../shared/build-ops.ts";
import { nameOfPath } from "../shared/names.ts";
import { opBase } from "../shared/op-base.ts";
import { readBindings, readNumber, readText } from "../shared/read.ts";

/** One file for each folder; its name is the folder's, as systemd-escape(1) would be hard to read. */
export function tmpfilesPath(path: string): string {
  return `/etc/tmpfiles.d/${nameOfPath(path)}.conf`;
}

/** The folder as it is now: what `systemd-tmpfiles --create` would make of the entry. */
export function folderOf(resource: Resource, context: LowerContext): DirectoryOp {
  const mode = readText(resource, "mode") ?? "0755";
  const folder = makeDirectory(resource, resource.name, { ...ownershipOf(resource, context), mode });
  return { ...folder, bindings: readBindings(resource, { mode: "mode" }) };
}

/** The folder, and the entry by which later starts make it again: `d PATH MODE USER GROUP AGE` (tmpfiles.d(5)). */
export function lowerTmpfiles(resource: Resource, context: LowerContext): readonly Op[] {
  const folder = folderOf(resource, context);
  const age = readNumber(resource, "age");
  const entry = ["d", folder.path, folder.mode, folder.owner, folder.group, age === undefined ? "-" : `${age}s`];
  return [
    {
      ...writeText(resource, tmpfilesPath(folder.path), literalText(`${entry.join(" ")}\n`)),
      ...opBase(resource, `Make ${folder.path} at every start`),
    },
    folder,
  ];
}

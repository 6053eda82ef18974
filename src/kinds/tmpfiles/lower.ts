import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op } from "../../ir/ops.ts";
import { literalText } from "../../ir/text.ts";
import { ownershipOf } from "../shared/accounts.ts";
import { runCommand, writeText } from "../shared/build-ops.ts";
import { opBase } from "../shared/op-base.ts";
import { readNumber, readText } from "../shared/read.ts";

/** One file for each folder; its name is the folder's, as systemd-escape(1) would be hard to read. */
export function tmpfilesPath(path: string): string {
  return `/etc/tmpfiles.d/${plainName(path)}.conf`;
}

function plainName(path: string): string {
  return path.slice(1).replace(/[^A-Za-z0-9_.]+/g, "-");
}

/** The entry, and the command that makes the folder at once: `d PATH MODE USER GROUP AGE` (tmpfiles.d(5)). */
export function lowerTmpfiles(resource: Resource, context: LowerContext): readonly Op[] {
  const { owner, group } = ownershipOf(resource, context);
  const age = readNumber(resource, "age");
  const entry = [
    "d",
    resource.name,
    readText(resource, "mode") ?? "0755",
    owner,
    group,
    age === undefined ? "-" : `${age}s`,
  ];
  const path = tmpfilesPath(resource.name);
  const file = {
    ...writeText(resource, path, literalText(`${entry.join(" ")}\n`)),
    ...opBase(resource, `Make ${resource.name} at every start`),
  };
  return [
    file,
    runCommand(
      resource,
      `tmpfiles-${plainName(resource.name)}`,
      `Make ${resource.name}`,
      literalText(`/usr/bin/systemd-tmpfiles --create ${path}`),
      {
        onChange: [file.id],
        after: [opId("user", owner), opId("group", group)],
      },
    ),
  ];
}

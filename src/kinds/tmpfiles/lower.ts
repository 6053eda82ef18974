import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op } from "../../ir/ops.ts";
import { literalText } from "../../ir/text.ts";
import { ownershipOf } from "../shared/accounts.ts";
import { readNumber, readText } from "../shared/read.ts";
import { systemCommand, systemFile } from "../shared/system-ops.ts";

/** One file for each folder; its name is the folder's, as systemd-escape(1) would be hard to read. */
export function tmpfilesPath(path: string): string {
  return `/etc/tmpfiles.d/${path.slice(1).replace(/[^A-Za-z0-9_.]+/g, "-")}.conf`;
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
  const file = systemFile(resource, `Make ${resource.name} at every start`, path, {
    from: "text",
    text: literalText(`${entry.join(" ")}\n`),
  });
  return [
    file,
    systemCommand(resource, `Make ${resource.name}`, `/usr/bin/systemd-tmpfiles --create ${path}`, {
      onChange: [file.id],
      after: [opId("user", owner), opId("group", group)],
    }),
  ];
}

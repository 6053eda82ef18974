import type { LowerContext, Resource } from "../../ir/model.ts";
import { unitNameOn } from "../../ir/os/names.ts";
import type { Op } from "../../ir/ops.ts";
import { literalText } from "../../ir/text.ts";
import { groupName, primaryGroupOf } from "../shared/accounts.ts";
import { lowerAbsentPath } from "../shared/absent-path.ts";
import { readBool, readNumber, readText, readTexts, readValue } from "../shared/read.ts";
import { installPackage, writeText } from "../shared/build-ops.ts";
import { opBase } from "../shared/op-base.ts";

const frequencies: Readonly<Record<string, string>> = { day: "daily", week: "weekly", month: "monthly" };

/** Where the rules of a name are (logrotate(8)); no dot in it, as some endings are left out. */
export function rotationPath(name: string): string {
  return `/etc/logrotate.d/${name}`;
}

/** The package and the file, which logrotate itself looks at before it is put in place. */
export function lowerLogRotation(resource: Resource, context: LowerContext): readonly Op[] {
  const path = rotationPath(resource.name);
  if (resource.absent) return [lowerAbsentPath({ ...resource, name: path }, "file")];
  const needed = installPackage(resource, "logrotate");
  const file = {
    ...writeText(resource, path, literalText(rulesOf(resource, context))),
    ...opBase(resource, `Rotate the logs of ${resource.name}`),
  };
  return [needed, { ...file, validate: ["/usr/sbin/logrotate", "--debug", "%s"], after: [needed.id] }];
}

/** A service that does not run is left alone, and one that cannot reload is restarted: else it writes on into the old file. */
function rulesOf(resource: Resource, context: LowerContext): string {
  const user = readText(resource, "user");
  const group =
    user === undefined ? undefined : (groupName(resource, "group", context) ?? primaryGroupOf(user, context));
  const size = readValue(resource, "max-size");
  const units = readTexts(resource, "reload-after").map((name) => unitNameOn(context.machine.os, name));
  const rules = [
    frequencies[readText(resource, "every") ?? "day"] ?? "daily",
    `rotate ${readNumber(resource, "keep") ?? 14}`,
    ...(size?.is === "size" ? [`maxsize ${size.bytes}`] : []),
    "missingok",
    "notifempty",
    ...(readBool(resource, "compress") === false ? ["nocompress"] : ["compress", "delaycompress"]),
    ...(user === undefined ? [] : [`su ${user} ${group ?? user}`]),
    ...(units.length === 0
      ? []
      : [
          "sharedscripts",
          "postrotate",
          ...units.map((unit) => `  systemctl try-reload-or-restart ${unit}`),
          "endscript",
        ]),
  ];
  return `${readTexts(resource, "paths").join("\n")}\n{\n${rules.map((rule) => `  ${rule}\n`).join("")}}\n`;
}

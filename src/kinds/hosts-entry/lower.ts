import { literalPattern } from "../../ir/line-pattern.ts";
import type { LowerContext, Resource } from "../../ir/model.ts";
import type { Op } from "../../ir/ops.ts";
import { joinTexts, literalText } from "../../ir/text.ts";
import { writeText } from "../shared/build-ops.ts";
import { lowerEdit } from "../shared/edits.ts";
import { readTexts } from "../shared/read.ts";

/** The line, and the setting without which Debian's cloud images write the whole file anew at every start. */
export function lowerHostsEntry(resource: Resource, context: LowerContext): readonly Op[] {
  const line = lowerHostsEntryInContainer(resource, context);
  if (resource.absent) return line;
  // cloud-init, module "Update Etc Hosts"
  const kept = writeText(resource, "/etc/cloud/cloud.cfg.d/99-own-hosts.cfg", literalText("manage_etc_hosts: false\n"));
  return [...line, kept];
}

/** The line alone, which becomes an entry of `extra_hosts`: the engine has a file of its own there. */
export function lowerHostsEntryInContainer(resource: Resource, context: LowerContext): readonly Op[] {
  const names = [resource.name, ...readTexts(resource, "aliases")].join(" ");
  return [
    lowerEdit(
      resource,
      resource.absent ? `Remove ${resource.name} from /etc/hosts` : `Add ${resource.name} to /etc/hosts`,
      "/etc/hosts",
      {
        edit: "line",
        line: joinTexts(context.text(resource.attributes["address"]?.value) ?? [], literalText(` ${names}`)),
        match: `^[ \\t]*[0-9A-Fa-f.:]+[ \\t]+${literalPattern(resource.name)}([ \\t]|$)`,
        insertAfter: undefined,
        create: false,
        ensure: resource.absent ? "absent" : "present",
      },
    ),
  ];
}

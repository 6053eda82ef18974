import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { checkAbsent, declarationOf, spanOf } from "../shared/check.ts";
import { isWritten, readText, readTexts } from "../shared/read.ts";
import { isRemote, mountedBy } from "./what.ts";

/** Folders of the running system, which would be gone behind what is mounted over them. */
const systemFolders = /^\/(?:etc|usr|bin|sbin|lib|lib64|proc|sys|dev|run|root|var\/lib\/dpkg)(?:\/|$)/;

/** Reports a mount that cannot be: over the system, without a source, with options that no fstab holds. */
export function checkMount(resource: Resource): readonly Diagnostic[] {
  const report = (problem: string, help: string, attribute?: string): readonly Diagnostic[] => [
    diagnose(
      "E0457",
      { path: resource.name, problem, help },
      attribute === undefined ? declarationOf(resource) : spanOf(resource, attribute),
    ),
  ];
  if (systemFolders.test(resource.name) || resource.name === "/")
    return report(
      "would hide a part of the running system",
      "mount it below `/srv`, `/mnt`, `/home`, `/var` or `/opt`",
    );
  if (resource.absent) return checkAbsent(resource);
  const type = readText(resource, "type");
  const source = readText(resource, "source");
  if (mountedBy(resource) === undefined)
    return report(
      "has no source",
      'write what is mounted: `source = "UUID=…"`, `"/dev/sdb1"`, `"nas.example.com:/export/data"`, or `type = tmpfs`',
    );
  if (type === "tmpfs" && source !== undefined)
    return report("lies in memory and has no source", "take `source` away", "source");
  if (type !== "tmpfs" && isWritten(resource, "size"))
    return report("has a size, which only `type = tmpfs` has", "take `size` away", "size");
  if (source !== undefined && !goodSource(source, type))
    return report(`has the source \`${source}\``, sourceHelp(type), "source");
  const odd = readTexts(resource, "options").find((option) => !/^[A-Za-z0-9_.:/=@%+-]+$/.test(option));
  return odd === undefined
    ? []
    : report(`has the option \`${odd}\``, 'write one option in each text: `options = ["noexec", "nosuid"]`', "options");
}

function goodSource(source: string, type: string | undefined): boolean {
  const path = /^(?:\/[A-Za-z0-9_:+@.-]+)+$/;
  if (type === "bind") return path.test(source);
  if (type === "nfs") return isRemote(source);
  return (
    path.test(source) ||
    /^(?:(?:PART)?UUID|(?:PART)?LABEL)=[A-Za-z0-9_.-]+$/.test(source) ||
    (type === undefined && isRemote(source))
  );
}

function sourceHelp(type: string | undefined): string {
  if (type === "bind") return 'write a folder of the machine: `source = "/srv/data"`';
  if (type === "nfs") return 'write the server and its folder: `source = "nas.example.com:/export/data"`';
  return 'write a device, `"/dev/sdb1"`, or better what it is called on every boot: `"UUID=…"`, as `lsblk --fs` shows it';
}

import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op, ServiceOp } from "../../ir/ops.ts";
import { escapeUnitPath } from "../../ir/os/unit-names.ts";
import { literalText } from "../../ir/text.ts";
import { ownershipOf } from "../shared/accounts.ts";
import { installPackage, partBase, writeText } from "../shared/build-ops.ts";
import { nameOfPath } from "../shared/names.ts";
import { runOnOwnKernel } from "../shared/not-in-container.ts";
import { opBase } from "../shared/op-base.ts";
import { readBool, readText } from "../shared/read.ts";
import { type Mounted, mountedBy } from "./what.ts";

/** The unit of a mount point. */
export function mountUnit(path: string): string {
  return `${escapeUnitPath(path)}.mount`;
}

/** A unit for the mount, and the mount itself; systemd makes the mount point. An absent one is unmounted, its files stay. */
export function lowerMount(resource: Resource, context: LowerContext): readonly Op[] {
  const path = resource.name;
  const unit = mountUnit(path);
  const unitPath = `/etc/systemd/system/${unit}`;
  const mounted = resource.absent ? undefined : mountedBy(resource);
  if (mounted === undefined) return removeMount(resource, path, unit, unitPath);
  const file = writeText(
    resource,
    unitPath,
    literalText(unitText(path, mounted, readBool(resource, "required") === true)),
    {
      // A reload is a remount: new options without letting go of open files.
      triggers: mounted.ownKernel ? [] : [{ action: "reload", target: opId("service", unit) }],
    },
  );
  const needs = mounted.type === "nfs" ? [installPackage(resource, "nfs-common")] : [];
  const before = [file.id, ...needs.map((op) => op.id), ...sourcesOf(mounted, context)];
  const service: ServiceOp = {
    ...opBase(resource, `Mount ${path}`),
    op: "service",
    id: opId("service", unit),
    unit,
    enabled: true,
    // In a container that is a machine there may be no such device; there the command below leaves it alone.
    running: mounted.ownKernel ? undefined : true,
    masked: undefined,
    after: before,
  };
  if (!mounted.ownKernel) return [service, ...needs, file, ...accessOps(resource, mounted, context)];
  const start = runOnOwnKernel(resource, {
    name: `mount-${unit}`,
    title: `Mount ${path} now`,
    run: `systemctl daemon-reload && systemctl start '${unit}'`,
    when: `! systemctl is-active --quiet '${unit}'`,
    after: before,
  });
  return [{ ...service, title: `Mount ${path} at boot`, after: [start.id] }, ...needs, file, start];
}

/** A folder that shows up in two places must be there. */
function sourcesOf(mounted: Mounted, context: LowerContext): readonly string[] {
  if (mounted.type !== "none") return [];
  const directory = context.named("directory", mounted.what);
  return directory === undefined || directory.absent ? [] : [opId("directory", mounted.what)];
}

/**
 * Memory is root's when it is mounted again: each start gives it what the `directory` block of that path says (the line
 * `z` of tmpfiles.d(5), which is done once the local file systems are mounted).
 */
function accessOps(resource: Resource, mounted: Mounted, context: LowerContext): readonly Op[] {
  const path = resource.name;
  const directory = mounted.type === "tmpfs" ? context.named("directory", path) : undefined;
  if (directory === undefined || directory.absent) return [];
  const { owner, group } = ownershipOf(directory, context);
  const line = `z ${path} ${readText(directory, "mode") ?? "0755"} ${owner} ${group}\n`;
  const entry = writeText(resource, `/etc/tmpfiles.d/mount-${nameOfPath(path)}.conf`, literalText(line));
  return [{ ...entry, ...opBase(resource, `Give ${path} to ${owner} at every start`) }];
}

/**
 * systemd.mount(5): tools write units, people /etc/fstab. What is only wanted does not keep the machine from booting
 * when it is missing (`nofail` in fstab); what is required does.
 */
function unitText(path: string, mounted: Mounted, required: boolean): string {
  const target = mounted.remote ? "remote-fs.target" : "local-fs.target";
  return [
    "[Unit]",
    `Description=Mount ${path}`,
    ...(mounted.ownKernel ? ["ConditionVirtualization=!container"] : []),
    "",
    "[Mount]",
    `What=${mounted.what.replaceAll("%", "%%")}`,
    `Where=${path}`,
    ...(mounted.type === undefined ? [] : [`Type=${mounted.type}`]),
    ...(mounted.options.length === 0 ? [] : [`Options=${mounted.options.join(",").replaceAll("%", "%%")}`]),
    "",
    "[Install]",
    `${required ? "RequiredBy" : "WantedBy"}=${target}`,
    "",
  ].join("\n");
}

function removeMount(resource: Resource, path: string, unit: string, unitPath: string): readonly Op[] {
  const service: ServiceOp = {
    ...opBase(resource, `Unmount ${path}`),
    op: "service",
    id: opId("service", unit),
    unit,
    enabled: false,
    running: false,
    masked: undefined,
    mayBeMissing: true,
  };
  return [
    service,
    {
      ...partBase(resource, `Remove ${unitPath}`),
      op: "absent-path",
      id: opId("absent-path", unitPath),
      path: unitPath,
      was: "file",
      after: [service.id],
    },
  ];
}

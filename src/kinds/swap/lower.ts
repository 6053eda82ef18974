import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op, ServiceOp, SysctlOp } from "../../ir/ops.ts";
import { escapeUnitPath } from "../../ir/os/unit-names.ts";
import { literalText } from "../../ir/text.ts";
import { partBase, writeText } from "../shared/build-ops.ts";
import { runOnOwnKernel } from "../shared/not-in-container.ts";
import { opBase } from "../shared/op-base.ts";
import { readNumber, readSize } from "../shared/read.ts";
import { sysctlPath } from "../sysctl/lower.ts";

/** The unit of a swap file. */
export function swapUnit(path: string): string {
  return `${escapeUnitPath(path)}.swap`;
}

/** The file made to its size, a unit that uses it from boot on, and how eagerly. */
export function lowerSwap(resource: Resource, context: LowerContext): readonly Op[] {
  const path = resource.name;
  const unit = swapUnit(path);
  const unitPath = `/etc/systemd/system/${unit}`;
  if (resource.absent) return removeSwap(resource, path, unit, unitPath);
  const file = writeText(resource, unitPath, literalText(unitText(path)));
  const service: ServiceOp = {
    ...opBase(resource, `Enable the swap file ${path}`),
    op: "service",
    id: opId("service", unit),
    unit,
    enabled: true,
    // A container cannot have swap of its own, so it is the command below that starts it.
    running: undefined,
    masked: undefined,
    after: [file.id],
  };
  const bytes = readSize(resource, "size") ?? 0;
  const make = runOnOwnKernel(resource, {
    name: `make-swap-${unit}`,
    title: `Make the swap file ${path}`,
    run: makeScript(path, unit, bytes),
    when: `[ "$(stat --format=%s -- ${path} 2>/dev/null)" != ${bytes} ]`,
    after: [file.id],
  });
  const start = runOnOwnKernel(resource, {
    name: `start-swap-${unit}`,
    title: `Use the swap file ${path}`,
    run: `systemctl start '${unit}'`,
    when: `! systemctl is-active --quiet '${unit}'`,
    after: [make.id, service.id],
  });
  const swappiness = readNumber(resource, "swappiness");
  return [
    service,
    file,
    make,
    start,
    ...(swappiness === undefined ? [] : [swappinessOp(resource, swappiness, context.model.name)]),
  ];
}

/**
 * Zeros are written, not holes: mkswap(8) and swapon(8) want every block there, and no file system promises that of
 * fallocate. A file of another size is made anew, which needs it off for a moment.
 */
function makeScript(path: string, unit: string, bytes: number): string {
  return `set -eu
systemctl stop '${unit}' 2>/dev/null || :
rm -f -- ${path}
install --mode=0600 /dev/null ${path}
dd if=/dev/zero of=${path} bs=1M count=${bytes / 1024 ** 2} status=none
mkswap ${path} >/dev/null`;
}

/** systemd.swap(5): the unit is called after the path; a container is without swap of its own. */
function unitText(path: string): string {
  return `[Unit]
Description=Swap file ${path}
ConditionVirtualization=!container

[Swap]
What=${path}

[Install]
WantedBy=swap.target
`;
}

function removeSwap(resource: Resource, path: string, unit: string, unitPath: string): readonly Op[] {
  const gone = [unitPath, path].map((each) => ({
    ...partBase(resource, `Remove ${each}`),
    op: "absent-path" as const,
    id: opId("absent-path", each),
    path: each,
    was: "file" as const,
    after: [opId("service", unit)],
  }));
  const service: ServiceOp = {
    ...opBase(resource, `Stop and disable the swap file ${path}`),
    op: "service",
    id: opId("service", unit),
    unit,
    enabled: false,
    running: false,
    masked: undefined,
    mayBeMissing: true,
  };
  return [service, ...gone];
}

function swappinessOp(resource: Resource, value: number, project: string): SysctlOp {
  const path = sysctlPath(project);
  return {
    ...partBase(resource, "Set the kernel settings"),
    op: "sysctl",
    id: opId("sysctl", path),
    path,
    settings: [{ key: "vm.swappiness", value: literalText(String(value)), provenance: resource.spans }],
  };
}

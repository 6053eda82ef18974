import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op } from "../../ir/ops.ts";
import { unitNameOn } from "../../ir/os/names.ts";
import { opBase } from "../shared/op-base.ts";
import { readBool } from "../shared/read.ts";

/** One op, under the unit's own name on this system. */
export function lowerService(resource: Resource, context: LowerContext): readonly Op[] {
  const unit = unitNameOn(context.machine.os, resource.name);
  const masked = readBool(resource, "masked") === true;
  const enabled = readBool(resource, "enabled") ?? !masked;
  const running = readBool(resource, "running") ?? !masked;
  const short = unit.replace(/\.service$/, "");
  return [
    {
      ...opBase(resource, titleOf(short, enabled, running, masked), {
        enabled: "enabled",
        running: "running",
        masked: "masked",
      }),
      op: "service",
      id: opId("service", unit),
      unit,
      enabled,
      running,
      masked,
    },
  ];
}

function titleOf(name: string, enabled: boolean, running: boolean, masked: boolean): string {
  if (masked) return `Mask ${name}`;
  if (enabled && running) return `Enable and start ${name}`;
  if (!enabled && !running) return `Disable and stop ${name}`;
  return enabled ? `Enable ${name}, stopped` : `Start ${name}, disabled`;
}

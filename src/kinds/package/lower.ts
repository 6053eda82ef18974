import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op } from "../../ir/ops.ts";
import { packageNameOn } from "../../ir/os/names.ts";
import { opBase } from "../shared/op-base.ts";
import { readBool, readText } from "../shared/read.ts";

/** One op, under the distribution's own name of the package. */
export function lowerPackage(resource: Resource, context: LowerContext): readonly Op[] {
  const name = packageNameOn(context.machine.os, resource.name);
  const verb = resource.absent ? "Remove" : "Install";
  return [
    {
      ...opBase(resource, `${verb} ${name}`, { version: "version", hold: "hold" }),
      op: "package",
      id: opId("package", name),
      name,
      version: resource.absent ? undefined : readText(resource, "version"),
      hold: !resource.absent && readBool(resource, "hold") === true,
      ensure: resource.absent ? "absent" : "present",
    },
  ];
}

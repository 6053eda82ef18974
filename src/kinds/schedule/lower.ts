import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op } from "../../ir/ops.ts";
import { descriptionOf } from "../shared/description.ts";
import { executionOf } from "../shared/execution.ts";
import { opBase } from "../shared/op-base.ts";
import { readBool, readNumber, readTexts } from "../shared/read.ts";
import { scheduleCalendar } from "./when.ts";

/** One op; a machine with systemd expands it to a timer and a service (src/ir/expand-systemd.ts). */
export function lowerSchedule(resource: Resource, context: LowerContext): readonly Op[] {
  const when = scheduleCalendar(resource);
  return [
    {
      ...opBase(resource, `${resource.absent ? "Remove" : "Schedule"} ${resource.name}`, {
        user: "user",
        group: "group",
        directory: "directory",
        persistent: "persistent",
        "random-delay": "randomizedDelaySeconds",
      }),
      op: "schedule",
      id: opId("schedule", resource.name),
      name: resource.name,
      description: descriptionOf(resource),
      ...executionOf(resource, context),
      onCalendar: when.ok ? when.calendar : "",
      persistent: readBool(resource, "persistent") ?? true,
      randomizedDelaySeconds: readNumber(resource, "random-delay") ?? 0,
      writable: [...new Set(readTexts(resource, "writable"))].sort(),
      ensure: resource.absent ? "absent" : "present",
    },
  ];
}

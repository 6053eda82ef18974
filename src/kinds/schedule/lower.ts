import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Execution, Op, ScheduleOp } from "../../ir/ops.ts";
import { type FurtherProgram, furtherProgramOf } from "../shared/app/further-program.ts";
import { descriptionOf } from "../shared/description.ts";
import { executionOf } from "../shared/execution.ts";
import { opBase } from "../shared/op-base.ts";
import { readBool, readNumber, readTexts } from "../shared/read.ts";
import { scheduleCalendar } from "./when.ts";

/**
 * One op; a machine with systemd expands it to a timer and a service (src/ir/expand-systemd.ts). Nothing of a new release
 * of its app concerns it: its next run finds the release behind the link.
 */
export function lowerSchedule(resource: Resource, context: LowerContext): readonly Op[] {
  const when = scheduleCalendar(resource);
  const program = furtherProgramOf(resource, context);
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
      ...(program === undefined ? ownProgram(resource, context) : ofApp(program)),
      onCalendar: when.ok ? when.calendar : "",
      persistent: readBool(resource, "persistent") ?? true,
      randomizedDelaySeconds: readNumber(resource, "random-delay") ?? 0,
      ensure: resource.absent ? "absent" : "present",
    },
  ];
}

/** What is run and what it may write to, as the block says itself. */
function ownProgram(resource: Resource, context: LowerContext): Execution & Pick<ScheduleOp, "writable"> {
  return {
    ...executionOf(resource, context),
    writable: [...new Set(readTexts(resource, "writable"))].sort(),
  };
}

/** The same for a schedule of an app, and after its release. */
function ofApp(program: FurtherProgram): Execution & Pick<ScheduleOp, "writable" | "after"> {
  const { argv, user, group, directory, environment, writable, after } = program;
  return { argv, user, group, directory, environment, writable, after };
}

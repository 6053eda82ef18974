import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op, ProcessOp } from "../../ir/ops.ts";
import { descriptionOf } from "../shared/description.ts";
import { executionOf, wordsOf } from "../shared/execution.ts";
import { opBase } from "../shared/op-base.ts";
import { portsOf } from "../shared/ports.ts";
import { readBool, readNumber, readText, readTexts } from "../shared/read.ts";

/** One op; a machine with systemd expands it to a unit (src/ir/expand-systemd.ts). */
export function lowerProcess(resource: Resource, context: LowerContext): readonly Op[] {
  const health = wordsOf(resource, "health", context);
  const op: ProcessOp = {
    ...opBase(resource, `${resource.absent ? "Remove" : "Run"} the process ${resource.name}`, {
      user: "user",
      group: "group",
      directory: "directory",
      port: "ports.0",
      restart: "restart",
      "restart-delay": "restartSeconds",
      "stop-signal": "stopSignal",
      "stop-timeout": "stopSeconds",
      enabled: "enabled",
      running: "running",
    }),
    op: "process",
    id: opId("process", resource.name),
    name: resource.name,
    description: descriptionOf(resource),
    ...executionOf(resource, context),
    restart: restartOf(readText(resource, "restart")),
    restartSeconds: readNumber(resource, "restart-delay") ?? 5,
    stopSignal: readText(resource, "stop-signal") ?? "SIGTERM",
    stopSeconds: readNumber(resource, "stop-timeout") ?? 30,
    ports: portsOf(resource),
    writable: [...new Set(readTexts(resource, "writable"))].sort(),
    health: health.length === 0 ? undefined : health,
    enabled: readBool(resource, "enabled") ?? true,
    running: readBool(resource, "running") ?? true,
    ensure: resource.absent ? "absent" : "present",
  };
  return [op];
}

function restartOf(written: string | undefined): ProcessOp["restart"] {
  return written === "always" || written === "no" ? written : "on-failure";
}

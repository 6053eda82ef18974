import { onceHostOf } from "../../ir/leading-host.ts";
import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op } from "../../ir/ops.ts";
import { machinesUsedBy } from "../../ir/used-from.ts";
import { environmentOf } from "../shared/execution.ts";
import { opBase } from "../shared/op-base.ts";
import { readBool, readList, readText } from "../shared/read.ts";

/** One op. */
export function lowerCommand(resource: Resource, context: LowerContext): readonly Op[] {
  const causes = readList(resource, "on-change").flatMap((value) =>
    value.is === "ref" && value.resource !== undefined ? [value.resource] : [],
  );
  const onChange = new Set(causes.flatMap((cause) => context.changesOf(cause)));
  const awaits = machinesUsedBy(resource, context.machine, context.model);
  const base = opBase(resource, `Run ${resource.name}`, { user: "user", directory: "directory", creates: "creates" });
  return [
    {
      ...base,
      after: [...base.after, ...causes.flatMap((cause) => context.opsOf(cause)).filter((id) => !onChange.has(id))],
      op: "exec",
      id: opId("exec", resource.name),
      run: context.text(resource.attributes["run"]?.value) ?? [],
      user: readText(resource, "user") ?? "root",
      directory: readText(resource, "directory") ?? "/",
      environment: environmentOf(resource, context),
      creates: readText(resource, "creates"),
      unless: context.text(resource.attributes["unless"]?.value),
      onlyIf: context.text(resource.attributes["only-if"]?.value),
      onChange: [...onChange],
      always: readBool(resource, "always") === true,
      ...(readBool(resource, "once") === true ? { once: onceHostOf(context.machine, context.model) } : {}),
      ...(awaits.length === 0 ? {} : { awaits }),
    },
  ];
}

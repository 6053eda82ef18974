import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op } from "../../ir/ops.ts";
import { opBase } from "../shared/op-base.ts";

/** One setting; the settings of a machine become one file when the model is lowered. */
export function lowerSysctl(resource: Resource, context: LowerContext): readonly Op[] {
  const path = sysctlPath(context.model.name);
  return [
    {
      ...opBase(resource, "Set the kernel settings", { value: "settings.0.value" }),
      op: "sysctl",
      id: opId("sysctl", path),
      path,
      settings: [
        {
          key: resource.name,
          value: context.text(resource.attributes["value"]?.value) ?? [],
          provenance: resource.spans,
        },
      ],
    },
  ];
}

/** 90: after the distribution's own files, before an administrator's 99. */
export function sysctlPath(project: string): string {
  const safe = project.replace(/[^A-Za-z0-9_-]+/g, "-").replace(/^-+|-+$/g, "");
  return `/etc/sysctl.d/90-${safe === "" ? "project" : safe}.conf`;
}

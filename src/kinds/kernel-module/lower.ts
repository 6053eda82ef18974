import type { Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op } from "../../ir/ops.ts";
import { literalText } from "../../ir/text.ts";
import { opBase } from "../shared/op-base.ts";

/** The file that loads a module at boot (modules-load.d(5)). */
export function modulePath(name: string): string {
  return `/etc/modules-load.d/${name}.conf`;
}

/** One file. */
export function lowerKernelModule(resource: Resource): readonly Op[] {
  const path = modulePath(resource.name);
  return [
    {
      ...opBase(resource, `Load the kernel module ${resource.name} at boot`),
      op: "file",
      id: opId("file", path),
      path,
      content: { from: "text", text: literalText(`${resource.name}\n`) },
      owner: "root",
      group: "root",
      mode: "0644",
      validate: undefined,
    },
  ];
}

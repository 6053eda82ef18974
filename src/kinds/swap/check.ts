import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { checkAbsent, declarationOf, spanOf } from "../shared/check.ts";
import { readSize } from "../shared/read.ts";

/** Reports a size that is missing or that no swap file can have. */
export function checkSwap(resource: Resource): readonly Diagnostic[] {
  if (resource.absent) return checkAbsent(resource);
  const bytes = readSize(resource, "size");
  const { name } = resource;
  if (bytes === undefined) return [diagnose("E0458", { name, problem: "has no size" }, declarationOf(resource))];
  return bytes >= 1024 ** 2 && bytes % 1024 ** 2 === 0
    ? []
    : [
        diagnose(
          "E0458",
          { name, problem: "has a size that is not a whole number of megabytes" },
          spanOf(resource, "size"),
        ),
      ];
}

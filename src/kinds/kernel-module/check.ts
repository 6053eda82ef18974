import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { checkAbsent, checkPlainText, controlCharacters, spanOf } from "../shared/check.ts";
import { isWritten, readBool } from "../shared/read.ts";

/** Reports options of a module that is never loaded, and ones that are not written as modprobe.d(5) has them. */
export function checkKernelModule(resource: Resource): readonly Diagnostic[] {
  if (resource.absent) return checkAbsent(resource);
  const blockedWithOptions = readBool(resource, "blocked") === true && isWritten(resource, "options");
  return [
    ...checkPlainText(
      resource,
      "options",
      controlCharacters,
      "has more than one line or holds a control character",
      'write them behind each other: `options = "max_loop=16"`',
    ),
    ...(blockedWithOptions ? [diagnose("E0456", { name: resource.name }, spanOf(resource, "options"))] : []),
  ];
}

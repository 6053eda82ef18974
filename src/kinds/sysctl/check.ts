import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { checkPlainText } from "../shared/check.ts";

/** Reports a value that sysctl.d(5) cannot hold in one line. */
export function checkSysctl(resource: Resource): readonly Diagnostic[] {
  return checkPlainText(
    resource,
    "value",
    // oxlint-disable-next-line no-control-regex -- control characters are what is refused; a tab divides numbers
    /^\s*$|^\s|\s$|[\u0000-\u0008\u000a-\u001f\u007f]/,
    "is empty, begins or ends with a space, or has more than one line",
    'write the value alone, for example `"1"`',
  );
}

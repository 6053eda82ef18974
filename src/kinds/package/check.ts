import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { checkAbsent, checkPlainText } from "../shared/check.ts";

/** Reports attributes of an absent package, and a version that apt would not take. */
export function checkPackage(resource: Resource): readonly Diagnostic[] {
  if (resource.absent) return checkAbsent(resource);
  // deb-version(7), and `*` as apt-get(8) understands it.
  return checkPlainText(
    resource,
    "version",
    /^$|[^A-Za-z0-9.+:~*-]/,
    "is not the version of a package",
    'write it as `apt-cache policy` shows it, for example `"1.22.1-9"` or `"1.22.*"`',
  );
}

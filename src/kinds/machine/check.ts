import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { spanOf } from "../shared/check.ts";
import { readText } from "../shared/read.ts";

/** hostname(7): labels of letters, digits and `-`; the whole at most 64 (sethostname(2)). */
const hostname =
  /^(?=.{1,64}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;
/** A name of the tz database; the old three-letter ones are left to `Etc/UTC` and `UTC`. */
const timezone = /^(UTC|[A-Z][A-Za-z]+(\/[A-Z][A-Za-z0-9_+-]*){1,2})$/;
/** locale(7): language, country, UTF-8; nothing else is generated. */
const locale = /^(C\.UTF-8|POSIX|C|[a-z]{2,3}(_[A-Z]{2})?\.UTF-8(@[a-z]+)?)$/;

/** Reports a hostname, a time zone or a locale that there cannot be. */
export function checkMachine(resource: Resource): readonly Diagnostic[] {
  return [
    ...checkForm(
      resource,
      "hostname",
      hostname,
      "is not a name that a machine can have",
      "use letters, digits and `-`, for example `web-1`",
    ),
    ...checkForm(
      resource,
      "timezone",
      timezone,
      "is not a time zone",
      'write a name like `"Europe/Vienna"`, or `"Etc/UTC"`',
    ),
    ...checkForm(resource, "locale", locale, "is not a locale", 'write `"C.UTF-8"`, or one like `"de_AT.UTF-8"`'),
  ];
}

function checkForm(
  resource: Resource,
  attribute: string,
  form: RegExp,
  problem: string,
  help: string,
): readonly Diagnostic[] {
  const value = readText(resource, attribute);
  if (value === undefined || form.test(value)) return [];
  return [diagnose("E0420", { problem: `${attribute} "${value}" ${problem}`, help }, spanOf(resource, attribute))];
}

import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { nearestName } from "../../text/edit-distance.ts";
import { spanOf } from "../shared/check.ts";
import { readText } from "../shared/read.ts";
import { helpForLocale } from "./locale.ts";
import { timeZones } from "./time-zones.ts";

/** hostname(7): labels of letters, digits and `-`; the whole at most 64 (sethostname(2)). */
const hostname =
  /^(?=.{1,64}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;
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
    ...checkTimezone(resource),
    ...checkLocale(resource),
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

function checkTimezone(resource: Resource): readonly Diagnostic[] {
  const zone = readText(resource, "timezone");
  if (zone === undefined || timeZones.has(zone)) return [];
  const near = nearestName(zone, timeZones);
  const help =
    near === undefined ? 'write a name like `"Europe/Vienna"`, or `"Etc/UTC"`' : `did you mean \`"${near}"\`?`;
  const problem = `timezone "${zone}" is not a time zone that every release has`;
  return [diagnose("E0420", { problem, help }, spanOf(resource, "timezone"))];
}

function checkLocale(resource: Resource): readonly Diagnostic[] {
  const locale = readText(resource, "locale");
  const help = locale === undefined ? undefined : helpForLocale(locale);
  if (help === undefined) return [];
  const problem = `locale "${locale}" is not one that can be generated`;
  return [diagnose("E0420", { problem, help }, spanOf(resource, "locale"))];
}

import type { OpOf } from "../../../ir/ops.ts";
import { isBuiltInLocale } from "../../../ir/os/locales.ts";
import { putFile, stagedText, stepOf, type LowerContext, type Lowered } from "../lowered.ts";
import { call, type ProvisionStatement } from "../target.ts";

/** The name: cloud-init's own keys set it and keep it, the metadata of the cloud would win otherwise. */
export function lowerHostname(op: OpOf<"hostname">, context: LowerContext): Lowered {
  return { steps: [], files: [], hostname: context.resolve(op.hostname, op) };
}

/** The time zone. Not the key `timezone:`, which copies the zone's file where `/etc/localtime` is not a link yet. */
export function lowerTimezone(op: OpOf<"timezone">, context: LowerContext): Lowered {
  const zone = `/usr/share/zoneinfo/${op.timezone}`;
  const statements: ProvisionStatement[] = [
    call("make_link", "/etc/localtime", zone),
    putFile("/etc/timezone", "root", "root", "0644"),
  ];
  return {
    steps: [stepOf(op, context, ...statements)],
    files: [stagedText(op, context, "/etc/timezone", `${op.timezone}\n`)],
  };
}

/** The locale. Not the key `locale:`, which runs before any package is there and fails without `locales`. */
export function lowerLocale(op: OpOf<"locale">, context: LowerContext): Lowered {
  const generate: readonly ProvisionStatement[] = isBuiltInLocale(op.locale) ? [] : [call("set_locale", op.locale)];
  return {
    steps: [stepOf(op, context, ...generate, putFile(op.path, "root", "root", "0644"))],
    files: [stagedText(op, context, op.path, `LANG=${op.locale}\n`)],
  };
}

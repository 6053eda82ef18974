/** Time zone and locale: the same files as on every other target. */
import { isBuiltInLocale } from "../../../ir/os/locales.ts";
import type { LocaleOp, TimezoneOp } from "../../../ir/ops.ts";
import { shellCommand, shellWord } from "../../shared/shell.ts";
import { originOf } from "../context.ts";
import type { MachineContext } from "../context.ts";
import { lowered } from "../piece.ts";
import type { Lowered } from "../piece.ts";
import { command, script } from "./command.ts";

/** `/etc/localtime` as an absolute link and the name in `/etc/timezone` (localtime(5); Debian reads both). */
export function lowerTimezone(op: TimezoneOp, context: MachineContext): Lowered {
  const origin = originOf(op, context.machine);
  const commands = [
    command(origin, "ln", "-sfnT", `/usr/share/zoneinfo/${op.timezone}`, "/etc/localtime"),
    script(origin, `${shellCommand(["printf", "%s\\n", op.timezone])} > /etc/timezone`),
  ];
  return lowered({ piece: "commands", heading: "system", commands, origins: [origin] });
}

/** Generates the locale (locale-gen(8)) and makes it the system's (`LANG` in its file). */
export function lowerLocale(op: LocaleOp, context: MachineContext): Lowered {
  const origin = originOf(op, context.machine);
  const commands = [script(origin, `${shellCommand(["printf", "LANG=%s\\n", op.locale])} > ${shellWord(op.path)}`)];
  if (!isBuiltInLocale(op.locale)) {
    // Debian's locale-gen reads the lines of /etc/locale.gen that are no comments; Ubuntu's takes the name.
    const pattern = op.locale.replace(/[.@]/g, "\\$&");
    if (context.machine.os.distribution === "ubuntu") commands.unshift(command(origin, "locale-gen", op.locale));
    else
      commands.unshift(
        script(origin, `sed -i ${shellWord(`s/^# *\\(${pattern} .*\\)$/\\1/`)} /etc/locale.gen`),
        // A name that Debian does not know would leave the file as it was and the locale ungenerated.
        script(origin, `grep -q ${shellWord(`^${pattern} `)} /etc/locale.gen`),
        command(origin, "locale-gen"),
      );
  }
  return lowered({ piece: "commands", heading: "system", commands, origins: [origin] });
}

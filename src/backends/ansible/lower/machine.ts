import type { HostnameOp, LocaleOp, TimezoneOp } from "../../../ir/ops.ts";
import type { LowerContext, Lowered } from "../context.ts";
import { lowered, taskBase } from "../context.ts";
import { argumentString, literalArgument, textArgument } from "../jinja.ts";
import type { Task } from "../target/task.ts";
import { inlineFile } from "./files.ts";
import { linkArguments } from "./paths.ts";

/** The machine's name. */
export function lowerHostnames(ops: readonly HostnameOp[], context: LowerContext): Lowered {
  return lowered(
    ...ops.map((op) => ({
      ...taskBase(op, context),
      plainName: "Set the host name",
      module: "ansible.builtin.hostname",
      args: [["name", textArgument(op.hostname, context.hole)] as const],
    })),
  );
}

/** The time zone, as link and file: the module for it writes other bytes in a container than on a booted machine. */
export function lowerTimezones(ops: readonly TimezoneOp[], context: LowerContext): Lowered {
  return lowered(
    ...ops.flatMap((op): readonly Task[] => [
      {
        ...taskBase(op, context),
        plainName: "Set the time zone",
        module: "ansible.builtin.file",
        args: linkArguments("/etc/localtime", `/usr/share/zoneinfo/${op.timezone}`),
      },
      {
        name: "Name the time zone",
        module: "ansible.builtin.copy",
        args: inlineFile("/etc/timezone", `${op.timezone}\n`),
        notify: context.notify(op),
        marks: [context.mark(op)],
      },
    ]),
  );
}

/** The locale: its line in `/etc/locale.gen`, generated when `locale -a` does not list it, and `LANG`. */
export function lowerLocales(ops: readonly LocaleOp[], context: LowerContext): Lowered {
  return lowered(
    ...ops.flatMap((op): readonly Task[] => [
      ...(op.locale === "C.UTF-8" || op.locale === "C" || op.locale === "POSIX" ? [] : generation(op, context)),
      {
        ...taskBase(op, context),
        plainName: "Set the locale",
        module: "ansible.builtin.copy",
        args: inlineFile(op.path, `LANG=${op.locale}\n`),
      },
    ]),
  );
}

function generation(op: LocaleOp, context: LowerContext): readonly Task[] {
  const marks = [context.mark(op)];
  const line = `${op.locale} ${charset(op.locale)}`;
  const register = `__${context.role}_locales`;
  return [
    {
      name: `List ${op.locale} among the locales to generate`,
      // One line of a file that the package `locales` owns and its tools edit as well.
      module: "ansible.builtin.lineinfile",
      args: [
        ["path", "/etc/locale.gen"],
        ["regexp", literalArgument(`^#?\\s*${line.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*$`, { quoted: true })],
        ["line", literalArgument(line)],
        ["create", true],
        ["owner", "root"],
        ["group", "root"],
        ["mode", literalArgument("0644", { quoted: true })],
      ],
      marks,
    },
    {
      name: "Ask which locales are generated",
      module: "ansible.builtin.command",
      args: [["argv", ["locale", "-a"]]],
      register,
      changedWhen: false,
      failedWhen: false,
      checkMode: false,
      marks,
    },
    {
      name: `Generate the locale ${op.locale}`,
      module: "ansible.builtin.command",
      args: [["argv", ["locale-gen"]]],
      when: [`${argumentString(generatedName(op.locale))} not in ${register}.stdout_lines | default([])`],
      changedWhen: true,
      marks,
    },
  ];
}

/** The character set of a locale's name, as `/etc/locale.gen` repeats it: `UTF-8` when the name says none. */
function charset(locale: string): string {
  return /\.([^@]+)/.exec(locale)?.[1] ?? "UTF-8";
}

/** How `locale -a` writes it: the character set in lower case without dashes. */
function generatedName(locale: string): string {
  return locale.replace(/\.([^@]+)/, (_, set: string) => `.${set.toLowerCase().replaceAll("-", "")}`);
}

import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { checkAbsent, checkPlainText, declarationOf } from "../shared/check.ts";
import { checkGiven } from "../shared/edits.ts";

/** What every login sets itself (login(1), environ(7)), and the block that changes it. */
const ofTheLogin: Readonly<Record<string, string>> = {
  HOME: "write `home = …` in the `user` block",
  USER: "rename the `user` block",
  LOGNAME: "rename the `user` block",
  SHELL: "write `shell = …` in the `user` block",
  PATH: 'put a link to the program into a folder that is in it: `link "/usr/local/bin/tool" { to = "/opt/tool/bin/tool" }`',
  LANG: 'write `locale = "de_DE.UTF-8"` in the machine',
};

/** Reports a variable that a login sets over again, and a value that pam_env(8) would read as something else. */
export function checkEnvironmentVariable(resource: Resource): readonly Diagnostic[] {
  if (resource.absent) return checkAbsent(resource);
  const instead = ofTheLogin[resource.name];
  return [
    ...(instead === undefined ? [] : [diagnose("E0435", { name: resource.name, instead }, declarationOf(resource))]),
    ...checkGiven(resource, ["value"]),
    ...checkPlainText(
      resource,
      "value",
      // oxlint-disable-next-line no-control-regex -- they end a line, or the value
      /[\u0000-\u001f\u007f#"'\\$`]|^\s|\s$/,
      "holds a `#`, a quote, a `$`, a backslash, a line end or a space at an end, which `/etc/environment` cannot hold",
      "give it to the program that needs it, in its `env { … }` block: there it may be any text",
    ),
  ];
}

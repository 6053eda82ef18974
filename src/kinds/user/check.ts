import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import type { Span } from "../../text/span.ts";
import { checkAbsent, checkPaths, checkPlainText, controlCharacters, spanOf } from "../shared/check.ts";
import { checkAbsentAccount, checkNumber } from "../shared/check-accounts.ts";
import { checkMode } from "../shared/check-mode.ts";
import { readList, readText } from "../shared/read.ts";
import { problemOfKey } from "./authorized-key.ts";
import { keyLines } from "./login.ts";
import { problemOfSudoRule } from "./sudo-rule.ts";

/** Reports numbers, names, paths, keys and sudo rules that cannot be right. */
export function checkUser(resource: Resource): readonly Diagnostic[] {
  if (resource.absent) return [...checkAbsentAccount(resource), ...checkAbsent(resource, ["home"])];
  return [
    ...checkNumber(resource, "uid"),
    ...checkPaths(resource, ["home", "shell"]),
    ...checkMode(resource, "home-mode"),
    // passwd(5): the fields are divided by colons, GECOS itself by commas, which people do use.
    ...checkPlainText(resource, "comment", /[:\n\r]/, "holds a `:` or a line end, which end the field", "leave it out"),
    ...checkPlainText(resource, "comment", controlCharacters, "holds a control character", "leave it out").slice(
      /[:\n\r]/.test(readText(resource, "comment") ?? "") ? 1 : 0,
    ),
    ...checkPlainText(resource, "home", /:/, "holds a `:`", "choose another folder"),
    ...checkPlainText(resource, "shell", /:/, "holds a `:`", "choose another program"),
    ...checkKeys(resource),
    ...checkSudo(resource),
  ];
}

function checkKeys(resource: Resource): readonly Diagnostic[] {
  return readList(resource, "authorized-keys").flatMap((value) => {
    const lines = keyLines(value);
    const where = value.is === "file" ? `\`${value.file.path}\`` : "it";
    if (lines.length === 0)
      return [diagnose("E0411", { problem: `${where} is empty` }, spanOf(resource, "authorized-keys"))];
    return lines.flatMap((line) => {
      const span = spanOf(resource, "authorized-keys");
      if (value.is !== "file" && /^[\w@~./-]*\.pub$/.test(line)) return [pathForKey(line, span)];
      const problem = problemOfKey(line);
      return problem === undefined
        ? []
        : [diagnose("E0411", { problem: value.is === "file" ? `${where} ${problem}` : `it ${problem}` }, span)];
    });
  });
}

/** `"~/.ssh/id_ed25519.pub"`: the name of a key's file, where the key itself is wanted. */
function pathForKey(path: string, span: Span): Diagnostic {
  const isInProject = path.startsWith("./");
  const file = `file("${isInProject ? path : `./keys/${path.slice(path.lastIndexOf("/") + 1)}`}")`;
  const copy = isInProject ? "" : `copy it into the project, for example into \`keys/\`, and `;
  const help = `${copy}write \`authorized-keys = [${file}]\`; or give the line that is in it`;
  return diagnose("E0411", { problem: `it is the name of a file, \`${path}\`` }, span, { help });
}

function checkSudo(resource: Resource): readonly Diagnostic[] {
  const rule = readText(resource, "sudo");
  const problem = rule === undefined ? undefined : problemOfSudoRule(rule, resource.name);
  return problem === undefined ? [] : [diagnose("E0412", { problem }, spanOf(resource, "sudo"))];
}

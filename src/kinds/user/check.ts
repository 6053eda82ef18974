import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
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
      const problem = problemOfKey(line);
      return problem === undefined
        ? []
        : [
            diagnose(
              "E0411",
              { problem: value.is === "file" ? `${where} ${problem}` : `it ${problem}` },
              spanOf(resource, "authorized-keys"),
            ),
          ];
    });
  });
}

function checkSudo(resource: Resource): readonly Diagnostic[] {
  const rule = readText(resource, "sudo");
  const problem = rule === undefined ? undefined : problemOfSudoRule(rule, resource.name);
  return problem === undefined ? [] : [diagnose("E0412", { problem }, spanOf(resource, "sudo"))];
}

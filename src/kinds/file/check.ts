import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { problemOfPath } from "../../ir/paths.ts";
import { resolveKnown } from "../../ir/read-value.ts";
import { type Text, holdsSecret } from "../../ir/text.ts";
import { checkAbsent, declarationOf, spanOf } from "../shared/check.ts";
import { checkFileName, checkPlace } from "../shared/check-file-name.ts";
import { checkMode } from "../shared/check-mode.ts";
import { readText, readTexts, readValue } from "../shared/read.ts";

/** Reports a file without exactly one content, at a place where it has no effect, or open to the wrong people. */
export function checkFile(resource: Resource): readonly Diagnostic[] {
  const place = [...checkPlace(resource)];
  if (resource.absent) return [...place, ...checkAbsent(resource)];
  return [
    ...place,
    ...checkFileName(resource),
    ...checkContent(resource),
    ...checkFinalNewline(resource),
    ...checkMode(resource),
    ...checkSecret(resource),
    ...checkValidate(resource),
  ];
}

function checkContent(resource: Resource): readonly Diagnostic[] {
  const text = resource.attributes["text"];
  const source = resource.attributes["source"];
  const path = resource.name;
  if (text === undefined && source === undefined)
    return [diagnose("E0406", { path, problem: "has no content" }, declarationOf(resource))];
  if (text === undefined || source === undefined) return [];
  return [
    diagnose("E0406", { path, problem: "has two contents" }, source.span, {
      help: "keep `text` or `source`",
      related: [{ span: text.span, message: "the other one" }],
    }),
  ];
}

/** cron(8): a crontab's last line must be ended; the same holds for sudoers and authorized_keys files on older systems. */
function checkFinalNewline(resource: Resource): readonly Diagnostic[] {
  const path = resource.name;
  if (!/^\/etc\/(cron\.d\/|crontab$|sudoers\.d\/|sudoers$)|\/authorized_keys$/.test(path)) return [];
  const attribute = resource.attributes["text"] === undefined ? "source" : "text";
  const value = readValue(resource, attribute);
  const ended =
    value?.is === "file"
      ? value.file.bytes.length === 0 || value.file.bytes.at(-1) === 10
      : value?.is !== "text" || value.text.length === 0 || endsLine(value.text.at(-1));
  return ended ? [] : [diagnose("E0410", { path }, spanOf(resource, attribute))];
}

function endsLine(last: Text[number] | undefined): boolean {
  // A variable at the end may bring the line end along; what is known is looked at, the rest is given the benefit of the doubt.
  if (typeof last === "string") return last.endsWith("\n");
  const known = last === undefined ? undefined : resolveKnown([last]);
  return known === undefined || known.endsWith("\n");
}

function checkSecret(resource: Resource): readonly Diagnostic[] {
  const mode = readText(resource, "mode");
  if (mode === undefined || (Number.parseInt(mode, 8) & 0o004) === 0) return [];
  const secret = ["text", "source"].some((attribute) => {
    const value = readValue(resource, attribute);
    return value?.is === "secret" || (value?.is === "text" && holdsSecret(value.text));
  });
  return secret ? [diagnose("E0428", { path: resource.name, mode }, spanOf(resource, "mode"))] : [];
}

function checkValidate(resource: Resource): readonly Diagnostic[] {
  const words = readTexts(resource, "validate");
  if (words.length === 0) return [];
  const span = spanOf(resource, "validate");
  if (!words.slice(1).includes("%s"))
    return [diagnose("E0429", { problem: "does not say where the new content goes" }, span)];
  if (words.filter((word) => word.includes("%s")).length > 1)
    return [diagnose("E0429", { problem: "has more than one `%s`" }, span)];
  // Both Ansible and a shell would read more than a word here; paths and options need none of it.
  if (words.some((word) => word !== "%s" && !/^[A-Za-z0-9_./:=,@+-]+$/.test(word)))
    return [diagnose("E0429", { problem: "has a word with a character that a shell would read" }, span)];
  const program = words[0] ?? "";
  const problem = problemOfPath(program);
  return problem === undefined ? [] : [diagnose("E0408", { path: program, problem }, span)];
}

import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import type { OsRelease } from "../../ir/os.ts";
import { problemOfPath } from "../../ir/paths.ts";
import type { Span } from "../../text/span.ts";
import { isWritten, readTexts } from "./read.ts";

/** Where a resource is declared. */
export function declarationOf(resource: Resource): Span {
  return resource.spans[0] ?? { file: "", start: 0, end: 0 };
}

/** Where an attribute was written, or where the resource is declared. */
export function spanOf(resource: Resource, attribute: string | undefined): Span {
  const found = attribute === undefined ? undefined : resource.attributes[attribute];
  return found?.span ?? declarationOf(resource);
}

/** Whether the environment is for containers alone, by its `target`: there are no hosts, and no packets are filtered. */
export function isForContainers(model: Model): boolean {
  return model.targets.length > 0 && model.targets.every((target) => target === "dockerfile");
}

/** The releases of the machines a resource is on. */
export function releasesOf(resource: Resource, model: Model): readonly OsRelease[] {
  return model.machines.filter((machine) => resource.machines.includes(machine.name)).map((machine) => machine.os);
}

/** Attributes that a block in front of which `absent` stands may still have. */
const absentAttributes: ReadonlySet<string> = new Set([
  "restarts",
  "reloads",
  "restart-on",
  "reload-on",
  "machine",
  "after",
  "when",
]);

/** Reports what an absent thing cannot have. `also` names attributes that say how to take it away. */
export function checkAbsent(resource: Resource, also: readonly string[] = []): readonly Diagnostic[] {
  return Object.keys(resource.attributes)
    .filter((name) => isWritten(resource, name) && !absentAttributes.has(name) && !also.includes(name))
    .map((attribute) => diagnose("E0421", { kind: resource.kind, attribute }, spanOf(resource, attribute)));
}

/** Reports every path of the attributes that is not written as paths are. */
export function checkPaths(resource: Resource, attributes: readonly string[]): readonly Diagnostic[] {
  return attributes.flatMap((attribute) =>
    readTexts(resource, attribute).flatMap((path) => {
      const problem = problemOfPath(path);
      return problem === undefined ? [] : [diagnose("E0408", { path, problem }, spanOf(resource, attribute))];
    }),
  );
}

/** Reports a text that a line-based file with fields cannot hold. */
export function checkPlainText(
  resource: Resource,
  attribute: string,
  forbidden: RegExp,
  problem: string,
  help: string,
): readonly Diagnostic[] {
  return readTexts(resource, attribute).some((text) => forbidden.test(text))
    ? [diagnose("E0427", { attribute, problem, help }, spanOf(resource, attribute))]
    : [];
}

/** Reports a description that is more than the one line which systemd and Ansible show. */
export function checkDescription(resource: Resource): readonly Diagnostic[] {
  const problem = "has more than one line or holds a control character";
  return checkPlainText(resource, "description", controlCharacters, problem, "write a few words");
}

/** Control characters, line ends included. */
export const controlCharacters = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/; // oxlint-disable-line no-control-regex -- they are what is looked for

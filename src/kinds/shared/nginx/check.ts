/** Rules of virtual hosts beyond types. */
import { diagnose } from "../../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import type { Attribute, Model, NestedBlock, Resource } from "../../../ir/model.ts";
import { oncePer } from "../../../ir/once-per.ts";
import { knownText, unknownParts } from "../../../ir/read-value.ts";
import { unwrapValue } from "../../../ir/value.ts";
import type { Span } from "../../../text/span.ts";
import { coversName } from "../domain-names.ts";
import { checkAbsent, controlCharacters, spanOf } from "../check.ts";
import { resourceOf } from "../present.ts";
import { isWritten, readBool, readList, readText, readTexts, readValue } from "../read.ts";
import { problemOfConfig } from "./check-config.ts";
import { hostKinds } from "./names.ts";
import { checkPaths } from "./check-paths.ts";
import { longestWord } from "./words.ts";

/** Reports what nginx would refuse, and what would not do what it seems to say. */
export function checkVirtualHost(resource: Resource, model: Model): readonly Diagnostic[] {
  if (resource.absent) return checkAbsent(resource);
  return [
    ...checkNames(resource, model),
    ...checkCatchAll(resource, model),
    ...checkEncryption(resource, model),
    ...checkPaths(resource, model),
    ...checkWords(resource),
    ...checkConfig(resource),
  ];
}

const nameAttributes = ["domain", "aliases", "redirect-from"] as const;

/** The names of a virtual host that are known while compiling, in small letters. */
function namesOf(resource: Resource): readonly { readonly name: string; readonly attribute: string }[] {
  return nameAttributes.flatMap((attribute) =>
    readList(resource, attribute).flatMap((value) => {
      const name = knownText(value)?.toLowerCase();
      return name === undefined ? [] : [{ name, attribute }];
    }),
  );
}

/** nginx takes the first of two hosts with one name, and only warns. */
function checkNames(resource: Resource, model: Model): readonly Diagnostic[] {
  const own = new Map<string, Span>();
  return namesOf(resource).flatMap(({ name, attribute }) => {
    const span = spanOf(resource, attribute);
    const first = resource.machines
      .map((machine) => firstWithName(model).get(machine)?.get(name))
      .find((one) => one !== undefined && one.resource !== resource);
    const other = first === undefined ? own.get(name) : first.span;
    own.set(name, span);
    if (other === undefined) return [];
    return [diagnose("E0480", { name }, span, { related: [{ span: other, message: "it is here already" }] })];
  });
}

/** A machine → a name → the first virtual host there that answers to it. */
const firstWithName = oncePer((model: Model) => {
  const found = new Map<string, Map<string, { readonly resource: Resource; readonly span: Span }>>();
  for (const resource of model.resources) {
    if (!hostKinds.includes(resource.kind) || resource.absent) continue;
    for (const machine of resource.machines) {
      const names = found.get(machine) ?? new Map();
      found.set(machine, names);
      for (const { name, attribute } of namesOf(resource))
        if (!names.has(name)) names.set(name, { resource, span: spanOf(resource, attribute) });
    }
  }
  return found;
});

function checkCatchAll(resource: Resource, model: Model): readonly Diagnostic[] {
  if (readBool(resource, "catch-all") !== true) return [];
  const other = model.resources.find(
    (each) =>
      hostKinds.includes(each.kind) &&
      !each.absent &&
      readBool(each, "catch-all") === true &&
      each.machines.some((machine) => resource.machines.includes(machine)),
  );
  if (other === undefined || other === resource) return [];
  const related = [{ span: spanOf(other, "catch-all"), message: "the other one" }];
  return [diagnose("E0483", { other: other.label }, spanOf(resource, "catch-all"), { related })];
}

function checkEncryption(resource: Resource, model: Model): readonly Diagnostic[] {
  const value = readValue(resource, "certificate");
  if (value?.is !== "ref")
    return ["https-only", "hsts"]
      .filter((attribute) => isWritten(resource, attribute) && readBool(resource, attribute) !== false)
      .map((attribute) => diagnose("E0489", { attribute }, spanOf(resource, attribute)));
  const certificate = resourceOf(model, value.resource);
  if (certificate === undefined) return [];
  const covered = [...readTexts(certificate, "domain"), ...readTexts(certificate, "aliases")];
  const open = [...readList(certificate, "domain"), ...readList(certificate, "aliases")].some(
    (one) => unknownParts(one).length > 0,
  );
  if (open || readText(certificate, "from") === "files") return [];
  return namesOf(resource)
    .filter(({ name }) => !covered.some((pattern) => coversName(pattern.toLowerCase(), name)))
    .map(({ name, attribute }) =>
      diagnose("W0480", { name, certificate: certificate.label }, spanOf(resource, attribute)),
    );
}

/** Values that end up in one word of nginx, and in a header, which is one line (RFC 9110 section 5.5). */
function checkWords(resource: Resource): readonly Diagnostic[] {
  const blocks = resource.blocks["headers"] ?? [];
  const headers = blocks.flatMap((block) => Object.entries(block.attributes));
  const targets = (resource.blocks["redirect"] ?? []).flatMap((block) => entryOf(block, "to"));
  return [...headers, ...targets].flatMap(([name, attribute]) => {
    const text = knownText(attribute.value);
    const problem = text === undefined ? undefined : problemOfWord(text);
    return problem === undefined ? [] : [diagnose("E0486", { name, problem }, attribute.span)];
  });
}

function entryOf(block: NestedBlock, key: string): readonly (readonly [string, Attribute])[] {
  const attribute = block.attributes[key];
  return attribute === undefined ? [] : [[key, attribute]];
}

function problemOfWord(text: string): string | undefined {
  if (controlCharacters.test(text)) return "holds a line end or another control character";
  const bytes = new TextEncoder().encode(text).length;
  return bytes > longestWord ? `is longer than nginx takes (${longestWord} bytes)` : undefined;
}

function checkConfig(resource: Resource): readonly Diagnostic[] {
  const value = unwrapValue(resource.attributes["config"]?.value);
  if (value === undefined) return [];
  const text = knownText(value);
  const problem = text === undefined ? "holds a value that only a host knows" : problemOfConfig(text);
  return problem === undefined ? [] : [diagnose("E0485", { problem }, spanOf(resource, "config"))];
}

import { diagnose } from "../diagnostics/diagnose.ts";
import type { Path, Segment } from "../parser/ast.ts";
import { adviseOnUser } from "./advise-on-user.ts";
import type { At, Wanted } from "./context.ts";
import { exampleAt, replaceBy } from "./literals.ts";
import { meansNothing, onlyWhereItHolds } from "./only-where-it-holds.ts";
import { ownEntry } from "./own-entry.ts";
import { propertiesOf } from "./properties.ts";
import { listNames } from "./report.ts";
import { kindOf, quoteSegment } from "./scope.ts";
import { adviseOnSecret } from "./secret-names.ts";
import type { Entity, Instance, Scope } from "./state.ts";
import { describeType, isBareWord } from "./value-types.ts";

/** Reports a name that nothing has. Always `"bad"`. */
export function reportUnknownName(path: Path, wanted: Wanted, at: At): "bad" {
  const { env, place } = at;
  const { scope } = place;
  const [first] = path.segments;
  if (first === undefined || path.segments.some((segment) => env.report.silences(segment.text))) return "bad";
  const name = path.segments.map((segment, i) => (i === 0 ? segment.text : quoteSegment(segment.text))).join(".");
  if (scope.instance !== undefined && (env.top.values.has(first.text) || env.top.labels.has(first.text))) {
    const module = scope.instance.module.name;
    env.report.add(diagnose("E0606", { name: first.text, module }, path.span));
    return "bad";
  }
  if (env.report.frugal()) {
    env.report.add(
      diagnose(
        "E0202",
        { what: wanted?.type === "ref" ? `no ${wanted.kinds[0] ?? "thing"}` : "nothing", name },
        path.span,
      ),
    );
    return "bad";
  }
  const isKind = env.project.registry.has(first.text) || env.project.modules.has(first.text);
  if (path.segments.length > 1 && isKind) {
    if (reportReadOfKind(path, at)) return "bad";
    const labels = [...(scope.kinds.get(first.text)?.keys() ?? [])];
    const written = path.segments[1]?.text ?? "";
    report(written, first.text, labels, path.segments[1] ?? first, at, false);
    return "bad";
  }
  if (wanted?.type === "ref") {
    const labels = wanted.kinds.flatMap((kind) => [...(scope.kinds.get(kind)?.keys() ?? [])]);
    const none = path.segments.length === 1 && meansNothing(first.text) ? adviseOnNothing(labels, at) : undefined;
    if (none !== undefined) {
      const what = `no ${wanted.kinds[0] ?? "thing"}`;
      env.report.add(diagnose("E0202", { what, name }, path.span, { help: none }));
      return "bad";
    }
    const variables = [...scope.values.keys()];
    report(first.text, wanted.kinds[0] ?? "thing", [...labels, ...variables], first, at, true, labels);
    return "bad";
  }
  const secret = adviseOnSecret(path, wanted, at);
  if (secret !== undefined) {
    const what = wanted?.type === "secret" ? "no secret" : "nothing";
    env.report.add(diagnose("E0202", { what, name }, path.span, secret));
    return "bad";
  }
  const textual = path.segments.length === 1 && wanted !== undefined && isTextual(wanted.type);
  const near = env.report.nearest(
    first.text,
    namesIn(scope, () => !textual),
  );
  if (near === undefined && textual) {
    env.report.add(diagnose("E0313", { name }, path.span, { fixes: [replaceBy(path.span, `"${name}"`, "suggested")] }));
    return "bad";
  }
  const hasNames = namesIn(scope, isBareWord).next().done !== true;
  env.report.add(
    diagnose("E0202", { what: "nothing", name }, path.span, {
      help: hasNames
        ? `names here are ${listNames(namesIn(scope, isBareWord))}`
        : `declare it: \`let ${first.text} = …\``,
      ...(near === undefined ? {} : { label: `did you mean \`${near}\`?`, fixes: [rename(first, near)] }),
    }),
  );
  return "bad";
}

/** Help for `certificate = none`, where one of `labels` may stand; undefined where the attribute has to be given. */
function adviseOnNothing(labels: readonly string[], { thing, what, env }: At): string | undefined {
  const [only, another] = labels;
  if (thing === undefined) return undefined;
  const help = onlyWhereItHolds(thing, what, another === undefined ? only : undefined, env);
  if (help !== undefined) return `nothing takes an attribute away: ${help}`;
  const isOptional = ownEntry(thing.kind.attributes, what)?.required !== true;
  return isOptional && env.name === undefined ? "leave the line out" : undefined;
}

/** Reports `redis.url`: what its things have, read of the kind. */
function reportReadOfKind(path: Path, at: At): boolean {
  const { env, place } = at;
  const [first, member, more] = path.segments;
  const kind = first === undefined ? undefined : env.project.registry.get(first.text);
  if (first === undefined || member === undefined || more !== undefined || kind?.label.presence !== "required")
    return false;
  if (ownEntry(propertiesOf(kind), member.text) === undefined && ownEntry(kind.attributes, member.text) === undefined)
    return false;
  const labels = [...(place.scope.kinds.get(kind.name)?.keys() ?? [])].map(quoteSegment);
  const [only, another] = labels;
  const reads = labels.slice(0, 12).map((label) => `\`${label}.${member.text}\``);
  const example = quoteSegment(kind.label.example);
  const help =
    only === undefined
      ? `declare one: \`${kind.name} ${example}\`, and write \`${example}.${member.text}\``
      : `not the kind stands in front of the dot, but the name: ${reads.join(" or ")}`;
  env.report.add(
    diagnose("E0202", { what: `no ${kind.name}`, name: member.text }, path.span, {
      help,
      fixes: only === undefined || another !== undefined ? [] : [replaceBy(first.span, only, "suggested")],
    }),
  );
  return true;
}

/** Reports that something of another kind was wanted. Always `"bad"`. */
export function reportWrongThing(entity: Entity, path: Path, wanted: Wanted, at: At): "bad" {
  const name = path.segments.map((segment) => segment.text).join(".");
  const kind = kindOf(entity);
  const what = wanted === undefined ? "a value" : describeType(wanted);
  if (wanted?.type === "ref" && entity.entity === "thing") {
    const labels = wanted.kinds.flatMap((one) => [...(at.place.scope.kinds.get(one)?.keys() ?? [])]);
    const first = wanted.kinds[0] ?? kind;
    const help =
      adviseOnUser(entity, wanted.kinds, at) ??
      (labels.length === 0
        ? `declare it: \`${first} ${quoteSegment(entity.label)}\`${orInQuotes(entity.label, first, at)}`
        : `there is ${listNames(labels)}`);
    at.env.report.add(diagnose("E0214", { name, actual: kind, wanted: what }, path.span, { help }));
    return "bad";
  }
  const outputs =
    entity.entity === "instance" ? [...entity.module.outputs.keys()].map((output) => `${name}.${output}`) : [];
  const help =
    entity.entity === "instance"
      ? outputs.length > 0
        ? `it offers ${listNames(outputs)}`
        : `give the module an output: \`output url = …\``
      : wanted?.type === "text" || wanted?.type === "content"
        ? `for its name write \`"\${${name}}"\``
        : `write ${wanted === undefined ? "an attribute of it" : exampleAt(wanted, at)}`;
  at.env.report.add(diagnose("E0214", { name, actual: kind, wanted: what }, path.span, { help }));
  return "bad";
}

/** Reports that a module shows nothing under a name. Always `"bad"`. */
export function reportPrivate(instance: Instance, rest: readonly Segment[], path: Path, at: At): "bad" {
  const { module } = instance;
  const name = rest[0]?.text ?? "";
  const inside =
    module.params.has(name) ||
    module.blocks.some((block) => block.label?.label === "word" && block.label.text === name);
  const outputs = [...module.outputs.keys()];
  const offers = outputs.length === 0 ? "it has no outputs yet" : `it offers ${listNames(outputs)}`;
  if (inside) at.env.report.add(diagnose("E0602", { name, module: module.name, offers }, path.span));
  else {
    const near = at.env.report.nearest(name, outputs);
    at.env.report.add(
      diagnose(
        "E0608",
        { name, module: module.name, offers },
        rest[0]?.span ?? path.span,
        near === undefined ? {} : { label: `did you mean \`${near}\`?` },
      ),
    );
  }
  return "bad";
}

/** The values of a scope, and the labels that are wanted; one by one, because there may be thousands for each mistake. */
function* namesIn(scope: Scope, isWanted: (label: string) => boolean): Generator<string> {
  yield* scope.values.keys();
  for (const label of scope.labels.keys()) if (isWanted(label)) yield label;
}

function report(
  name: string,
  kind: string,
  names: readonly string[],
  segment: Segment,
  at: At,
  bare: boolean,
  known = names,
): void {
  const { env } = at;
  const near = env.report.nearest(name, names);
  const declare = `\`${kind} ${quoteSegment(name)}\``;
  const there = known.length === 0 ? "" : `; there is ${listNames(known)}`;
  const help = `declare it with ${declare}${bare ? orInQuotes(name, kind, at) : ""}${there}`;
  env.report.add(
    diagnose("E0202", { what: `no ${kind}`, name }, segment.span, {
      help,
      ...(near === undefined ? {} : { label: `did you mean \`${near}\`?`, fixes: [rename(segment, near)] }),
    }),
  );
}

/** What a reference may name in quotes, because no block describes it: a thing that others make, a host on the way. */
function orInQuotes(name: string, kind: string, at: At): string {
  if (kind === "host" && at.what === "via")
    return ', or write the address in quotes, `"admin@203.0.113.5"`, when this file does not describe it';
  const schema = at.env.project.registry.get(kind);
  const outside = schema?.label.scope === "machine" && kind !== "machine" && kind !== "host";
  return outside ? `, or write \`"${name}"\` in quotes when it is on the machine already` : "";
}

function rename(segment: Segment, name: string): ReturnType<typeof replaceBy> {
  return replaceBy(segment.span, segment.quoted ? JSON.stringify(name) : quoteSegment(name), "suggested");
}

function isTextual(type: string): boolean {
  return [
    "text",
    "content",
    "path",
    "url",
    "domain",
    "email",
    "ip",
    "cidr",
    "time",
    "version",
    "regex",
    "folder",
  ].includes(type);
}

import { diagnose } from "../diagnostics/diagnose.ts";
import type { Path, Segment } from "../parser/ast.ts";
import type { At, Wanted } from "./context.ts";
import { replaceBy } from "./literals.ts";
import { listNames } from "./report.ts";
import { kindOf, quoteSegment } from "./scope.ts";
import type { Entity, Instance, Scope } from "./state.ts";
import { describeType, exampleOf, isBareWord } from "./value-types.ts";

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
    const labels = [...(scope.kinds.get(first.text)?.keys() ?? [])];
    const written = path.segments[1]?.text ?? "";
    report(written, first.text, labels, path.segments[1] ?? first, at, false);
    return "bad";
  }
  if (wanted?.type === "ref") {
    const labels = wanted.kinds.flatMap((kind) => [...(scope.kinds.get(kind)?.keys() ?? [])]);
    const variables = [...scope.values.keys()];
    report(first.text, wanted.kinds[0] ?? "thing", [...labels, ...variables], first, at, true, labels);
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

/** Reports that something of another kind was wanted. Always `"bad"`. */
export function reportWrongThing(entity: Entity, path: Path, wanted: Wanted, at: At): "bad" {
  const name = path.segments.map((segment) => segment.text).join(".");
  const kind = kindOf(entity);
  const what = wanted === undefined ? "a value" : describeType(wanted);
  if (wanted?.type === "ref" && entity.entity === "thing") {
    const labels = wanted.kinds.flatMap((one) => [...(at.place.scope.kinds.get(one)?.keys() ?? [])]);
    const near =
      labels.length === 0
        ? `declare it: \`${wanted.kinds[0] ?? kind} ${quoteSegment(entity.label)}\``
        : `there is ${listNames(labels)}`;
    at.env.report.add(diagnose("E0214", { name, actual: kind, wanted: what }, path.span, { help: near }));
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
        : `write ${wanted === undefined ? "an attribute of it" : exampleOf(wanted)}`;
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
  const schema = env.project.registry.get(kind);
  const declare = `\`${kind} ${quoteSegment(name)}\``;
  const outside = bare && schema?.label.scope === "machine" && schema.name !== "machine" && schema.name !== "host";
  const there = known.length === 0 ? "" : `; there is ${listNames(known)}`;
  const help = outside
    ? `declare it with ${declare}, or write \`"${name}"\` in quotes when it is on the machine already${there}`
    : `declare it with ${declare}${there}`;
  env.report.add(
    diagnose("E0202", { what: `no ${kind}`, name }, segment.span, {
      help,
      ...(near === undefined ? {} : { label: `did you mean \`${near}\`?`, fixes: [rename(segment, near)] }),
    }),
  );
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

import { diagnose } from "../diagnostics/diagnose.ts";
import type { Fix } from "../diagnostics/diagnostic.ts";
import type { AttributeNode } from "../parser/ast.ts";
import type { Span } from "../text/span.ts";
import { quoteSegment } from "./scope.ts";
import { type Env, type Instance, levels } from "./state.ts";

/**
 * Reports every param that is given for some of the instance's machines only: a param has one value, which labels and
 * conditions of the module may be made from before anything is on a machine.
 */
export function refuseConfinedParams(instance: Instance, env: Env): void {
  const all = (instance.machines ?? [...env.classes.keys()]).flatMap((name) => env.split.get(name) ?? []);
  for (const { within, level, entries } of instance.layers) {
    if (within === undefined) continue;
    const onHost = level === levels.host;
    const own = onHost ? [within] : (env.split.get(within) ?? []);
    if (all.every((machine) => own.includes(machine))) continue;
    const said: readonly { name: string; span: Span; node?: AttributeNode }[] = [
      ...[...entries.attributes].map(([name, node]) => ({ name, span: node.key.span, node })),
      ...entries.blocks.map((block) => ({ name: block.kind.text, span: block.kind.span })),
    ];
    const use = `${instance.module.name} ${quoteSegment(instance.label)}`;
    for (const { name, span, node } of said) {
      if (!instance.module.params.has(name)) continue;
      const given = givenFor(instance, name);
      const usual = given === undefined ? "…" : shortTextOf(given.value.span, env);
      const here = node === undefined ? "…" : shortTextOf(node.value.span, env);
      const fresh = freshName(`${instance.label}-${name}`, env);
      const help = onHost
        ? `write three lines: \`let ${fresh} = ${usual}\` at the top, \`${name} = ${fresh}\` in \`${use}\`, and here \`${fresh} = ${here}\``
        : `use the module once for each machine: \`${use} { machine = ${quoteSegment(within)}, ${name} = ${here} }\`, and another one with a name of its own`;
      const where = `${onHost ? "host" : "machine"} ${within}`;
      const fix = onHost && node !== undefined ? fixFor(instance, name, fresh, node, env) : undefined;
      env.report.add(
        diagnose("E0518", { name, instance: use, where }, span, {
          help,
          related: [{ span: given?.span ?? spanOfUse(instance, span), message: "what holds everywhere is given here" }],
          fixes: fix === undefined ? [] : [fix],
        }),
      );
    }
  }
}

/** What the block that uses the module gives a param. */
function givenFor(instance: Instance, name: string): AttributeNode | undefined {
  return instance.layers.find((layer) => layer.role === "declaration")?.entries.attributes.get(name);
}

/** A `let` in front of the use, its name in the use, and its value on the host. */
function fixFor(instance: Instance, name: string, fresh: string, node: AttributeNode, env: Env): Fix | undefined {
  const given = givenFor(instance, name);
  const use = instance.layers[0]?.node;
  if (given === undefined || use === undefined || instance.parent !== undefined) return undefined;
  if (instance.layers[0]?.level !== levels.top) return undefined;
  const comments = use.leading.flatMap((one) => (one.trivia === "comment" ? [one.span.start] : []));
  const start = comments[0] ?? use.span.start;
  return {
    title: `give the host a value through \`let ${fresh}\``,
    safety: "suggested",
    edits: [
      { span: { ...use.span, start, end: start }, text: `let ${fresh} = ${textOf(given.value.span, env)}\n\n` },
      { span: given.value.span, text: fresh },
      { span: node.key.span, text: fresh },
    ],
  };
}

function freshName(wanted: string, env: Env): string {
  let name = wanted;
  for (let i = 2; env.top.values.has(name) || env.top.labels.has(name); i++) name = `${wanted}-${i}`;
  return name;
}

function spanOfUse(instance: Instance, otherwise: Span): Span {
  const node = instance.layers[0]?.node;
  return node?.type === "block" ? node.kind.span : (node?.span ?? otherwise);
}

function textOf(span: Span, env: Env): string {
  return env.project.sources.get(span.file)?.text.slice(span.start, span.end) ?? "…";
}

/** The same for a message: a value of several lines, or a long one, is left to the reader. */
function shortTextOf(span: Span, env: Env): string {
  const text = textOf(span, env);
  return text.includes("\n") || text.length > 40 ? "…" : text;
}

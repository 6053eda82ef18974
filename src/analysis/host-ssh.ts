import { diagnose } from "../diagnostics/diagnose.ts";
import type { Host } from "../ir/model.ts";
import { unwrapValue } from "../ir/value.ts";
import type { ValueNode } from "../parser/ast.ts";
import type { Span } from "../text/span.ts";
import { plainAt } from "./context.ts";
import { knownText, printValue } from "./values.ts";
import type { Env, HostState, Place } from "./state.ts";

type Ssh = { -readonly [K in keyof Host["ssh"]]: Host["ssh"][K] };

/** `user@address:port`, several with commas between: what ssh_config(5) takes for ProxyJump, without anything a shell or Ansible would read. */
const hop = String.raw`(?:[A-Za-z0-9_][A-Za-z0-9._+-]*@)?(?:[A-Za-z0-9][A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?`;
const jumpForm = new RegExp(`^${hop}(?:,${hop})*$`);
/** ssh_config(5), IdentityFile: `%` and `$` begin tokens and variables; Ansible puts double quotes around it. */
// oxlint-disable-next-line no-control-regex -- a file name of one line
const keyForm = /^(?=.*\S)[^"%$\u0000-\u001f\u007f]+$/;
const userForm = /^[A-Za-z0-9_][A-Za-z0-9._@+-]*\$?$/;

/**
 * The `ssh` block of a host, the strongest layer's value of each attribute. What cannot stand on the command line of
 * ssh is reported and left out. Whom it goes through is noted in the host's state for {@link checkJumps}.
 */
export function readSsh(host: HostState, env: Env): Host["ssh"] {
  const { thing } = host;
  const ssh: Ssh = {};
  const schema = thing.kind.blocks["ssh"];
  for (const layer of [...thing.layers].sort((a, b) => a.level - b.level))
    for (const block of layer.entries.blocks) {
      if (block.kind.text !== "ssh" || schema === undefined) continue;
      for (const entry of block.body?.entries ?? []) {
        if (entry.type !== "attribute") continue;
        const key = entry.key.segments[0]?.text ?? "";
        const attribute = Object.hasOwn(schema.attributes, key) ? schema.attributes[key] : undefined;
        if (attribute === undefined) continue;
        if (key === "via") readVia(entry.value, layer.place, host, ssh, env);
        else {
          const outcome = env.evaluate(entry.value, attribute.type, plainAt(env, layer.place, key, "ssh"));
          const value = typeof outcome === "string" ? undefined : unwrapValue(outcome);
          if (key === "port" && value?.is === "number") ssh.port = value.value;
          const text = printValue(value);
          if (text !== undefined && (key === "user" || key === "key") && isUsable(key, text, entry.value.span, env))
            ssh[key] = text;
        }
      }
    }
  return ssh;
}

function isUsable(key: "user" | "key", text: string, span: Span, env: Env): boolean {
  const good = key === "user" ? userForm.test(text) : keyForm.test(text);
  if (good) return true;
  const [wanted, why, example] =
    key === "user"
      ? (["a user to log in as", "use letters, digits, `_`, `-`, `.` and `@`", '"admin"'] as const)
      : ([
          "the name of a key file",
          'it is empty, or has one of `" % $` in it, which ssh reads',
          '"~/.ssh/agency"',
        ] as const);
  env.report.add(diagnose("E0302", { value: text, wanted, why, example }, span));
  return false;
}

/** A declared host by its name, or in quotes a machine that nobody describes here. The stronger layer's counts. */
function readVia(node: ValueNode, place: Place, host: HostState, ssh: Ssh, env: Env): void {
  delete ssh.via;
  delete ssh.viaHost;
  host.via = undefined;
  if (isText(node, env)) {
    const outcome = env.evaluate(node, { type: "text" }, plainAt(env, place, "via", "ssh", "`via`"));
    const value = typeof outcome === "string" ? undefined : unwrapValue(outcome);
    const text = value?.is === "text" ? knownText(value.text) : undefined;
    if (text === undefined) return;
    if (env.hosts.has(text))
      env.report.add(
        diagnose("E0308", { value: text, why: "it is the name of a host in this file" }, node.span, {
          fixes:
            node.type === "string"
              ? [{ title: `write \`${text}\``, safety: "safe", edits: [{ span: node.span, text }] }]
              : [],
        }),
      );
    else if (jumpForm.test(text)) ssh.via = text;
    else
      env.report.add(
        diagnose(
          "E0302",
          {
            value: text,
            wanted: "a machine to go through",
            why: "it is written as `user@address:port`, where user and port may be left out",
            example: '"admin@203.0.113.5"',
          },
          node.span,
        ),
      );
    return;
  }
  const outcome = env.evaluate(node, { type: "ref", kinds: ["host"] }, plainAt(env, place, "via", "ssh"));
  const value = typeof outcome === "string" ? undefined : unwrapValue(outcome);
  if (value?.is !== "ref") return;
  ssh.viaHost = value.name;
  host.via = { host: value.name, span: node.span };
}

/** A text in quotes, or a `let` that holds one; a name that is both is the host's. */
function isText(node: ValueNode, env: Env): boolean {
  if (node.type !== "path") return true;
  const [first, second] = node.path.segments;
  return first !== undefined && second === undefined && !env.hosts.has(first.text) && env.top.values.has(first.text);
}

/** Reports hosts that are reached through each other: nobody could ever log in. Each circle once, at its first line. */
export function checkJumps(env: Env): void {
  const done = new Set<string>();
  for (const start of env.hosts.values()) {
    const way: HostState[] = [];
    let here: HostState | undefined = start;
    while (here !== undefined && !done.has(here.name)) {
      done.add(here.name);
      way.push(here);
      here = here.via === undefined ? undefined : env.hosts.get(here.via.host);
    }
    const from = here === undefined ? -1 : way.indexOf(here);
    const circle = from < 0 ? [] : way.slice(from);
    const [first, ...others] = sortByLine(circle);
    if (first?.via === undefined) continue;
    const names = inOrder(first, env);
    env.report.add(
      diagnose("E0530", { circle: names.map((name) => `\`${name}\``).join(" → ") }, first.via.span, {
        related: others.flatMap(({ via }) =>
          via === undefined ? [] : [{ span: via.span, message: "and from here on" }],
        ),
      }),
    );
  }
}

function sortByLine(circle: readonly HostState[]): readonly HostState[] {
  return [...circle].sort((a, b) => (a.via?.span.start ?? 0) - (b.via?.span.start ?? 0));
}

/** The names of a circle in the order in which one goes, the first again at the end. */
function inOrder(first: HostState, env: Env): readonly string[] {
  const names = [first.name];
  let next = first.via?.host;
  while (next !== undefined && next !== first.name) {
    names.push(next);
    next = env.hosts.get(next)?.via?.host;
  }
  return [...names, first.name];
}

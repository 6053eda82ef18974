import { diagnose } from "../diagnostics/diagnose.ts";
import { type Text, joinTexts } from "../ir/text.ts";
import type { Value } from "../ir/value.ts";
import type { Env, VariableDecl } from "./state.ts";
import { printValue } from "./values.ts";

/**
 * What a variable is on one host: its own value or that for all, with every other variable that differs from host to
 * host filled in. undefined when the host has none, or when it is made from itself, which is reported (`open` are those
 * being filled in).
 */
export function valueOnHost(
  decl: VariableDecl,
  host: string,
  env: Env,
  open: readonly VariableDecl[] = [],
): Value | undefined {
  if (open.includes(decl)) {
    reportCircle(open.slice(open.indexOf(decl)), host, env);
    return undefined;
  }
  const own = decl.hostOutcomes.get(host);
  const value = own ?? (typeof decl.outcome === "string" ? undefined : decl.outcome);
  // Nothing gives it (E0513).
  if (own === undefined && value?.is === "bound" && value.variable === decl.fullName) return value;
  return value === undefined ? undefined : fill(value, host, env, [...open, decl]);
}

function fill(value: Value, host: string, env: Env, open: readonly VariableDecl[]): Value {
  const read = (name: string): Value | undefined => {
    const decl = env.hostVariables.find((one) => one.fullName === name);
    return decl === undefined ? undefined : valueOnHost(decl, host, env, open);
  };
  if (value.is === "bound" && value.value === undefined) return read(value.variable) ?? value;
  if (value.is === "list") return { ...value, items: value.items.map((item) => fill(item, host, env, open)) };
  if (value.is !== "text") return value;
  const pieces = value.text.map((part): Text => {
    if (typeof part === "string" || part.hole !== "variable" || part.value !== undefined) return [part];
    const own = read(part.name);
    if (own?.is === "text") return own.text;
    const printed = printValue(own);
    return printed === undefined ? [part] : [printed];
  });
  return { ...value, text: joinTexts(...pieces) };
}

/** Reports a circle once, at the member of it whose name comes first, wherever it was entered. */
function reportCircle(circle: readonly VariableDecl[], host: string, env: Env): void {
  const names = circle.map((decl) => decl.fullName);
  const first = names.indexOf([...names].sort()[0] ?? "");
  const [decl, ...others] = [...circle.slice(first), ...circle.slice(0, first)];
  if (decl === undefined) return;
  const spanOn = (one: VariableDecl) => one.hosts.get(host)?.span ?? one.given?.value.span ?? one.node.span;
  env.report.add(
    diagnose("E0223", { name: decl.name }, spanOn(decl), {
      related: others.map((one) => ({ span: spanOn(one), message: `\`${one.name}\` is part of the circle` })),
    }),
  );
}

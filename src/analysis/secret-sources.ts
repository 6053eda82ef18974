import { diagnose } from "../diagnostics/diagnose.ts";
import type { SecretSource } from "../ir/model.ts";
import { unwrapValue } from "../ir/value.ts";
import type { CallNode, ValueNode } from "../parser/ast.ts";
import { reportArguments, textArgument } from "./calls.ts";
import { type At, plainAt } from "./context.ts";
import { readAge, readSops } from "./encrypted-files.ts";
import { replaceBy } from "./literals.ts";
import { describeFailure, resolveLocal } from "./load.ts";
import { isVariableName, variableName, vaultName } from "./secret-names.ts";
import type { Env, SecretDecl } from "./state.ts";
import { knownText } from "./values.ts";

/** Functions that say where a secret comes from. */
const sources = ["env", "generate", "ask", "vault", "file", "sops", "age"];

/** Works out where a secret comes from in this environment. The value itself is never read. */
export function settleSecret(decl: SecretDecl, env: Env): void {
  const label = decl.node.label.label === "list" ? decl.name : undefined;
  const at = plainAt(env, { scope: decl.scope, label, conditions: [] }, decl.name, "secret");
  if (decl.given !== undefined) decl.source = readSource(decl.given.value, decl, at) ?? { from: "none" };
  if (decl.fetchGiven !== undefined) decl.fetch = readFetch(decl.fetchGiven.value, decl, at);
}

function readSource(node: ValueNode, decl: SecretDecl, at: At): SecretSource | undefined {
  if (node.type === "bad") return undefined;
  const name = node.type === "call" ? node.callee.segments.map((segment) => segment.text).join(".") : "";
  if (node.type !== "call" || !sources.includes(name)) {
    const help = `write \`secret ${decl.name} = env("${variableName(decl.name)}")\`, \`generate(48)\`, \`ask("…")\`, \`vault("…")\`, \`file("…")\`, \`sops("…", "…")\` or \`age("…")\``;
    if (node.type === "string" || node.type === "text-block")
      at.env.report.add(diagnose("E0705", { name: decl.name }, node.span, { help }));
    else at.env.report.add(diagnose("E0706", { name: decl.name }, node.span, { help }));
    return undefined;
  }
  if (name === "generate") return readGenerate(node, at);
  const text = textArgument(node, 0, name === "sops" ? 2 : 1, at);
  if (text === undefined) return undefined;
  const span = node.args[0]?.span ?? node.span;
  switch (name) {
    case "env":
      if (isVariableName(text)) return { from: "env", variable: text };
      at.env.report.add(
        diagnose("E0707", { name: text, good: variableName(text) }, node.args[0]?.span ?? node.span, {
          fixes: [replaceBy(node.args[0]?.span ?? node.span, JSON.stringify(variableName(text)), "suggested")],
        }),
      );
      return undefined;
    case "ask":
      return { from: "ask", prompt: text };
    case "vault":
      if (isVariableName(text)) return { from: "vault", variable: text };
      at.env.report.add(
        diagnose("E0711", { name: text, good: vaultName(text) }, span, {
          fixes: [replaceBy(span, JSON.stringify(vaultName(text)), "suggested")],
        }),
      );
      return undefined;
    case "sops": {
      const key = textArgument(node, 1, 2, at);
      const file = key === undefined ? undefined : readSops(at.env, text, key.split("."), span);
      return file === undefined || key === undefined ? undefined : { from: "sops", file, key: key.split(".") };
    }
    case "age": {
      const file = readAge(at.env, text, span);
      return file === undefined ? undefined : { from: "age", file };
    }
    default: {
      // Only looked for: what it holds is in clear, and nobody's business here.
      const path = resolveLocal(span.file, text);
      const why = at.env.project.files.look(path);
      if (why === undefined) return { from: "file", path };
      at.env.report.add(diagnose("E0318", { what: "file", path: text, why: describeFailure(why) }, span));
      return undefined;
    }
  }
}

function readGenerate(node: CallNode, at: At): SecretSource | undefined {
  const [argument] = node.args;
  if (argument === undefined || node.args.length > 1) return reportArguments(node, at);
  const value = at.env.evaluate(argument, { type: "int", min: 12, max: 1024 }, { ...at, what: "generate(…)" });
  const inner = typeof value !== "string" && value.is === "bound" ? value.value : value;
  return typeof inner !== "string" && inner?.is === "number" ? { from: "generate", length: inner.value } : undefined;
}

/** The words of `fetch = […]`: the program by its whole path, and its arguments. */
function readFetch(node: ValueNode, decl: SecretDecl, at: At): readonly string[] | undefined {
  const constant = "the command that fetches a secret";
  const wanted = { type: "list", of: { type: "text" } } as const;
  const outcome = at.env.evaluate(node, wanted, { ...at, what: "fetch", constant });
  const list = typeof outcome === "string" ? undefined : unwrapValue(outcome);
  if (list?.is !== "list") return undefined;
  const words = list.items.map((item) => {
    const inner = unwrapValue(item);
    return inner?.is === "text" ? knownText(inner.text) : undefined;
  });
  if (words.some((word) => word === undefined)) return undefined;
  const known = words.filter((word) => word !== undefined);
  const [program] = known;
  if (program?.startsWith("/") === true && !known.some((word) => word.includes("\0"))) return known;
  at.env.report.add(diagnose("E0710", { name: decl.name, program: program ?? "[]" }, node.span));
  return undefined;
}

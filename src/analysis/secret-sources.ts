import { diagnose } from "../diagnostics/diagnose.ts";
import type { SecretSource } from "../ir/model.ts";
import type { CallNode, ValueNode } from "../parser/ast.ts";
import { reportArguments, textArgument } from "./calls.ts";
import { type At, plainAt } from "./context.ts";
import { replaceBy } from "./literals.ts";
import { readLocalFile } from "./local-files.ts";
import type { Env, SecretDecl } from "./state.ts";

/** Works out where a secret comes from in this environment. The value itself is never read. */
export function settleSecret(decl: SecretDecl, env: Env): void {
  const { given } = decl;
  if (given === undefined) return;
  const at = plainAt(env, { scope: decl.scope, label: undefined, conditions: [] }, decl.name, "secret");
  decl.source = readSource(given.value, decl, at) ?? { from: "none" };
}

function readSource(node: ValueNode, decl: SecretDecl, at: At): SecretSource | undefined {
  if (node.type === "bad") return undefined;
  const name = node.type === "call" ? node.callee.segments.map((segment) => segment.text).join(".") : "";
  if (node.type !== "call" || !["env", "generate", "ask", "vault", "file"].includes(name)) {
    const help = `write \`secret ${decl.name} = env("${variableName(decl.name)}")\`, \`generate(48)\`, \`ask("…")\`, \`vault("…")\` or \`file("…")\``;
    if (node.type === "string" || node.type === "text-block")
      at.env.report.add(diagnose("E0705", { name: decl.name }, node.span, { help }));
    else at.env.report.add(diagnose("E0706", { name: decl.name }, node.span, { help }));
    return undefined;
  }
  if (name === "generate") return readGenerate(node, at);
  const text = textArgument(node, 0, 1, at);
  if (text === undefined) return undefined;
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
      return { from: "vault", path: text };
    default: {
      const file = readLocalFile(at.env, text, node.args[0]?.span ?? node.span);
      return file === undefined ? undefined : { from: "file", path: file.path };
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

/** POSIX.1-2024, "Environment Variable Definition": what every shell can set. */
function isVariableName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}

/** `db-password` → `DB_PASSWORD`. */
function variableName(name: string): string {
  const word = name
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "");
  return /^[A-Z]/.test(word) ? word : word === "" ? "SECRET" : `SECRET_${word}`;
}

/** What secrets and the variables that they are read from are called, for advice on names that nothing has. */
import type { Details } from "../diagnostics/diagnose.ts";
import type { Path } from "../parser/ast.ts";
import type { At, Wanted } from "./context.ts";
import { replaceBy } from "./literals.ts";
import { listNames } from "./report.ts";
import { isSecretName } from "./rules/looks-like-secret.ts";
import type { SecretDecl } from "./state.ts";

/** POSIX.1-2024, "Environment Variable Definition": what every shell can set. */
export function isVariableName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}

/** `db-password` → `DB_PASSWORD`. */
export function variableName(name: string): string {
  const word = name
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "");
  return /^[A-Z]/.test(word) ? word : word === "" ? "SECRET" : `SECRET_${word}`;
}

/** `shop/db-password` → `shop_db_password`: a variable as Ansible takes it (docs.ansible.com, "Creating valid variable names"). */
export function vaultName(name: string): string {
  return variableName(name).toLowerCase();
}

/**
 * What to say about a path that nothing is called, when a secret was meant: one that is declared under another name, or
 * one that has to be declared. undefined when nothing speaks for a secret.
 */
export function adviseOnSecret(path: Path, wanted: Wanted, at: At): Details | undefined {
  const [first, second, third] = path.segments;
  if (first === undefined) return undefined;
  const { scope } = at.place;
  const prefixed = second !== undefined && third === undefined && /^(?:secrets?|env|vault)$/.test(first.text);
  const word = prefixed ? second.text : first.text;
  if (second !== undefined && !prefixed) return undefined;
  const isWanted = wanted?.type === "secret";
  if (at.secrets === "refused" && !isWanted) return undefined;
  const known = [...scope.values.values()].filter((decl) => decl.decl === "secret");
  const name = nameSecret(word);
  const meant =
    known.find((secret) => secret.name === name || readsVariable(secret, word))?.name ??
    (isWanted
      ? at.env.report.nearest(
          word,
          known.map((secret) => secret.name),
        )
      : undefined);
  if (meant !== undefined)
    return {
      label: `did you mean \`${meant}\`?`,
      help: `a secret is written as its name alone: \`${meant}\``,
      fixes: [replaceBy(path.span, meant, "suggested")],
    };
  const looksLike = isSecretName(word) || isSecretName(at.what);
  if (!isWanted && (!looksLike || at.env.report.nearest(word, scope.values.keys()) !== undefined)) return undefined;
  const here = name === word ? "" : `, and write \`${name}\` here`;
  const there = known.length === 0 ? "" : `; there is ${listNames(known.map((secret) => secret.name))}`;
  return { help: `declare it: \`secret ${name} = env("${variableName(word)}")\`${here}${there}` };
}

/** Whether a secret is said to be read from this environment variable. */
function readsVariable({ given }: SecretDecl, variable: string): boolean {
  if (given?.value.type !== "call" || given.value.callee.segments[0]?.text !== "env") return false;
  const [argument] = given.value.args;
  const [part] = argument?.type === "string" ? argument.parts : [];
  return part?.part === "literal" && part.text === variable;
}

/** `DB_PASSWORD` → `db-password`: names of the language are small letters, and begin with one. */
function nameSecret(written: string): string {
  return written.toLowerCase().replaceAll("_", "-");
}

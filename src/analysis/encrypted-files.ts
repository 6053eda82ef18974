/**
 * Files of the project that are encrypted: they are handed on as they are, so it is made sure that they are. Nothing is
 * decrypted here, and no password or key is ever asked for while compiling.
 */
import { parseDocument } from "yaml";
import { diagnose } from "../diagnostics/diagnose.ts";
import { vaultPath } from "../ir/secret-names.ts";
import type { LocalFile } from "../ir/value.ts";
import type { Span } from "../text/span.ts";
import { decodeUtf8 } from "./load.ts";
import { readLocalFile } from "./local-files.ts";
import { listNames } from "./report.ts";
import type { Env } from "./state.ts";

/** The environment's vault file if there is one; one that is not encrypted is reported at `span`. */
export function readVault(env: Env, span: Span): LocalFile | undefined {
  const path = vaultPath(env.name);
  const read = env.project.files.readBytes(path);
  if (!read.ok) {
    if (read.why !== "missing")
      env.report.add(diagnose("E0318", { what: "file", path, why: `it is ${read.why}` }, span));
    return undefined;
  }
  // ansible.com, "Format of files encrypted with Ansible Vault": $ANSIBLE_VAULT;1.1;AES256, or 1.2 with a label.
  if (startsWith(read.value, /^\$ANSIBLE_VAULT;1\.[12];AES256(?:;[^\r\n]*)?\r?\n/)) return { path, bytes: read.value };
  return reportClear(env, path, "Ansible Vault", `ansible-vault encrypt ${path}`, span);
}

/** A file that age encrypted (C2SP age specification: the first line says so, armored or not). */
export function readAge(env: Env, written: string, span: Span): LocalFile | undefined {
  const file = readLocalFile(env, written, span);
  if (file === undefined) return undefined;
  if (startsWith(file.bytes, /^(?:age-encryption\.org\/v1\r?\n|-----BEGIN AGE ENCRYPTED FILE-----\r?\n)/)) return file;
  const hint = `age --recipient age1… --output ${written}.age ${written}`;
  return reportClear(env, written, "age", hint, span);
}

/**
 * A file that SOPS encrypted, in YAML, JSON or dotenv: SOPS leaves the keys readable and notes a MAC, so it can be seen
 * that the value is there and that it is encrypted.
 */
export function readSops(env: Env, written: string, key: readonly string[], span: Span): LocalFile | undefined {
  const file = readLocalFile(env, written, span);
  if (file === undefined) return undefined;
  const text = decodeUtf8(file.bytes) ?? "";
  const tree = file.path.endsWith(".env") ? readDotenv(text) : readTree(text);
  const isSops = typeof tree === "object" && tree !== null && ("sops_mac" in tree || hasMac(step(tree, "sops")));
  if (!isSops) return reportClear(env, written, "SOPS", `sops --encrypt --in-place ${written}`, span);
  let at: unknown = tree;
  for (const [index, name] of key.entries()) {
    const next = index === 0 && /^sops(?:_|$)/.test(name) ? undefined : step(at, name);
    if (next === undefined) return reportMissing(env, written, key, namesBelow(at, key.slice(0, index)), span);
    at = next;
  }
  if (typeof at === "string" && at.startsWith("ENC[AES256_GCM,")) return file;
  const names = namesBelow(at, key);
  if (names.length > 0) return reportMissing(env, written, key, names, span);
  return reportClear(env, `${written}, ${key.join(".")}`, "SOPS", `sops ${written}`, span);
}

/** The names below one of a file of SOPS, whole, without what SOPS notes for itself. */
function namesBelow(tree: unknown, above: readonly string[]): readonly string[] {
  const names = typeof tree === "object" && tree !== null ? Object.keys(tree) : [];
  const own = above.length === 0 ? names.filter((name) => !/^sops(?:_|$)/.test(name)) : names;
  return own.map((name) => [...above, name].join("."));
}

function reportMissing(
  env: Env,
  path: string,
  key: readonly string[],
  names: readonly string[],
  span: Span,
): undefined {
  const known = names.length === 0 ? "nothing there" : listNames(names);
  env.report.add(diagnose("E0709", { path, key: key.join("."), known }, span));
  return undefined;
}

/** The file as data; undefined for what is neither YAML nor JSON. Messages of the reader are dropped: they quote the file. */
function readTree(text: string): unknown {
  const document = parseDocument(text, { logLevel: "silent", prettyErrors: false, uniqueKeys: false });
  if (document.errors.length > 0) return undefined;
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}

function readDotenv(text: string): Readonly<Record<string, string>> {
  const rows = [...text.matchAll(/^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/gm)];
  return Object.fromEntries(rows.map((row) => [row[1] ?? "", row[2] ?? ""]));
}

function hasMac(tree: unknown): boolean {
  return typeof step(tree, "mac") === "string";
}

function step(tree: unknown, name: string): unknown {
  if (typeof tree !== "object" || tree === null || !Object.hasOwn(tree, name)) return undefined;
  return (tree as Readonly<Record<string, unknown>>)[name] ?? undefined;
}

function startsWith(bytes: Uint8Array, pattern: RegExp): boolean {
  return pattern.test(new TextDecoder("latin1").decode(bytes.subarray(0, 300)));
}

function reportClear(env: Env, path: string, tool: string, command: string, span: Span): undefined {
  env.report.add(diagnose("E0708", { path, tool }, span, { help: `encrypt it: \`${command}\`` }));
  return undefined;
}

/** Names that secrets have outside of the spec, where letters, digits and `_` are all there is. */
import type { SecretSource } from "./model.ts";

/**
 * A name for each secret, by its name in the spec: `db-password` → `db_password`. What would be equal is numbered, in
 * the order in which the secrets are declared.
 */
export function secretNames(secrets: readonly { readonly name: string }[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const { name } of secrets) {
    const base = name.replace(/[^A-Za-z0-9]+/g, "_").toLowerCase();
    let free = base;
    for (let count = 2; taken.has(free); count++) free = `${base}_${count}`;
    taken.add(free);
    names.set(name, free);
  }
  return names;
}

/**
 * The variable of an Ansible Vault that holds each secret, by its name in the spec: the one that `vault("…")` names, else
 * one with the usual prefix (docs.ansible.com, "Keep vaulted variables safely visible").
 */
export function vaultVariables(
  secrets: readonly { readonly name: string; readonly source: SecretSource }[],
): ReadonlyMap<string, string> {
  const kept = secretNames(secrets);
  return new Map(
    secrets.map(({ name, source }) => [name, source.from === "vault" ? source.variable : `vault_${kept.get(name)}`]),
  );
}

/** Where the Ansible Vault file of an environment lies in the project: beside the spec, where no build writes. */
export function vaultPath(environment: string | undefined): string {
  return environment === undefined ? "secrets/vault.yml" : `secrets/${environment}.vault.yml`;
}

/** Names that secrets have outside of the spec, where letters, digits and `_` are all there is. */

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

/** The variable of an Ansible Vault that holds a secret (docs.ansible.com, "Keep vaulted variables safely visible": the prefix). */
export function vaultVariable(secretName: string): string {
  return `vault_${secretName}`;
}

/** Where the Ansible Vault file of an environment lies in the project: beside the spec, where no build writes. */
export function vaultPath(environment: string | undefined): string {
  return environment === undefined ? "secrets/vault.yml" : `secrets/${environment}.vault.yml`;
}

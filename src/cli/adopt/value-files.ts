/** What a file of an Ansible project holds values of. */
export interface ValueFile {
  /** The environment whose values they are; undefined when they are everybody's. */
  readonly environment: string | undefined;
  /** The host, for a file of one. */
  readonly host: string | undefined;
}

/**
 * Whether a path of the output is one of the files in which an Ansible project keeps its values: `group_vars`,
 * `host_vars` and the hosts of an inventory, `defaults` of a role. `owner` is the environment that the file was made
 * for, where there is one; an inventory's folder says it too.
 */
export function findValueFile(
  path: string,
  owner: string | undefined,
  environments: readonly string[],
): ValueFile | undefined {
  // The hosts of a large fleet are JSON.
  const inventory =
    /(?:^|\/)inventories\/([^/]+)\/(?:(group_vars|host_vars)\/([^/]+)(?:\/.+)?\.ya?ml|hosts\.(?:ya?ml|json))$/.exec(
      path,
    );
  if (inventory !== null) {
    const [, name = "", folder, subject] = inventory;
    const environment = environments.includes(name) ? name : owner;
    return { environment, host: folder === "host_vars" ? subject : undefined };
  }
  return /(?:^|\/)roles\/[^/]+\/defaults\/main\.ya?ml$/.test(path)
    ? { environment: owner, host: undefined }
    : undefined;
}

/** Whether a path of the output is a file of values. */
export function holdsValues(path: string): boolean {
  return findValueFile(path, undefined, []) !== undefined;
}

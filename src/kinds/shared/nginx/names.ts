/** Names and sizes as nginx writes them. */
import type { VirtualHost } from "./virtual-host.ts";

/** Kinds whose resources are virtual hosts of nginx. */
export const hostKinds: readonly string[] = ["site", "proxy", "static-site"];

/** The name of a variable or zone that belongs to a host: nginx takes letters, digits and `_`. */
export function variableName(host: VirtualHost, what: string): string {
  return `${host.name.replace(/[^A-Za-z0-9]/g, "_").toLowerCase()}_${what}`;
}

/** The folder of all files with passwords. */
export const passwordsFolder = "/etc/nginx/passwords";

/** The file with the names and the hashes of passwords. */
export function passwordFile(name: string): { readonly folder: string; readonly path: string } {
  const folder = `${passwordsFolder}/${name}`;
  return { folder, path: `${folder}/users` };
}

/** A size as nginx writes it, in the largest unit that is exact. */
export function nginxSize(bytes: number): string {
  for (const [unit, letter] of [
    [1024 ** 3, "g"],
    [1024 ** 2, "m"],
    [1024, "k"],
  ] as const)
    if (bytes > 0 && bytes % unit === 0) return `${bytes / unit}${letter}`;
  return String(bytes);
}

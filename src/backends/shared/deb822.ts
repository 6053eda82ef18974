import type { RepositoryOp } from "../../ir/ops.ts";

/**
 * The bytes of an apt source in deb822 form (sources.list(5), "DEB822-STYLE FORMAT"), the same on every target. A field
 * without a value is left out: `Components` does not exist for a flat repository (a suite that ends in `/`).
 */
export function deb822Source(repository: RepositoryOp): string {
  const fields: readonly (readonly [string, readonly string[]])[] = [
    ["Types", repository.types],
    ["URIs", repository.uris],
    ["Suites", repository.suites],
    ["Components", repository.components],
    ["Architectures", repository.architectures],
    ["Signed-By", repository.key === undefined ? [] : [repository.keyPath]],
  ];
  return fields
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => `${name}: ${values.join(" ")}\n`)
    .join("");
}

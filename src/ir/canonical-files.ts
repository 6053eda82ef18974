/** The bytes and modes that the compiler owns: the same on every target, and what the oracle expects. */
import type { RepositoryOp, SysctlOp } from "./ops.ts";
import { type Text, joinTexts, literalText } from "./text.ts";

/**
 * An apt source in deb822 form (sources.list(5), "DEB822-STYLE FORMAT"). A field without a value is left out:
 * `Components` does not exist for a flat repository (a suite that ends in `/`).
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

/** A file of sysctl.d(5): `key = value` per line, in the order of the op. */
export function sysctlFile(op: SysctlOp): Text {
  return joinTexts(
    ...op.settings.flatMap((setting) => [literalText(`${setting.key} = `), setting.value, literalText("\n")]),
  );
}

/** The mode of an executable file of a tree: whoever may read it may run it too (`0640` → `0750`). */
export function executableMode(fileMode: string): string {
  const mode = Number.parseInt(fileMode, 8);
  return (mode | ((mode & 0o444) >> 2)).toString(8).padStart(4, "0");
}

import { printable } from "../diagnostics/display-text.ts";
import type { Secret } from "../ir/model.ts";

/** Where a secret comes from, in words. */
export function describeSecret({ source, fetch }: Secret): string {
  const own = fetch === undefined ? "" : `; a machine fetches it with ${printable(fetch[0] ?? "")}`;
  return describeSource(source) + own;
}

function describeSource(source: Secret["source"]): string {
  switch (source.from) {
    case "env":
      return `from the environment variable ${printable(source.variable)}`;
    case "generate":
      return `made up, ${source.length} characters`;
    case "ask":
      return `asked for: ${printable(source.prompt)}`;
    case "vault":
      return `from the vault, ${printable(source.variable)}`;
    case "file":
      return `from the file ${printable(source.path)}`;
    case "sops":
      return `from ${printable(source.key.join("."))} in ${printable(source.file.path)}, encrypted with SOPS`;
    case "age":
      return `from ${printable(source.file.path)}, encrypted with age`;
    case "none":
      return "to be provided";
  }
}

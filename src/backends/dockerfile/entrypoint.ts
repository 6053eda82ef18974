/** The script that turns secret files into variables of a program. */
import type { Text } from "../../ir/text.ts";
import { literalQuotes, sq } from "../shared/shell.ts";
import { holeValue } from "./context.ts";
import type { MachineContext } from "./context.ts";
import { safeName } from "./runnable.ts";

/** A secret's file below `/run/secrets` and its name in the Compose file. */
export function secretName(secret: string): string {
  return safeName(secret);
}

/** A variable whose value holds a secret. */
export interface SecretVariable {
  readonly name: string;
  readonly value: Text;
}

/**
 * A POSIX script that reads each secret once, exports the variables and becomes the program. Exact for every value: a
 * literal is a quoted word. Line ends at the end of a secret are dropped, as the scripts of the databases and `fetch` on a
 * first boot do; an empty one ends the container. The secrets' file names come from `fileOf`.
 */
export function entrypointScript(
  variables: readonly SecretVariable[],
  context: MachineContext,
  fileOf: (secret: string) => string,
): string {
  return `${[
    "#!/bin/sh",
    "# The secrets of this container are files; the program expects them as variables.",
    literalQuotes,
    "set -eu",
    "",
    ...exportSecrets(variables, context, fileOf),
    "",
    'exec "$@"',
  ].join("\n")}\n`;
}

/** The lines of a script that export variables whose values hold secrets. */
export function exportSecrets(
  variables: readonly SecretVariable[],
  context: MachineContext,
  fileOf: (secret: string) => string,
): readonly string[] {
  const numbers = new Map<string, number>();
  const reads: string[] = [];
  const exports = variables.map(({ name, value }) => {
    const words = value.map((part) => {
      if (typeof part !== "string" && part.hole === "secret") {
        let number = numbers.get(part.name);
        if (number === undefined) {
          number = numbers.size + 1;
          numbers.set(part.name, number);
          reads.push(`read_secret ${fileOf(part.name)}`, `_secret_${number}=$_value`);
        }
        if (part.encoding !== "url") return `"$_secret_${number}"`;
        // Put into a variable first: `export` would hide that it failed.
        const encode = `_url_${number}=$(encode_url "$_secret_${number}")`;
        if (!reads.includes(encode)) reads.push(encode);
        return `"$_url_${number}"`;
      }
      if (typeof part === "string") return sq(part);
      const known = holeValue(context, part);
      return sq(known.known ? known.value : "");
    });
    return `export ${name}=${words.join("")}`;
  });
  return [
    "read_secret() {",
    "  # An editor ends a file with a line end, which is no part of the value: $( ) drops it.",
    '  _value=$(cat "/run/secrets/$1")',
    '  if [ -z "$_value" ]; then',
    '    echo "The secret $1 is empty: write its value into its file or its variable, see README.md" >&2',
    "    exit 1",
    "  fi",
    "}",
    ...(reads.some((line) => line.startsWith("_url_")) ? encodeUrl : []),
    "",
    ...reads,
    ...exports,
  ];
}

/** Perl's base is on every Debian and Ubuntu system, the slim images included. */
const encodeUrl = [
  "encode_url() {",
  `  printf %s "$1" | perl -0777 -pe 's/[^A-Za-z0-9._~-]/sprintf "%%%02X", ord $&/ge'`,
  "}",
];

/** Values that are only known when a container starts, as variables of Docker Compose. */
import type { Program } from "../../ir/program.ts";
import type { Hole, Text } from "../../ir/text.ts";
import { holeValue } from "./context.ts";
import type { MachineContext } from "./context.ts";

/** The Compose variable of each secret, `let` and property of a host, by `secret:NAME`, `variable:NAME`, `host:PROPERTY`. */
export type LateNames = ReadonlyMap<string, string>;

/**
 * Gives every secret and variable its name in Compose's environment: a secret from `env("X")` keeps `X`, anything else
 * is its own name in capitals. Names that would be equal are numbered.
 */
export function nameLateValues(program: Program): LateNames {
  const names = new Map<string, string>();
  const taken = new Set<string>(["BASE_IMAGE"]);
  const give = (key: string, wanted: string): void => {
    const base = wanted.replace(/[^A-Za-z0-9_]/g, "_").replace(/^(?=\d)/, "_");
    let name = base;
    for (let count = 2; taken.has(name); count++) name = `${base}_${count}`;
    taken.add(name);
    names.set(key, name);
  };
  const fromEnvironment = new Map<string, string>();
  for (const secret of program.secrets) {
    const source = secret.source;
    const shared = source.from === "env" ? fromEnvironment.get(source.variable) : undefined;
    if (shared !== undefined) names.set(`secret:${secret.name}`, shared);
    else give(`secret:${secret.name}`, source.from === "env" ? source.variable : secret.name.toUpperCase());
    const given = names.get(`secret:${secret.name}`);
    if (source.from === "env" && given !== undefined) fromEnvironment.set(source.variable, given);
  }
  for (const variable of program.variables) give(`variable:${variable.name}`, variable.name.toUpperCase());
  give("host:name", "HOST_NAME");
  give("host:address", "HOST_ADDRESS");
  return names;
}

/** The key of a hole in {@link LateNames}. */
export function lateKey(hole: Hole): string {
  switch (hole.hole) {
    case "secret":
      return `secret:${hole.name}`;
    case "variable":
      return `variable:${hole.name}`;
    case "host":
      return `host:${hole.property}`;
    case "address":
      return `address:${hole.machine}`;
  }
}

/** The variable of a hole. */
export function lateName(names: LateNames, hole: Hole): string {
  return (
    names.get(lateKey(hole)) ??
    lateKey(hole)
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, "_")
  );
}

/** Characters as Compose gives them on: `$` would begin a variable (docs.docker.com/reference/compose-file/interpolation). */
export function composeLiteral(text: string): string {
  return text.replaceAll("$", "$$$$");
}

/** A text for the Compose file: what is known as it is, the rest as a variable without which Compose refuses to start. */
export function composeText(text: Text, context: MachineContext, names: LateNames): string {
  return text
    .map((part) => {
      if (typeof part === "string") return composeLiteral(part);
      const value = holeValue(context, part);
      return value.known ? composeLiteral(value.value) : `\${${lateName(names, part)}:?is not set, see README.md}`;
    })
    .join("");
}

/** A text as it is in the container; undefined when only Compose knows part of it. */
export function knownText(text: Text, context: MachineContext): string | undefined {
  const parts = text.map((part) => {
    if (typeof part === "string") return part;
    const value = holeValue(context, part);
    return value.known ? value.value : undefined;
  });
  return parts.includes(undefined) ? undefined : parts.join("");
}

/** The holes of a text that only Compose can fill. */
export function openHoles(text: Text, context: MachineContext): readonly Hole[] {
  return text.flatMap((part) => (typeof part === "string" || holeValue(context, part).known ? [] : [part]));
}

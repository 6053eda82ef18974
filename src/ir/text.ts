import type { Span } from "../text/span.ts";
import type { ResourceId } from "./value.ts";

/**
 * How a hole's value must be written where it stands. The literal parts around a hole are already encoded; the value
 * of a hole is encoded when it is put in: by the compiler for targets that resolve it, by a filter for targets that
 * keep it open.
 *
 * - `plain`: as it is.
 * - `env-file`: inside the double quotes of a systemd EnvironmentFile line (`\` `"` `` ` `` `$` escaped).
 * - `systemd-word`: inside double quotes on a unit file line, `%` doubled and C escapes (systemd.syntax(7)).
 * - `systemd-exec`: the same on an Exec line, `$` doubled too (systemd.service(5)).
 * - `url`: every byte of its UTF-8 form but letters, digits and `-._~` as `%XX` (RFC 3986, 2.1 and 2.3).
 * - `url-systemd`: the same on a unit file line, where `%` is doubled.
 * - `nginx`: inside double quotes of an nginx configuration where variables are read: `\` and `"` escaped, `$` as the
 *   variable `nginxDollar`, because nginx has no escape for it.
 */
export type HoleEncoding = "plain" | "env-file" | "systemd-word" | "systemd-exec" | "nginx" | "url" | "url-systemd";

/** The nginx variable that holds a `$`; a configuration with a text of the encoding `nginx` defines it. */
export const nginxDollar = "${literal_dollar}";

/** A place in a text whose value is not pasted in: it stays a reference until the last moment. */
export type Hole =
  | {
      readonly hole: "variable";
      /** Full name of a `let` or `param`: `domain`, `acme.php`. Look it up in {@link import("./program.ts").Program.variables}. */
      readonly name: string;
      /** Its value in this environment as text; undefined when each host gives its own. */
      readonly value: string | undefined;
      readonly encoding: HoleEncoding;
      readonly span: Span;
    }
  | { readonly hole: "secret"; readonly name: string; readonly encoding: HoleEncoding; readonly span: Span }
  | {
      /** The name or the address of the host that the text ends up on. */
      readonly hole: "host";
      readonly property: "name" | "address";
      readonly encoding: HoleEncoding;
      readonly span: Span;
    }
  | {
      /** The address of (the primary host of) another machine; `local` when it is this machine. */
      readonly hole: "address";
      readonly machine: string;
      /** Instead of that one: the addresses of all its hosts. */
      readonly every?: EveryAddress;
      /** The thing whose address is meant, which may be on the machine of the text; undefined for the machine itself. */
      readonly of?: ResourceId;
      /** A single host of that machine, where all of them are named one by one. */
      readonly host?: string;
      readonly encoding: HoleEncoding;
      readonly span: Span;
    };

/**
 * The addresses of the hosts of a machine that are of one family, in the order of the hosts: each with `before` in front
 * and `after` behind it, divided by `between`. None of the three holds a reference.
 */
export interface EveryAddress {
  readonly family: "ipv4" | "ipv6";
  readonly before: string;
  readonly between: string;
  readonly after: string;
}

/** A text which may hold references. Neighbouring literal parts are joined; an empty text is `[]`. */
export type Text = readonly (string | Hole)[];

/** A text of literal characters only. */
export function literalText(value: string): Text {
  return value === "" ? [] : [value];
}

/**
 * Whether who gets this text uses what answers at the address. All hosts of a machine are named without a thing there
 * where they are the ones who may come in.
 */
export function isForUse(hole: Extract<Hole, { readonly hole: "address" }>): boolean {
  return hole.every === undefined || hole.of !== undefined;
}

/** The addresses as they stand in a text. */
export function everyText(addresses: readonly string[], { before, between, after }: EveryAddress): string {
  return addresses.map((address) => before + address + after).join(between);
}

/** Joins texts, merging neighbouring literal parts. */
export function joinTexts(...texts: readonly Text[]): Text {
  const parts: (string | Hole)[] = [];
  for (const text of texts)
    for (const part of text) {
      const last = parts[parts.length - 1];
      if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
      else if (part !== "") parts.push(part);
    }
  return parts;
}

/** Whether the text holds a secret. */
export function holdsSecret(text: Text): boolean {
  return text.some((part) => typeof part !== "string" && part.hole === "secret");
}

/** The text when it holds no reference at all, else undefined. */
export function literalOf(text: Text): string | undefined {
  if (text.length === 0) return "";
  return text.length === 1 && typeof text[0] === "string" ? text[0] : undefined;
}

/** Texts that name all hosts of a machine. */
import type { Machine } from "../../ir/model.ts";
import { type Hole, type Text, joinTexts, literalOf, literalText } from "../../ir/text.ts";
import type { ResourceId } from "../../ir/value.ts";
import type { Span } from "../../text/span.ts";

/** What an address is: a number of one of the two families, or a name. */
export type AddressForm = "ipv4" | "ipv6" | "name";

/** What an address is made of (RFC 5952 for IPv6: only there are colons). */
export function formOf(address: string): AddressForm {
  if (address.includes(":")) return "ipv6";
  return /^[0-9.]+$/.test(address) ? "ipv4" : "name";
}

/**
 * A piece of text for each host of a machine that has an address, divided by `between`; by reference to all of them, so
 * that a host which is added later has its piece too. Where a host has a name for an address, or a piece holds another
 * reference, the hosts of today stand there one by one, each by reference. `of`: the thing on that machine which is used;
 * undefined where the hosts are the ones who may come in.
 */
export function forEveryHost(
  machine: Pick<Machine, "name" | "hosts">,
  of: ResourceId | undefined,
  between: string,
  piece: (address: Hole, form: AddressForm) => Text,
): Text {
  const thing = of === undefined ? {} : { of };
  const base = { hole: "address", machine: machine.name, ...thing, encoding: "plain", span: nowhere } as const;
  const hosts = machine.hosts.flatMap(({ name, address }) =>
    address === undefined ? [] : [{ host: name, form: formOf(address) }],
  );
  const one = (host: string, form: AddressForm): Text => piece({ ...base, host }, form);
  const all = (family: "ipv4" | "ipv6"): readonly Text[] => {
    const [first, ...others] = hosts.filter(({ form }) => form === family);
    if (first === undefined) return [];
    const parts = one(first.host, family);
    const at = parts.findIndex((part) => typeof part !== "string" && part.hole === "address");
    const before = literalOf(parts.slice(0, at));
    const after = literalOf(parts.slice(at + 1));
    if (before === undefined || after === undefined || machine.hosts.some(({ address }) => address === undefined))
      return [first, ...others].map(({ host }) => one(host, family));
    return [[{ ...base, every: { family, before, between, after } }]];
  };
  const pieces = hosts.some(({ form }) => form === "name")
    ? hosts.map(({ host, form }) => one(host, form))
    : [...all("ipv4"), ...all("ipv6")];
  return joinTexts(...pieces.flatMap((text, index) => (index === 0 ? [text] : [literalText(between), text])));
}

const nowhere: Span = { file: "", start: 0, end: 0 };

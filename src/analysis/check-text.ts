import type { ScalarType } from "../ir/value-type.ts";

/**
 * Why a text is not a good value of a type that is written as characters, as the end of the sentence "… because";
 * undefined when it is good. Only types written between quotes are asked.
 */
export function checkText(type: ScalarType, text: string): string | undefined {
  if (text.includes("\u0000")) return "a NUL character cannot stand in a text";
  switch (type) {
    case "text":
      return undefined;
    case "path":
      return checkPath(text);
    case "url":
      if (/\s/.test(text)) return "a URL holds no spaces";
      return /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/\s]+|^unix:\/|^file:\/\/\//.test(text)
        ? undefined
        : "a URL begins with a scheme and two slashes, such as `https://`";
    case "domain":
      return checkDomain(text);
    case "email":
      return /^[^\s@<>"]+@[^\s@<>"]+$/.test(text) && checkDomain(text.slice(text.lastIndexOf("@") + 1)) === undefined
        ? undefined
        : "an address is a name, `@` and a domain";
    case "ip":
      return isIp(text) ? undefined : "an address is four numbers up to 255 with dots, or IPv6";
    case "cidr":
      return checkCidr(text);
    case "time":
      return /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(text)
        ? undefined
        : "a time of day is two digits, a colon and two digits, from 00:00 to 23:59";
    case "mode":
      return /^[0-7]{4,5}$/.test(text) ? undefined : "a mode is a 0 and three or four digits from 0 to 7";
    case "version":
      return /^[0-9A-Za-z][0-9A-Za-z.+~:_-]*$/.test(text)
        ? undefined
        : "a version holds letters, digits and `. + ~ : _ -`, and no spaces";
    case "regex":
      return text !== "" && !/[\n\r]/.test(text) ? undefined : "a regular expression is one line that is not empty";
    case "name":
      return /^[A-Za-z0-9][A-Za-z0-9_.+-]*$/.test(text) ? undefined : "a name holds letters, digits and `_ . + -`";
    case "bool":
    case "port":
    case "duration":
    case "size":
    case "percent":
      return "it is written without quotes";
  }
}

function checkPath(text: string): string | undefined {
  if (!text.startsWith("/")) return "a path on the machine begins with a slash";
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  if (/[\u0000-\u001f\u007f]/.test(text)) return "a path holds no line ends or control characters";
  return text.split("/").includes("..") ? "a path on the machine is written without `..`" : undefined;
}

/** RFC 1123 section 2.1 names, with an optional `*.` in front for certificates. */
function checkDomain(text: string): string | undefined {
  const name = text.startsWith("*.") ? text.slice(2) : text;
  if (name.length > 253) return "a domain name has at most 253 characters";
  if (/^[a-z]+:\/\//i.test(name)) return "a domain name is written without `https://`";
  if (name.includes("/")) return "a domain name is written without a path";
  if (/^[0-9.]+$/.test(name)) return "this is an IP address";
  for (const label of name.split("."))
    if (!/^[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$/.test(label))
      return "a domain name is made of letters, digits and `-`, with dots between";
  return undefined;
}

function checkCidr(text: string): string | undefined {
  const slash = text.lastIndexOf("/");
  const address = slash < 0 ? text : text.slice(0, slash);
  const bits = slash < 0 ? "" : text.slice(slash + 1);
  if (isIp(address) && /^\d{1,3}$/.test(bits) && Number(bits) <= (address.includes(":") ? 128 : 32)) return undefined;
  return "an address range is an IP address, a slash and a number of bits";
}

/** IPv4 in four decimal numbers (no leading zeros), or IPv6 as RFC 4291 section 2.2 writes it. */
export function isIp(text: string): boolean {
  if (isIpv4(text)) return true;
  if (!/^[0-9A-Fa-f:.]+$/.test(text) || !text.includes(":")) return false;
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")));
  const all = groups.flat();
  const last = all[all.length - 1];
  const embedded = last !== undefined && last.includes(".");
  if (embedded && !isIpv4(last)) return false;
  const words = embedded ? all.slice(0, -1) : all;
  if (words.some((word) => !/^[0-9A-Fa-f]{1,4}$/.test(word))) return false;
  const count = words.length + (embedded ? 2 : 0);
  return halves.length === 2 ? count <= 7 : count === 8;
}

function isIpv4(text: string): boolean {
  return /^(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/.test(text);
}

import type { LowerContext, Resource } from "../../../ir/model.ts";
import { machinesThatUse } from "../../../ir/used-from.ts";
import { readText } from "../read.ts";

/**
 * The address that an app listens on. On a machine it is the machine's own, unless another machine of the file uses the
 * app. In a container it is every one: what is published of them, and to whom, Compose says, and 127.0.0.1 would be out
 * of its reach.
 */
export function bindOf(app: Resource, context: Pick<LowerContext, "form" | "model">): string {
  const written = readText(app, "bind");
  if (written !== undefined) return written;
  if (context.form === "container") return "0.0.0.0";
  if (machinesThatUse(app, context.model).length === 0) return "127.0.0.1";
  const hosts = context.model.machines.filter(({ name }) => app.machines.includes(name)).flatMap(({ hosts }) => hosts);
  const addresses = hosts.flatMap(({ address }) => address ?? []);
  return addresses.length > 0 && addresses.every((address) => address.includes(":")) ? "::" : "0.0.0.0";
}

/** Whether only the machine itself reaches an address (RFC 1122, 3.2.1.3; RFC 4291, 2.5.3). */
export function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "::1";
}

/** An address and a port as one text; an IPv6 address in brackets (RFC 3986, 3.2.2). */
export function hostAndPort(address: string, port: string): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

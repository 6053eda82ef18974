/** Who the visitor is, and how they came, when a proxy stands in front. */
import { type Entry, block, comment, directive } from "./directives.ts";
import { variableName } from "./names.ts";
import type { VirtualHost } from "./virtual-host.ts";
import { type NginxWord, literal, name, syntax } from "./words.ts";

/** Whether somebody in front is believed about the visitor. */
export function isBehindProxy(host: VirtualHost): boolean {
  return host.trustedProxies.length > 0 || host.fronts !== undefined;
}

/** The variable with `http` or `https`, as the visitor came. */
export function schemeVariable(host: VirtualHost): string {
  return isBehindProxy(host) ? `$${variableName(host, "scheme")}` : "$scheme";
}

/** The variable that is `on` when the visitor came by HTTPS, for programs behind a proxy; nginx's own knows the proxy only. */
export function httpsVariable(host: VirtualHost): string {
  return `$${variableName(host, "https")}`;
}

/**
 * How the visitor came, by `X-Forwarded-Proto`: where the address was taken from what the proxy says
 * (`$realip_remote_addr` is the proxy's then), so is this; from anybody else the header is not believed.
 */
export function visitorMaps(host: VirtualHost): readonly Entry[] {
  if (!isBehindProxy(host)) return [];
  const seen = syntax('"$remote_addr $realip_remote_addr $http_x_forwarded_proto"');
  const scheme = schemeVariable(host);
  const maps = [
    comment("Only who may say where a visitor comes from is believed about HTTPS."),
    block(
      "map",
      [seen, syntax(scheme)],
      [
        directive("default", syntax("$scheme")),
        directive(String.raw`"~^(\S+) \1 "`, syntax("$scheme")),
        directive(String.raw`"~ https(,|$)"`, syntax("https")),
      ],
    ),
  ];
  if (host.php === undefined) return maps;
  return [
    ...maps,
    block(
      "map",
      [syntax(scheme), syntax(httpsVariable(host))],
      [directive("default", syntax('""')), directive("https", syntax("on"))],
    ),
  ];
}

/** The directives of a `server` that take the visitor's address from the proxy. */
export function visitorEntries(host: VirtualHost): readonly Entry[] {
  if (!isBehindProxy(host)) return [];
  const { fronts } = host;
  return [
    ...host.trustedProxies.map((network) => directive("set_real_ip_from", literal(network))),
    ...(fronts === undefined
      ? []
      : [{ each: fronts, directive: (address: NginxWord) => directive("set_real_ip_from", name(address)) } as const]),
    directive("real_ip_header", syntax("X-Forwarded-For")),
    directive("real_ip_recursive", syntax("on")),
  ];
}

/** Applications behind nginx. */
import { joinTexts, literalText } from "../../../ir/text.ts";
import { type Entry, block, directive } from "./directives.ts";
import type { Servers } from "./backend.ts";
import { variableName } from "./names.ts";
import type { Route, VirtualHost } from "./virtual-host.ts";
import { schemeVariable } from "./visitors.ts";
import { type NginxWord, name, syntax, value } from "./words.ts";

const balances: Readonly<Record<string, string>> = {
  "least-connections": "least_conn",
  "same-host": "ip_hash",
};

/** A group of servers for each application that a route leads to; routes that say the same share one. */
export function upstreams(host: VirtualHost): readonly Entry[] {
  const groups = new Map<string, { readonly route: Route; readonly servers: Servers }>();
  for (const route of host.routes)
    if (route.servers !== undefined) groups.set(upstreamName(host, route), { route, servers: route.servers });
  return [...groups].map(([group, { route, servers }]) => {
    const { several, each } = servers;
    const balance = balances[route.balance];
    return block(
      "upstream",
      [syntax(group)],
      [
        ...(balance === undefined || !several ? [] : [directive(balance)]),
        { each, directive: (address) => directive("server", name(address), ...(several ? failureWords(route) : [])) },
        ...(route.keepalive === 0 ? [] : [directive("keepalive", syntax(String(route.keepalive)))]),
      ],
    );
  });
}

/** When a server counts as gone: nginx does not leave out the only one there is, whatever these say. */
function failureWords(route: Route): readonly NginxWord[] {
  return [syntax(`max_fails=${route.maxFails}`), syntax(`fail_timeout=${route.failSeconds}s`)];
}

function upstreamName(host: VirtualHost, route: Route): string {
  const routes = host.routes.filter((other) => other.application === route.application);
  const settings = (one: Route): string => [one.balance, one.maxFails, one.failSeconds, one.keepalive].join(" ");
  const different = [...new Set(routes.map(settings))];
  const number = different.indexOf(settings(route));
  return `${host.name}-${route.application ?? ""}${number > 0 ? `-${number + 1}` : ""}`;
}

/** What the header `Connection` says to an application with WebSockets (nginx.org/en/docs/http/websocket.html). */
export function routeMaps(host: VirtualHost): readonly Entry[] {
  if (!host.routes.some((route) => route.websocket)) return [];
  return [
    block(
      "map",
      [syntax("$http_upgrade"), syntax(`$${variableName(host, "connection")}`)],
      [directive("default", syntax("upgrade")), directive('""', syntax('""'))],
    ),
  ];
}

/**
 * What makes nginx ask the next server and count this one as failed. A web server in front of an application that is down
 * says 502 or 503, which nginx by itself hands on. A POST is never sent twice (ngx_http_proxy_module, "non_idempotent").
 */
const nextServer = directive("proxy_next_upstream", ...["error", "timeout", "http_502", "http_503"].map(syntax));

/** What a route's `location` holds besides the rules that every place has. */
export function proxyEntries(host: VirtualHost, route: Route): readonly Entry[] {
  const header = (key: string, text: string): Entry => directive("proxy_set_header", syntax(key), syntax(text));
  const connection = route.websocket ? `$${variableName(host, "connection")}` : '""';
  return [
    directive("proxy_pass", targetOf(host, route)),
    directive("proxy_http_version", syntax("1.1")),
    directive("proxy_set_header", syntax("Host"), hostOf(route)),
    header("Connection", connection),
    ...(route.websocket ? [header("Upgrade", "$http_upgrade")] : []),
    header("X-Real-IP", "$remote_addr"),
    header("X-Forwarded-For", "$remote_addr"),
    header("X-Forwarded-Host", "$http_host"),
    header("X-Forwarded-Proto", schemeVariable(host)),
    ...(route.url === undefined ? [] : [directive("proxy_ssl_server_name", syntax("on"))]),
    ...(route.servers?.several === true ? [nextServer] : []),
    directive("proxy_connect_timeout", syntax("5s")),
    directive("proxy_read_timeout", syntax(`${route.timeoutSeconds}s`)),
    directive("proxy_send_timeout", syntax(`${route.timeoutSeconds}s`)),
    ...(route.buffering ? [] : [directive("proxy_buffering", syntax("off"))]),
  ];
}

/** An application gets the name that the visitor asked for, and so does a site that has it; another is asked by its own. */
function hostOf(route: Route): NginxWord {
  if (route.domain !== undefined) return name(route.domain);
  return syntax(route.url === undefined ? "$http_host" : "$proxy_host");
}

/** With a path at its end nginx puts that in the place of the route's own. */
function targetOf(host: VirtualHost, route: Route): NginxWord {
  const end = literalText(route.stripPath ? "/" : "");
  if (route.url !== undefined) return value(joinTexts(route.url, end));
  return name(joinTexts(literalText(`http://${upstreamName(host, route)}`), end));
}

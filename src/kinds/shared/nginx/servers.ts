/** A virtual host as nginx configuration: one file with everything that belongs to it. */
import type { OsRelease } from "../../../ir/os.ts";
import { type Text, joinTexts, literalText } from "../../../ir/text.ts";
import { challengeRoot } from "../certificate-paths.ts";
import { type Entry, block, comment, directive } from "./directives.ts";
import { headerEntries, headerMaps } from "./headers.ts";
import { locationEntries } from "./locations.ts";
import { redirectMaps } from "./redirects.ts";
import { nginxSize, passwordFile, variableName } from "./names.ts";
import { hasHttp2Directive } from "./release.ts";
import { routeMaps, upstreams } from "./routes.ts";
import type { Tls, VirtualHost } from "./virtual-host.ts";
import { isBehindProxy, schemeVariable, visitorEntries, visitorMaps } from "./visitors.ts";
import { literal, name, syntax, value } from "./words.ts";

/** What else of the machine a virtual host depends on. */
export interface Surroundings {
  readonly os: OsRelease;
  /** Whether an ACME server asks here for proof. */
  readonly challenge: boolean;
}

/** The entries of the file in `sites-available`. */
export function virtualHostEntries(host: VirtualHost, around: Surroundings): readonly Entry[] {
  const { tls } = host;
  const redirectsAll = tls?.only === true;
  return [
    ...upstreams(host),
    ...headerMaps(host),
    ...routeMaps(host),
    ...redirectMaps(host),
    ...assetMap(host),
    ...visitorMaps(host),
    ...(redirectsAll ? [toHttps(host, around)] : []),
    ...otherNames(host, around),
    contentServer(host, around),
  ];
}

/** Port 80 of a host that is there with HTTPS only. */
function toHttps(host: VirtualHost, around: Surroundings): Entry {
  return server([
    ...listen(80, host.catchAll, undefined, around.os),
    ...serverNames([host.domain, ...host.aliases]),
    ...logEntries(host),
    ...visitorEntries(host),
    ...challengeEntries(around),
    block("location", [syntax("/")], [directive("return", syntax("301"), syntax("https://$host$request_uri"))]),
  ]);
}

/** The names whose visitors are sent to the host's own. */
function otherNames(host: VirtualHost, around: Surroundings): readonly Entry[] {
  if (host.redirectFrom.length === 0) return [];
  const { tls } = host;
  const scheme =
    tls === undefined && !isBehindProxy(host) ? "http" : tls?.only === true ? "https" : schemeVariable(host);
  const target = joinTexts(literalText(`${scheme}://`), host.domain, literalText("$request_uri"));
  const send = block("location", [syntax("/")], [directive("return", syntax("301"), name(target))]);
  const names = serverNames(host.redirectFrom);
  const plain = [
    ...listen(80, false, undefined, around.os),
    ...names,
    ...logEntries(host),
    ...visitorEntries(host),
    ...challengeEntries(around),
    send,
  ];
  if (tls === undefined) return [server(plain)];
  const encrypted = [
    ...listen(443, false, tls, around.os),
    ...names,
    ...logEntries(host),
    ...visitorEntries(host),
    ...tlsEntries(tls),
    ...hstsEntries(tls),
    send,
  ];
  return [server(plain), server(encrypted)];
}

function contentServer(host: VirtualHost, around: Surroundings): Entry {
  const { tls } = host;
  const plain = tls === undefined || !tls.only;
  return server([
    ...(plain ? listen(80, host.catchAll, undefined, around.os) : []),
    ...(tls === undefined ? [] : listen(443, host.catchAll, tls, around.os)),
    ...serverNames([host.domain, ...host.aliases]),
    // A port in front of nginx (a container's, a load balancer's) stays in the visitor's address.
    directive("absolute_redirect", syntax("off")),
    ...logEntries(host),
    ...(tls === undefined ? [] : tlsEntries(tls)),
    ...visitorEntries(host),
    ...fileEntries(host),
    ...limitEntries(host),
    ...gzipEntries(host),
    ...headerEntries(host),
    ...(host.basicAuth ? passwordEntries(host) : []),
    ...pageEntries(host),
    ...(plain ? challengeEntries(around) : []),
    ...locationEntries(host),
    ...(host.config === undefined ? [] : [comment("From the spec as it is"), { verbatim: host.config }]),
  ]);
}

/** The server for names that nobody has: it closes the connection. */
export function unknownNames(tls: Tls | undefined, rejects: boolean, around: Surroundings): readonly Entry[] {
  const closed = block("location", [syntax("/")], [directive("return", syntax("444"))]);
  const common = [directive("server_name", syntax("_")), directive("access_log", syntax("off"))];
  const plain = server([...listen(80, true, undefined, around.os), ...common, ...challengeEntries(around), closed]);
  const top = comment("A name that no site has gets no answer.");
  if (tls === undefined) return [top, plain];
  const encrypted = rejects
    ? [
        ...listen(443, true, tls, around.os),
        ...common,
        ...sessionEntries(),
        directive("ssl_reject_handshake", syntax("on")),
      ]
    : [...listen(443, true, tls, around.os), ...common, ...tlsEntries(tls), closed];
  return [top, plain, server(encrypted)];
}

function server(entries: readonly Entry[]): Entry {
  return block("server", [], entries);
}

function listen(port: number, everyName: boolean, tls: Tls | undefined, os: OsRelease): readonly Entry[] {
  const own = hasHttp2Directive(os);
  const words = [
    ...(tls === undefined ? [] : ["ssl", ...(own ? [] : ["http2"])]),
    ...(everyName ? ["default_server"] : []),
  ];
  const at = (address: string): Entry => directive("listen", ...[address, ...words].map(syntax));
  const http2 = tls !== undefined && own ? [directive("http2", syntax("on"))] : [];
  return [at(String(port)), at(`[::]:${port}`), ...http2];
}

/** Which names a server answers for. Whatever it answers, its version is nobody's business. */
function serverNames(names: readonly Text[]): readonly Entry[] {
  return [directive("server_name", ...names.map(name)), directive("server_tokens", syntax("off"))];
}

function certificateEntries(tls: Tls): readonly Entry[] {
  return [directive("ssl_certificate", literal(tls.certificate)), directive("ssl_certificate_key", literal(tls.key))];
}

function tlsEntries(tls: Tls): readonly Entry[] {
  return [...certificateEntries(tls), ...sessionEntries()];
}

/**
 * Mozilla's "intermediate" recommendation (wiki.mozilla.org/Security/Server_Side_TLS), in every server of port 443: OpenSSL
 * looks for a session to resume, and settles the version, before it reads which name is asked for, with what the
 * default server says. Where that says nothing about sessions, none is ever resumed.
 */
function sessionEntries(): readonly Entry[] {
  return [
    directive("ssl_protocols", syntax("TLSv1.2"), syntax("TLSv1.3")),
    directive("ssl_ciphers", syntax(ciphers)),
    directive("ssl_prefer_server_ciphers", syntax("off")),
    directive("ssl_session_cache", syntax("shared:sites:10m")),
    directive("ssl_session_timeout", syntax("1d")),
    directive("ssl_session_tickets", syntax("off")),
  ];
}

/**
 * What TLS 1.2 may encrypt with (TLS 1.3 has a list of its own). Of Mozilla's list without its last three, DHE-RSA-…: nginx
 * offers them only with a file of parameters (`ssl_dhparam`), and who speaks TLS 1.2 with AEAD has ECDHE, too.
 */
const ciphers = [
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
].join(":");

function hstsEntries(tls: Tls): readonly Entry[] {
  if (tls.hstsSeconds === undefined) return [];
  const age = value(literalText(`max-age=${tls.hstsSeconds}`));
  return [directive("add_header", syntax("Strict-Transport-Security"), age, syntax("always"))];
}

function logEntries(host: VirtualHost): readonly Entry[] {
  return host.accessLog ? [] : [directive("access_log", syntax("off"))];
}

function fileEntries(host: VirtualHost): readonly Entry[] {
  if (host.root === undefined) return [];
  return [
    directive("root", value(literalText(host.root))),
    directive("index", ...host.index.map((file) => value(literalText(file)))),
  ];
}

function limitEntries(host: VirtualHost): readonly Entry[] {
  return host.maxBody === undefined ? [] : [directive("client_max_body_size", syntax(nginxSize(host.maxBody)))];
}

const texts =
  "application/javascript application/json application/manifest+json application/rss+xml application/xml image/svg+xml text/css text/javascript text/plain text/xml";

function gzipEntries(host: VirtualHost): readonly Entry[] {
  if (!host.gzip) return [directive("gzip", syntax("off"))];
  return [
    directive("gzip", syntax("on")),
    directive("gzip_vary", syntax("on")),
    directive("gzip_proxied", syntax("any")),
    directive("gzip_min_length", syntax("1024")),
    directive("gzip_types", ...texts.split(" ").map(syntax)),
  ];
}

function passwordEntries(host: VirtualHost): readonly Entry[] {
  return [
    directive("auth_basic", syntax('"Please log in"')),
    directive("auth_basic_user_file", literal(passwordFile(host.name).path)),
  ];
}

function pageEntries(host: VirtualHost): readonly Entry[] {
  const page = (path: string, ...codes: readonly string[]): Entry =>
    directive("error_page", ...codes.map(syntax), value(literalText(path)));
  return [
    ...(host.notFoundPage === undefined ? [] : [page(host.notFoundPage, "404")]),
    ...(host.errorPage === undefined ? [] : [page(host.errorPage, "500", "502", "503", "504")]),
    ...(host.cacheAssets === undefined ? [] : [directive("expires", syntax(`$${variableName(host, "expires")}`))]),
  ];
}

/** Assets by the end of their name; by a variable, so that no `location` of its own gets in the way of the others. */
function assetMap(host: VirtualHost): readonly Entry[] {
  if (host.cacheAssets === undefined) return [];
  const ends = "avif|css|gif|ico|jpe?g|js|mjs|mp4|otf|png|svg|ttf|webm|webp|woff2?";
  return [
    block(
      "map",
      [syntax("$uri"), syntax(`$${variableName(host, "expires")}`)],
      [directive("default", syntax("off")), directive(`"~*\\.(?:${ends})$"`, syntax(`${host.cacheAssets}s`))],
    ),
  ];
}

function challengeEntries(around: Surroundings): readonly Entry[] {
  if (!around.challenge) return [];
  return [
    block(
      "location",
      [syntax("^~"), syntax("/.well-known/acme-challenge/")],
      [
        directive("auth_basic", syntax("off")),
        directive("allow", syntax("all")),
        directive("root", literal(challengeRoot)),
      ],
    ),
  ];
}

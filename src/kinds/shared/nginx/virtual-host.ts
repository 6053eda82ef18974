/** A virtual host as its block describes it, before it becomes nginx's language. */
import type { LowerContext, NestedBlock, Resource } from "../../../ir/model.ts";
import { knownText } from "../../../ir/read-value.ts";
import { type Text, literalText } from "../../../ir/text.ts";
import { type Value, unwrapValue } from "../../../ir/value.ts";
import { certificatePaths } from "../certificate-paths.ts";
import { readBool, readList, readNumber, readText, readTexts, readValue } from "../read.ts";
import { type Servers, fastCgiServer, servesHttp, serversOf } from "./backend.ts";
import type { Piecewise } from "./directives.ts";
import { containerNetworks, frontsOf } from "./fronts.ts";

/** Who may see a path and what is accepted there. */
export interface PlaceRules {
  readonly path: string;
  readonly allow: readonly string[];
  readonly password: boolean;
  readonly maxBody: number | undefined;
  readonly cacheSeconds: number | undefined;
}

/** A path that leads to an application. */
export interface Route extends PlaceRules {
  /** The application's name; undefined for a URL. */
  readonly application: string | undefined;
  readonly servers: Servers | undefined;
  /** The name that a site is asked by; undefined where the visitor's own is passed on. */
  readonly domain: Text | undefined;
  readonly url: Text | undefined;
  readonly stripPath: boolean;
  readonly websocket: boolean;
  readonly buffering: boolean;
  readonly timeoutSeconds: number;
  readonly balance: string;
  readonly maxFails: number;
  readonly failSeconds: number;
  readonly keepalive: number;
}

/** A path with rules of its own. */
export interface Location extends PlaceRules {
  readonly folder: string | undefined;
  readonly closed: boolean;
}

/** An old address. */
export interface Redirect {
  readonly path: string;
  readonly to: Text;
  readonly status: number;
  readonly below: boolean;
}

/** Encryption of a virtual host. */
export interface Tls {
  readonly certificate: string;
  readonly key: string;
  readonly only: boolean;
  readonly hstsSeconds: number | undefined;
}

/** PHP by FastCGI. */
export interface Php {
  readonly server: Text;
}

/** Everything about one virtual host. */
export interface VirtualHost {
  readonly name: string;
  readonly domain: Text;
  readonly aliases: readonly Text[];
  readonly redirectFrom: readonly Text[];
  readonly root: string | undefined;
  readonly index: readonly string[];
  readonly fallback: string | undefined;
  readonly php: Php | undefined;
  readonly routes: readonly Route[];
  readonly locations: readonly Location[];
  readonly redirects: readonly Redirect[];
  readonly headers: readonly (readonly [name: string, value: Text])[];
  /** Whether a name and a password are asked for. */
  readonly basicAuth: boolean;
  readonly tls: Tls | undefined;
  readonly securityHeaders: boolean;
  readonly catchAll: boolean;
  readonly gzip: boolean;
  readonly accessLog: boolean;
  readonly maxBody: number | undefined;
  readonly cacheAssets: number | undefined;
  readonly notFoundPage: string | undefined;
  readonly errorPage: string | undefined;
  readonly trustedProxies: readonly string[];
  /** Who of the spec passes visitors on to it; undefined when nobody does. */
  readonly fronts: Piecewise | undefined;
  readonly config: Text | undefined;
}

/** Reads a resource that `checkVirtualHost` has found good. */
export function readVirtualHost(resource: Resource, root: string | undefined, context: LowerContext): VirtualHost {
  const texts = (attribute: string): readonly Text[] =>
    readList(resource, attribute).map((value) => context.text(value) ?? []);
  const php = referenced(readValue(resource, "php"), context);
  const phpServer = php === undefined ? undefined : fastCgiServer(php, context);
  const basicAuth = (resource.blocks["basic-auth"] ?? []).length > 0;
  const index = readTexts(resource, "index");
  return {
    name: resource.name,
    domain: context.text(resource.attributes["domain"]?.value) ?? [],
    aliases: texts("aliases"),
    redirectFrom: texts("redirect-from"),
    root,
    index: index.length > 0 ? index : [...(php === undefined ? [] : ["index.php"]), "index.html"],
    fallback: readText(resource, "fallback") ?? (php === undefined ? undefined : "/index.php"),
    php: phpServer === undefined ? undefined : { server: phpServer },
    routes: (resource.blocks["route"] ?? []).map((block) => readRoute(block, resource, context)).sort(byPath),
    locations: (resource.blocks["location"] ?? []).map((block) => readLocation(block, basicAuth)).sort(byPath),
    redirects: (resource.blocks["redirect"] ?? []).map((block) => readRedirect(block, context)).sort(byPath),
    headers: headersOf(resource, context),
    basicAuth,
    tls: tlsOf(resource),
    securityHeaders: readBool(resource, "security-headers") !== false,
    catchAll: readBool(resource, "catch-all") === true,
    gzip: readBool(resource, "gzip") !== false,
    accessLog: readBool(resource, "access-log") !== false,
    maxBody: bytesOf(resource.attributes["max-body"]?.value),
    cacheAssets: readNumber(resource, "cache-assets"),
    notFoundPage: readText(resource, "not-found-page"),
    errorPage: readText(resource, "error-page"),
    trustedProxies: [...readTexts(resource, "trusted-proxies"), ...containerNetworks(resource, context)],
    fronts: frontsOf(resource, context),
    config: context.text(resource.attributes["config"]?.value),
  };
}

/** The resource that a value refers to. */
export function referenced(value: Value | undefined, context: Pick<LowerContext, "find">): Resource | undefined {
  const inner = unwrapValue(value);
  return inner?.is === "ref" && inner.resource !== undefined ? context.find(inner.resource) : undefined;
}

function tlsOf(resource: Resource): Tls | undefined {
  const value = readValue(resource, "certificate");
  if (value?.is !== "ref") return undefined;
  const { certificate, key } = certificatePaths(value.name);
  return {
    certificate,
    key,
    only: readBool(resource, "https-only") !== false,
    hstsSeconds: readNumber(resource, "hsts"),
  };
}

function headersOf(resource: Resource, context: LowerContext): VirtualHost["headers"] {
  const entries = (resource.blocks["headers"] ?? []).flatMap((block) => Object.entries(block.attributes));
  return entries
    .map(([header, attribute]) => [header, context.text(attribute.value) ?? []] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function readRules(block: NestedBlock, basicAuth: boolean): PlaceRules {
  return {
    path: block.label ?? "/",
    allow: textsOf(block, "allow"),
    password: basicAuth && inner(block, "password") !== false,
    maxBody: bytesOf(block.attributes["max-body"]?.value),
    cacheSeconds: numberIn(block, "cache"),
  };
}

function readRoute(block: NestedBlock, host: Resource, context: LowerContext): Route {
  const application = referenced(block.attributes["to"]?.value, context);
  const websocket = inner(block, "websocket") === true;
  return {
    ...readRules(block, (host.blocks["basic-auth"] ?? []).length > 0),
    application: application?.name,
    servers: application === undefined ? undefined : serversOf(application, context),
    domain:
      application === undefined || !servesHttp(application) || knowsAllNames(application, host)
        ? undefined
        : context.text(application.attributes["domain"]?.value),
    url: context.text(block.attributes["url"]?.value),
    stripPath: inner(block, "strip-path") === true,
    websocket,
    buffering: inner(block, "buffering") !== false,
    // Who waits for news says nothing for minutes: an open connection is no request that hangs.
    timeoutSeconds: numberIn(block, "timeout") ?? (websocket ? 3600 : 60),
    balance: knownText(block.attributes["balance"]?.value) ?? "round-robin",
    maxFails: numberIn(block, "max-fails") ?? 3,
    failSeconds: numberIn(block, "fail-timeout") ?? 10,
    keepalive: numberIn(block, "keepalive") ?? 16,
  };
}

/** Whether a site answers to every name with which visitors come to the host in front of it. */
function knowsAllNames(site: Resource, host: Resource): boolean {
  if (readBool(site, "catch-all") === true) return true;
  const known = new Set(answersTo(site));
  return readBool(host, "catch-all") !== true && answersTo(host).every((name) => name !== undefined && known.has(name));
}

/** Its names, in small letters; undefined for one that only a host knows. */
function answersTo(host: Resource): readonly (string | undefined)[] {
  return [...readList(host, "domain"), ...readList(host, "aliases")].map((value) => knownText(value)?.toLowerCase());
}

function readLocation(block: NestedBlock, basicAuth: boolean): Location {
  return {
    ...readRules(block, basicAuth),
    folder: knownText(block.attributes["folder"]?.value),
    closed: inner(block, "closed") === true,
  };
}

function readRedirect(block: NestedBlock, context: LowerContext): Redirect {
  return {
    path: block.label ?? "/",
    to: context.text(block.attributes["to"]?.value) ?? literalText("/"),
    status: numberIn(block, "status") ?? 301,
    below: inner(block, "below") === true,
  };
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

function inner(block: NestedBlock, attribute: string): boolean | undefined {
  const value = unwrapValue(block.attributes[attribute]?.value);
  return value?.is === "bool" ? value.value : undefined;
}

function numberIn(block: NestedBlock, attribute: string): number | undefined {
  const value = unwrapValue(block.attributes[attribute]?.value);
  if (value?.is === "number") return value.value;
  return value?.is === "duration" ? value.seconds : undefined;
}

function bytesOf(value: Value | undefined): number | undefined {
  const known = unwrapValue(value);
  return known?.is === "size" ? known.bytes : undefined;
}

function textsOf(block: NestedBlock, attribute: string): readonly string[] {
  const value = unwrapValue(block.attributes[attribute]?.value);
  return value?.is === "list" ? value.items.flatMap((item) => knownText(item) ?? []) : [];
}

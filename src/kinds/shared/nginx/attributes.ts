/** What everything that nginx serves has in common: names, encryption, limits, headers, who may see it. */
import type { AttributeSchema, NestedBlockSchema } from "../../../ir/kind.ts";
import { bool, boolValue, path, text, textValue } from "../types.ts";
import { locationWords, redirectWords, routeWords } from "./foreign-part-words.ts";

/**
 * What a route may lead to: everything that answers HTTP on a port. What is listed first is meant where names meet. A PHP
 * application is here for the message that says how it is reached.
 */
const applicationKinds: readonly string[] = [
  "node-app",
  "python-app",
  "process",
  "container",
  "site",
  "static-site",
  "php-app",
];

const domains = { type: "list", of: { type: "domain" } } as const;
const networks: AttributeSchema = {
  type: { type: "list", of: { type: "cidr" } },
  doc: "The only networks whose visitors are let in; everybody else gets 403.",
  example: '["203.0.113.0/24"]',
};
const maxBody: AttributeSchema = {
  type: { type: "size" },
  doc: "The largest upload that is accepted; a larger one gets 413.",
  example: "20MB",
};
const password: AttributeSchema = {
  type: bool,
  doc: "Whether the password of `basic-auth` is asked for here.",
  example: "false",
  default: { describe: "yes, when there is a `basic-auth`", reason: "what is closed is closed as a whole" },
};
const cache: AttributeSchema = {
  type: { type: "duration" },
  doc: "How long browsers keep what they got from here.",
  example: "7d",
};

/** Attributes of a virtual host. */
export const hostAttributes: Readonly<Record<string, AttributeSchema>> = {
  domain: {
    type: { type: "domain" },
    required: true,
    late: true,
    doc: "The name under which visitors reach it.",
    example: '"shop.example.com"',
  },
  aliases: {
    type: domains,
    late: true,
    doc: "Other names under which the same is shown.",
    example: '["shop.example.org"]',
  },
  "redirect-from": {
    type: domains,
    late: true,
    doc: "Other names whose visitors are sent to `domain`, such as the one with `www.`.",
    example: '["www.shop.example.com"]',
  },
  certificate: {
    type: { type: "ref", kinds: ["certificate"] },
    doc: "The certificate for HTTPS on port 443; without one it is HTTP on port 80 only.",
    example: "cert",
  },
  "https-only": {
    type: bool,
    doc: "Whether visitors who come without encryption are sent to HTTPS. Only with a `certificate`.",
    example: "false",
    default: { value: boolValue(true), reason: "a password sent over HTTP can be read on the way" },
  },
  hsts: {
    type: { type: "duration" },
    doc: "How long browsers refuse to come without HTTPS (the header Strict-Transport-Security). Cannot be taken back before it has run out.",
    example: "365d",
  },
  "max-body": {
    ...maxBody,
    default: { describe: "1 MB", reason: "that is what nginx itself accepts" },
  },
  gzip: {
    type: bool,
    doc: "Whether texts (HTML, CSS, JavaScript, JSON, SVG) are compressed.",
    example: "false",
    default: { value: boolValue(true), reason: "they become a quarter of their size" },
  },
  "access-log": {
    type: bool,
    doc: "Whether each request is written to `/var/log/nginx/access.log`; in a container, to its output.",
    example: "false",
    default: { value: boolValue(true), reason: "it is the first thing to look at when something is wrong" },
  },
  "security-headers": {
    type: bool,
    doc: "Whether answers say `X-Content-Type-Options: nosniff`, `X-Frame-Options: SAMEORIGIN` and `Referrer-Policy: strict-origin-when-cross-origin`, where an application has not said its own.",
    example: "false",
    default: { value: boolValue(true), reason: "they close well-known holes and break nothing that works" },
  },
  "catch-all": {
    type: bool,
    doc: "Whether it also answers for every name that no other site of the machine has.",
    example: "true",
    default: {
      value: boolValue(false),
      reason: "a name that nobody has set up is a mistake or a scanner: its connection is closed",
    },
  },
  "trusted-proxies": {
    type: { type: "list", of: { type: "cidr" } },
    doc: "Networks of load balancers and CDNs in front: they are believed about who the visitor is (`X-Forwarded-For`) and whether they came by HTTPS (`X-Forwarded-Proto`). A `proxy` of the file that leads here need not be named.",
    example: '["10.0.0.0/8"]',
  },
  "cache-assets": {
    type: { type: "duration" },
    doc: "How long browsers keep pictures, styles, scripts and fonts.",
    example: "30d",
  },
  "not-found-page": {
    type: path,
    doc: "The page for an address that does not exist (404), as a path of the site.",
    example: '"/404.html"',
  },
  "error-page": {
    type: path,
    doc: "The page for errors of the server (500, 502, 503, 504), as a path of the site.",
    example: '"/50x.html"',
  },
  config: {
    type: text,
    doc: "Directives of nginx for what nothing else here says; they end up in the `server` block as they are.",
    example: '"proxy_cookie_flags ~ secure;\\n"',
  },
};

/** Attributes of a virtual host that serves files. */
export const fileAttributes: Readonly<Record<string, AttributeSchema>> = {
  index: {
    type: { type: "list", of: { type: "name" } },
    doc: "The file that is shown for a folder.",
    example: '["index.html"]',
    default: { describe: "`index.html`; with `php` first `index.php`", reason: "everybody calls it so" },
  },
  fallback: {
    type: path,
    doc: "The file that is shown for an address which is no file, such as `/index.html` of a single-page application.",
    example: '"/index.html"',
    default: { describe: "404; with `php` it is `/index.php`", reason: "a wrong address should be seen as one" },
  },
};

/** `location` without what leads elsewhere. */
const placeAttributes: Readonly<Record<string, AttributeSchema>> = {
  allow: networks,
  password,
  "max-body": maxBody,
};

/** Blocks of a virtual host. */
export const hostBlocks: Readonly<Record<string, NestedBlockSchema>> = {
  route: {
    doc: "Leads a path, and everything below it, to an application.",
    example: 'route "/api/" { to = api }',
    labelled: true,
    attributes: {
      to: {
        type: { type: "ref", kinds: applicationKinds, anywhere: true },
        doc: "The application: its port, on this machine or on every host of another one.",
        example: "api",
      },
      url: {
        type: { type: "url" },
        doc: "An address that is not described here, instead of `to`.",
        example: '"https://api.example.net"',
      },
      "strip-path": {
        type: bool,
        doc: "Whether the application sees the address without the path of the route.",
        example: "true",
        default: { value: boolValue(false), reason: "an application that knows its path makes right links" },
      },
      websocket: {
        type: bool,
        doc: "Whether connections may become WebSockets.",
        example: "true",
        default: { value: boolValue(false), reason: "most applications have none" },
      },
      buffering: {
        type: bool,
        doc: "Whether an answer is collected before it is passed on; `false` for server-sent events and long streams.",
        example: "false",
        default: { value: boolValue(true), reason: "it frees the application from slow visitors" },
      },
      timeout: {
        type: { type: "duration" },
        doc: "How long the application may take between two parts of its answer; then the visitor gets 504.",
        example: "5min",
        default: {
          describe: "60s; 1h with `websocket`",
          reason: "a page that takes longer is broken; who waits for news may say nothing for long",
        },
      },
      balance: {
        type: { type: "enum", values: ["round-robin", "least-connections", "same-host"] },
        doc: "Which of several hosts gets a request: one after the other, the one with the fewest open ones, or for each visitor the same.",
        example: "least-connections",
        default: { value: textValue("round-robin"), reason: "it is even and needs no memory" },
      },
      "max-fails": {
        type: { type: "int", min: 0, max: 1000 },
        doc: "After how many failed attempts within `fail-timeout` one of several hosts is left out for that long.",
        example: "1",
        default: { value: { is: "number", value: 3 }, reason: "one lost request is no dead host" },
      },
      "fail-timeout": {
        type: { type: "duration" },
        doc: "How long a failed host is left out.",
        example: "30s",
        default: { value: { is: "duration", seconds: 10 }, reason: "that is what nginx itself does" },
      },
      keepalive: {
        type: { type: "int", min: 0, max: 10_000 },
        doc: "How many idle connections to the application each worker keeps open; 0 for none.",
        example: "32",
        default: {
          value: { is: "number", value: 16 },
          reason: "a connection for each request costs more than it brings",
        },
      },
      cache,
      ...placeAttributes,
    },
    foreign: routeWords,
  },
  redirect: {
    doc: "Sends visitors of an old address to a new one. The query behind the `?` comes along.",
    example: 'redirect "/old" { to = "/new" }',
    labelled: true,
    attributes: {
      to: {
        type: text,
        required: true,
        doc: "The new address: a path of the site, or a whole URL.",
        example: '"/new"',
      },
      status: {
        type: { type: "int", min: 301, max: 308 },
        doc: "301 and 308: for ever; 302 and 307: for now. 307 and 308 keep a form's data.",
        example: "302",
        default: { value: { is: "number", value: 301 }, reason: "search engines then forget the old address" },
      },
      below: {
        type: bool,
        doc: "Whether it holds for everything below the path too, with the rest of the address added to the new one.",
        example: "true",
        default: { value: boolValue(false), reason: "one page has one new address" },
      },
    },
    foreign: redirectWords,
  },
  location: {
    doc: "Rules for a path and everything below it; without a `/` at its end also for what begins like it: `/admin` holds for `/administration`.",
    example: 'location "/admin/" { allow = ["203.0.113.0/24"] }',
    labelled: true,
    attributes: {
      folder: { type: path, doc: "The folder that is served here instead of `root`.", example: '"/srv/downloads"' },
      closed: {
        type: bool,
        doc: "Whether nobody gets anything here: everybody gets 404.",
        example: "true",
        default: { value: boolValue(false), reason: "what is there is there to be seen" },
      },
      cache,
      ...placeAttributes,
    },
    foreign: locationWords,
  },
  headers: {
    doc: "Headers that every answer has.",
    example: 'headers { X-Robots-Tag = "noindex" }',
    attributes: {},
    map: {
      value: text,
      key: { pattern: /^[A-Za-z][A-Za-z0-9-]*$/, describe: "letters, digits and `-`, as in `X-Robots-Tag`" },
      late: true,
    },
  },
  "basic-auth": {
    doc: "Asks for a name and a password: a line for each user with the secret that holds the password.",
    example: "basic-auth { anna = preview-password }",
    attributes: {},
    map: {
      value: { type: "secret" },
      // A line for the name and one for the password, as other tools have it, would be two logins.
      key: {
        pattern: /^(?!(?:password|passwd|username)$)[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/,
        describe:
          "somebody's name, of letters, digits and `. _ @ -`, at most 64, with the secret: `anna = preview-password`",
      },
      sensitive: true,
    },
  },
};

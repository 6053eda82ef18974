/** Paths of a virtual host. */
import { joinTexts, literalText } from "../../../ir/text.ts";
import { type Entry, block, directive } from "./directives.ts";
import { nginxSize } from "./names.ts";
import { redirectEntries } from "./redirects.ts";
import { proxyEntries } from "./routes.ts";
import type { Location, PlaceRules, VirtualHost } from "./virtual-host.ts";
import { httpsVariable, isBehindProxy, schemeVariable } from "./visitors.ts";
import { type NginxWord, literal, name, syntax, value } from "./words.ts";

/** Every `location`, the most special first for the reader: nginx chooses by its own rules, not by order. */
export function locationEntries(host: VirtualHost): readonly Entry[] {
  return [
    ...redirectEntries(host),
    ...host.routes.flatMap((route) =>
      routeWords(route.path).map((words) =>
        block("location", words, [...ruleEntries(route, host), ...proxyEntries(host, route)]),
      ),
    ),
    ...host.locations.map((location) =>
      block(
        "location",
        placeWords(location.path),
        location.closed
          ? [directive("return", syntax("404"))]
          : [...ruleEntries(location, host), ...placeEntries(location, host)],
      ),
    ),
    ...(host.root === undefined ? [] : siteEntries(host)),
  ];
}

/** `^~`: no regular expression of the host (PHP, hidden files) takes something out of the path. */
function placeWords(path: string): readonly NginxWord[] {
  return path === "/" ? [syntax("/")] : [syntax("^~"), literal(path)];
}

/** `/app` and what is below it, but not `/apples`: nginx compares characters, not the steps of a path. */
function routeWords(path: string): readonly (readonly NginxWord[])[] {
  return path.endsWith("/")
    ? [placeWords(path)]
    : [
        [syntax("="), literal(path)],
        [syntax("^~"), literal(`${path}/`)],
      ];
}

function ruleEntries(rules: PlaceRules, host: VirtualHost): readonly Entry[] {
  return [
    ...rules.allow.map((network) => directive("allow", literal(network))),
    ...(rules.allow.length === 0 ? [] : [directive("deny", syntax("all"))]),
    ...(host.basicAuth && !rules.password ? [directive("auth_basic", syntax("off"))] : []),
    ...(rules.maxBody === undefined ? [] : [directive("client_max_body_size", syntax(nginxSize(rules.maxBody)))]),
    ...(rules.cacheSeconds === undefined ? [] : [directive("expires", syntax(`${rules.cacheSeconds}s`))]),
  ];
}

/**
 * `alias` puts the folder in the place of the path; both end with a slash, or neither, because else one could climb out of
 * the folder. Files that somebody put there are no programs of the site: PHP among them is not shown, and not run.
 */
function placeEntries(location: Location, host: VirtualHost): readonly Entry[] {
  const { folder, path } = location;
  if (folder === undefined) return host.root === undefined ? [] : [tryFiles(host), ...filesBelow(host)];
  const end = path.endsWith("/") && !folder.endsWith("/") ? "/" : "";
  const noPhp = block("location", [syntax("~"), syntax("\\.php")], [directive("return", syntax("404"))]);
  return [
    directive("alias", value(literalText(folder + end))),
    ...hiddenFiles,
    ...(host.php === undefined ? [] : [noPhp]),
  ];
}

/** Inside a place of its own PHP and hidden files need their rules again: else a program would be shown as text. */
function filesBelow(host: VirtualHost): readonly Entry[] {
  return [...hiddenFiles, ...phpEntries(host)];
}

function siteEntries(host: VirtualHost): readonly Entry[] {
  const taken = [...host.routes, ...host.locations].some((place) => place.path === "/");
  return [...(taken ? [] : [block("location", [syntax("/")], [tryFiles(host)])]), ...filesBelow(host)];
}

/** Who may see the path is decided before nginx goes on to the fallback. */
function tryFiles(host: VirtualHost): Entry {
  return directive("try_files", syntax("$uri"), syntax("$uri/"), fallbackOf(host));
}

function fallbackOf({ fallback, php }: VirtualHost): NginxWord {
  if (fallback === undefined) return syntax("=404");
  const word = value(literalText(fallback));
  // A program gets the query; a page needs none.
  return php !== undefined && fallback.endsWith(".php") ? joinTexts(word, literalText("$is_args$args")) : word;
}

const hiddenFiles: readonly Entry[] = [
  block("location", [syntax("~"), syntax("/\\.(?!well-known/)")], [directive("return", syntax("404"))]),
];

function phpEntries(host: VirtualHost): readonly Entry[] {
  if (host.php === undefined) return [];
  return [
    // `/index.php/admin/` would be `/admin/` for many frameworks, past the rules of that path.
    block("location", [syntax("~"), syntax("\\.php/")], [directive("return", syntax("404"))]),
    block(
      "location",
      [syntax("~"), syntax("\\.php$")],
      [
        // What visitors have uploaded is behind a symbolic link, in a folder that releases share: no program of the site.
        directive("disable_symlinks", syntax("on"), syntax("from=$document_root")),
        directive("try_files", syntax("$uri"), syntax("=404")),
        directive("include", syntax("fastcgi_params")),
        // The real path, so that a release behind a symbolic link is seen as a new one.
        directive("fastcgi_param", syntax("DOCUMENT_ROOT"), syntax("$realpath_root")),
        directive("fastcgi_param", syntax("SCRIPT_FILENAME"), syntax("$realpath_root$fastcgi_script_name")),
        ...(isBehindProxy(host)
          ? [
              directive("fastcgi_param", syntax("REQUEST_SCHEME"), syntax(schemeVariable(host))),
              directive("fastcgi_param", syntax("HTTPS"), syntax(httpsVariable(host)), syntax("if_not_empty")),
            ]
          : []),
        directive("fastcgi_param", syntax("HTTP_PROXY"), syntax('""')),
        directive("fastcgi_pass", name(host.php.server)),
      ],
    ),
  ];
}

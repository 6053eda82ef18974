/** What people who know nginx, Traefik, Caddy or HAProxy write in the blocks inside a virtual host. */
import type { ForeignWords } from "../../../ir/kind.ts";
import { wordsFor } from "../foreign-words.ts";

/** For a visitor's networks and uploads, in a route as well as in a location. */
const placeWords: ForeignWords = {
  ...wordsFor(["allow-from", "allowed-ips", "ip-whitelist", "ip-allow-list", "whitelist", "source-range"], {
    help: 'write `allow = ["203.0.113.0/24"]`: everybody else gets 403',
    same: "allow",
  }),
  ...wordsFor(["client-max-body-size", "max-body-size", "max-upload", "upload-limit"], {
    help: "write `max-body = 20MB`",
    same: "max-body",
  }),
  ...wordsFor(["expires", "cache-control", "max-age"], { help: "write `cache = 7d`", same: "cache" }),
  ...wordsFor(["auth", "auth-basic", "basic-auth", "htpasswd", "users"], {
    help: "write `basic-auth { anna = preview-password }` next to this block; `password = false` in this one lets visitors in unasked",
  }),
};

/** For `route`. */
export const routeWords: ForeignWords = {
  ...placeWords,
  ...wordsFor(["path", "prefix", "location", "match"], {
    help: 'take the line away: the path stands behind the kind, as in `route "/api/" { to = api }`',
  }),
  ...wordsFor(["upstream", "backend", "target", "service", "app", "servers", "proxy", "proxy-pass", "proxy-to"], {
    help: 'write `to = api`, the name of an application; an address that is not described here is `url = "https://api.example.net"`',
  }),
  ...wordsFor(["port", "host"], {
    help: "write `to = api`, the name of the application: its port and its hosts are known from it",
  }),
  ...wordsFor(["strip-prefix", "stripprefix", "rewrite", "remove-prefix"], {
    help: "write `strip-path = true`: the application sees the address without the path of the route",
  }),
  ...wordsFor(["websockets", "ws", "upgrade"], { help: "write `websocket = true`", same: "websocket" }),
  ...wordsFor(["proxy-buffering", "buffer"], { help: "write `buffering = false`", same: "buffering" }),
  ...wordsFor(["proxy-read-timeout", "read-timeout", "proxy-timeout", "response-timeout"], {
    help: "write `timeout = 5min`",
    same: "timeout",
  }),
  ...wordsFor(["method", "algorithm", "balancing", "load-balancing", "lb-policy", "lb-method"], {
    help: "write `balance = least-connections`, `round-robin` or `same-host`",
  }),
  ...wordsFor(["sticky", "sticky-sessions", "ip-hash", "session-affinity"], { help: "write `balance = same-host`" }),
  ...wordsFor(["headers", "header", "request-headers", "proxy-set-header", "forwarded", "preserve-host"], {
    help: "take the line away: `X-Forwarded-For`, `X-Forwarded-Host` and `X-Forwarded-Proto` are passed on anyway, and `Host` to an application",
  }),
};

/** For `redirect`. */
export const redirectWords: ForeignWords = {
  ...wordsFor(["from", "source", "path", "prefix", "regex", "match"], {
    help: 'take the line away: the old address stands behind the kind, as in `redirect "/old" { to = "/new" }`',
  }),
  ...wordsFor(["target", "destination", "dest", "url", "replacement", "return", "location"], {
    help: 'write `to = "/new"`',
    same: "to",
  }),
  ...wordsFor(["code", "status-code", "http-code"], { help: "write `status = 302`", same: "status" }),
  permanent: {
    help: "write `status = 301` for ever, which holds anyway, or `status = 302` for now",
    needless: ["true"],
  },
  ...wordsFor(["temporary", "type"], { help: "write `status = 302` for now; without it it is 301, for ever" }),
  ...wordsFor(["wildcard", "recursive", "match-prefix"], { help: "write `below = true`", same: "below" }),
};

/** For `location`. */
export const locationWords: ForeignWords = {
  ...placeWords,
  alias: { help: 'write `folder = "/srv/downloads"`', same: "folder" },
  ...wordsFor(["root", "document-root"], {
    help: 'write `folder = "/srv/downloads"`: as with `alias` of nginx, the path of the location is not looked for in it',
  }),
  ...wordsFor(["deny", "internal", "forbidden"], {
    help: 'write `closed = true`, or `allow = ["203.0.113.0/24"]` for those who may come',
  }),
  return: { help: 'write `closed = true` for 404; elsewhere leads `redirect "/old" { to = "/new" }`' },
  ...wordsFor(["rewrite", "redirect"], { help: 'write `redirect "/old" { to = "/new" }` in the place of this block' }),
  ...wordsFor(["to", "url", "proxy-pass", "upstream", "backend", "proxy", "websocket"], {
    help: 'write `route "/api/" { to = api }` in the place of this block',
  }),
};

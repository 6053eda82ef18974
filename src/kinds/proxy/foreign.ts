import type { ForeignWords } from "../../ir/kind.ts";
import { wordsFor } from "../shared/foreign-words.ts";
import { hostWords } from "../shared/nginx/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...hostWords("proxy front"),
  ...wordsFor(["to", "target", "proxy-to", "forward-to", "servers"], { help: 'write `route "/" { to = app }`' }),
  ...wordsFor(["websocket", "websockets", "timeout", "balance", "keepalive"], {
    help: 'write it into the route: `route "/" { to = app, websocket = true }`',
  }),
  ...wordsFor(["root", "document-root", "php"], {
    help: "a `proxy` has no files of its own: write `site` instead; a site can have routes, too",
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(
    [
      "reverse-proxy",
      "load-balancer",
      "loadbalancer",
      "lb",
      "ingress",
      "upstream",
      "traefik",
      "haproxy",
      "gateway",
      "balancer",
    ],
    { help: 'write `proxy front { domain = "shop.example.com", … }` with a `route "/" { to = app }`', same: "proxy" },
  ),
};

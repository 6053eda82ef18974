/** What people who know nginx, Apache, Caddy or Ansible roles write in such a block. */
import type { ForeignWords } from "../../../ir/kind.ts";
import { toolWords, wordsFor } from "../foreign-words.ts";

/** Words for any virtual host; `example` is a block of the kind. */
export function hostWords(example: string): ForeignWords {
  return {
    ...toolWords(example),
    ...wordsFor(["server-name", "servername", "hostname", "fqdn", "vhost"], {
      help: 'write `domain = "shop.example.com"`',
      same: "domain",
    }),
    ...wordsFor(["domains", "names"], {
      help: 'write the main one as `domain = "shop.example.com"`, the others as `aliases = ["shop.example.org"]`',
    }),
    ...wordsFor(["server-alias", "serveralias", "alias", "extra-domains"], {
      help: 'write `aliases = ["shop.example.org"]`',
      same: "aliases",
    }),
    ...wordsFor(["www", "redirect-www", "www-redirect"], {
      help: 'write `redirect-from = ["www.shop.example.com"]`',
    }),
    ...wordsFor(["ssl", "tls", "https", "ssl-certificate", "cert", "acme", "letsencrypt"], {
      help: "write `certificate = cert`, and next to this block `certificate cert { domain = … }`",
    }),
    ...wordsFor(["force-https", "force-ssl", "https-redirect", "redirect-https", "http-redirect", "redirect-http"], {
      help: "take the line away: with a `certificate` visitors are sent to HTTPS anyway",
      same: "https-only",
      needless: ["true", "yes"],
    }),
    ...wordsFor(["listen", "port", "http-port"], {
      help: "take the line away: 80, and 443 with a `certificate`; for another one, in front of nginx, change the port in Compose or the load balancer",
    }),
    ...wordsFor(["client-max-body-size", "max-upload", "upload-limit", "max-body-size"], {
      help: "write `max-body = 20MB`",
      same: "max-body",
    }),
    ...wordsFor(["auth-basic", "htpasswd", "users", "auth", "password"], {
      help: "write `basic-auth { anna = preview-password }` with a secret for each user",
    }),
    ...wordsFor(["error-document", "errordocument", "error-pages"], {
      help: 'write `not-found-page = "/404.html"` and `error-page = "/50x.html"`',
    }),
    ...wordsFor(["hsts-max-age", "strict-transport-security"], { help: "write `hsts = 365d`", same: "hsts" }),
    ...wordsFor(["default", "default-server", "catchall"], { help: "write `catch-all = true`", same: "catch-all" }),
    ...wordsFor(["extra-config", "raw", "snippet", "extra-parameters", "custom-config"], {
      help: 'write `config = "…;\\n"`, after a look at what else this kind can say',
      same: "config",
    }),
    ...wordsFor(["proxy-pass", "upstream", "reverse-proxy", "backend", "proxy"], {
      help: 'write `route "/" { to = app }`',
    }),
    ...wordsFor(["rewrite", "rewrites", "redirects"], {
      help: 'write `redirect "/old" { to = "/new" }`, one for each',
    }),
    ...wordsFor(["expires", "cache-control", "asset-cache"], {
      help: "write `cache-assets = 30d`",
      same: "cache-assets",
    }),
    ...wordsFor(["http2", "server-tokens", "access-log-path"], { help: "take the line away: that is done anyway" }),
  };
}

import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("certificate cert"),
  ...wordsFor(["common-name", "cn", "hostname", "server-name", "fqdn"], {
    help: 'write `domain = "shop.example.com"`',
    same: "domain",
  }),
  ...wordsFor(["domains", "subject-alt-name", "subject-alternative-names", "san", "sans", "alt-names", "dns-names"], {
    help: 'write the first one as `domain = "shop.example.com"`, the others as `aliases = ["www.shop.example.com"]`',
  }),
  ...wordsFor(["mail", "acme-email", "contact", "account-email", "certbot-admin-email"], {
    help: 'write `email = "admin@example.com"`',
    same: "email",
  }),
  ...wordsFor(["provider", "type", "source", "issuer", "method"], {
    help: "write `from = acme`, `self-signed`, `ca` or `files`",
    same: "from",
  }),
  ...wordsFor(["acme-directory", "directory-url", "directory", "ca-server"], {
    help: 'write `server = "https://acme.example.net/directory"`',
    same: "server",
  }),
  ...wordsFor(["private-key", "privatekey", "key-file", "ssl-certificate-key", "privkey"], {
    help: "write `key = shop-key` with `secret shop-key`: a key is in no file of the project",
  }),
  ...wordsFor(["fullchain", "chain", "crt", "pem", "ssl-certificate", "cert"], {
    help: 'write `certificate = file("./fullchain.pem")`',
    same: "certificate",
  }),
  ...wordsFor(["days", "validity", "duration", "not-after", "ownca-not-after", "selfsigned-not-after"], {
    help: "write `valid-for = 365d`",
    same: "valid-for",
  }),
  ...wordsFor(["renew", "auto-renew", "renewal", "renew-hook", "deploy-hook"], {
    help: "take the line away: it is renewed by itself, and the servers that use it read it again",
    needless: ["true", "yes"],
  }),
  ...wordsFor(["webroot", "challenge", "standalone", "acme-challenge"], {
    help: "take the line away: the sites of nginx answer the question of the ACME server, and without one certbot does",
  }),
  ...wordsFor(["path", "dest", "key-path", "cert-path"], {
    help: "take the line away: it is `/etc/ssl/local/NAME/fullchain.pem`, the key `privkey.pem` next to it",
  }),
  ...wordsFor(["notify", "handlers", "restarts", "restart-on"], {
    help: "write `reloads = [postfix]`",
    same: "reloads",
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(
    [
      "tls",
      "ssl",
      "cert",
      "letsencrypt",
      "lets-encrypt",
      "acme",
      "certbot",
      "x509-certificate",
      "openssl-certificate",
      "acme-certificate",
      "https",
      "tls-certificate",
      "ssl-certificate",
    ],
    {
      help: 'write `certificate cert { domain = "shop.example.com" }`, and `certificate = cert` in the site',
      same: "certificate",
    },
  ),
};

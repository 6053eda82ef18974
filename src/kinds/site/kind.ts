import type { Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { fileAttributes, hostAttributes, hostBlocks } from "../shared/nginx/attributes.ts";
import { sitePath } from "../shared/nginx/ops.ts";
import { hostBrings, hostName, hostProperties, hostTargets } from "../shared/nginx/host-kind.ts";
import { path } from "../shared/types.ts";
import { checkSite } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerSite } from "./lower.ts";

/** A website: nginx serves a folder, and PHP where it is wanted. */
export const kind: Kind = {
  name: "site",
  doc: "A website under a domain: nginx serves a folder of the machine, and PHP where there is some.",
  label: { presence: "required", scope: "file", ...hostName, example: "shop" },
  attributes: {
    ...hostAttributes,
    root: {
      type: path,
      doc: "The folder on the machine whose files are shown.",
      example: '"/srv/shop/public"',
      default: {
        describe: "`/var/www/` and the site's name; with `php` the `public` folder of the application",
        reason: "that is where the distribution expects websites",
      },
    },
    ...fileAttributes,
    php: {
      type: { type: "ref", kinds: ["php-app"] },
      doc: "The PHP application that runs the `.php` files; not those behind a symbolic link, where visitors' uploads are.",
      example: "app",
    },
  },
  blocks: hostBlocks,
  absent: true,
  addressable: true,
  properties: hostProperties,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a folder under a domain, with an old address and rules for a path",
      source:
        'envspec 1\n\nos = "debian-12"\n\ndirectory "/srv/shop" {}\n\nsite shop {\n  domain = "shop.example.com"\n  redirect-from = ["www.shop.example.com"]\n  root = "/srv/shop"\n  cache-assets = 30d\n\n  redirect "/old" { to = "/new" }\n  location "/internal/" { allow = ["203.0.113.0/24"] }\n  headers { X-Robots-Tag = "noindex" }\n}\n',
    },
    {
      title: "HTTPS, and a password in front",
      source:
        'envspec 1\n\nos = "debian-12"\n\nsecret preview-password = env("PREVIEW_PASSWORD")\n\ncertificate cert { domain = "preview.example.com" }\n\nsite preview {\n  domain = "preview.example.com"\n  certificate = cert\n\n  basic-auth { anna = preview-password }\n}\n',
    },
  ],
  check: checkSite,
  brings: hostBrings,
  primaryOp: (name) => opId("file", sitePath(name)),
  targets: hostTargets,
  lower: lowerSite,
};

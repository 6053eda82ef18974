import type { Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { fileAttributes, hostAttributes, hostBlocks } from "../shared/nginx/attributes.ts";
import { checkVirtualHost } from "../shared/nginx/check.ts";
import { hostBrings, hostName, hostProperties, hostTargets } from "../shared/nginx/host-kind.ts";
import { sitePath } from "../shared/nginx/ops.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerStaticSite, staticRoot } from "./lower.ts";

/** A folder of the project as a website. */
export const kind: Kind = {
  name: "static-site",
  doc: "A folder of your project as a website under a domain.",
  label: { presence: "required", scope: "file", ...hostName, example: "shop" },
  attributes: {
    source: {
      type: { type: "folder" },
      required: true,
      doc: "The folder of your project; it is copied to `/var/www/` and the site's name.",
      example: '"./public"',
    },
    ...hostAttributes,
    ...fileAttributes,
  },
  blocks: hostBlocks,
  absent: true,
  addressable: true,
  properties: hostProperties,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "the folder `public` of the project",
      source:
        'envspec 1\n\nos = "debian-12"\n\nstatic-site docs {\n  source = "./public"\n  domain = "docs.example.com"\n  not-found-page = "/404.html"\n}\n',
      files: { "public/index.html": "<h1>Docs</h1>\n" },
    },
  ],
  check: checkVirtualHost,
  brings: (_os, resource) => ({
    ...hostBrings(),
    ...(resource === undefined ? {} : { folders: [staticRoot(resource)] }),
  }),
  primaryOp: (name) => opId("file", sitePath(name)),
  targets: hostTargets,
  lower: lowerStaticSite,
};

import type { Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { certificatePaths } from "../shared/certificate-paths.ts";
import { unitName } from "../shared/names.ts";
import { bool, boolValue, groupRef, providedRef, reloadsAttribute, textValue, userRef } from "../shared/types.ts";
import { checkCertificate } from "./check.ts";
import { lowerContainer } from "./container.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerCertificate } from "./lower.ts";
import { sources } from "./sources.ts";

/** A TLS certificate and its key, wherever they come from. */
export const kind: Kind = {
  name: "certificate",
  doc: "A TLS certificate and its key, in `/etc/ssl/local/` and its name: `fullchain.pem` and `privkey.pem`.",
  label: { presence: "required", scope: "file", ...unitName, example: "cert" },
  attributes: {
    domain: {
      type: { type: "domain" },
      required: true,
      late: true,
      doc: "The domain it is for.",
      example: '"shop.example.com"',
    },
    aliases: {
      type: { type: "list", of: { type: "domain" } },
      late: true,
      doc: "More domains that it is for.",
      example: '["www.shop.example.com"]',
    },
    from: {
      type: { type: "enum", values: sources },
      doc: "Where it comes from: Let's Encrypt or another ACME server (`acme`), the machine itself (`self-signed`), a certificate authority of your own (`ca`), or files that you have (`files`).",
      example: "ca",
      default: { value: textValue("acme"), reason: "it costs nothing, and every browser knows it" },
    },
    email: {
      type: { type: "email" },
      doc: "Where the ACME server writes to when something is wrong.",
      example: '"admin@example.com"',
    },
    staging: {
      type: bool,
      doc: "Whether Let's Encrypt's test server is asked: its limits are generous, but browsers do not know it.",
      example: "true",
      default: { value: boolValue(false), reason: "what is built is meant to be used" },
    },
    server: {
      type: { type: "url" },
      doc: "The directory of another ACME server.",
      example: '"https://acme.example.net/directory"',
      default: { describe: "that of Let's Encrypt", reason: "anybody may use it" },
    },
    "ca-certificate": {
      type: { type: "content", from: "file" },
      doc: "The certificate of your own certificate authority, a file of your project.",
      example: 'file("./ca.pem")',
    },
    "ca-key": {
      type: { type: "secret" },
      sensitive: true,
      doc: "The key of your own certificate authority. It signs on the machine and is not kept there.",
      example: "ca-key",
    },
    certificate: {
      type: { type: "content", from: "file" },
      doc: "The certificate that you have, with those between it and a root, a file of your project.",
      example: 'file("./fullchain.pem")',
    },
    key: {
      type: { type: "secret" },
      sensitive: true,
      doc: "The key that belongs to it.",
      example: "shop-key",
    },
    "valid-for": {
      type: { type: "duration" },
      doc: "How long one that is made here holds. It is made again 30 days before its end; `ca` needs a run with the key of the authority for that.",
      example: "90d",
      default: {
        value: { is: "duration", seconds: 365 * 86_400 },
        reason: "clients refuse longer ones sooner or later",
      },
    },
    owner: {
      type: userRef,
      doc: "The user that the key belongs to.",
      example: "shop",
      default: {
        value: providedRef("user", "root"),
        reason: "servers read their key as root, before they give up its rights",
      },
    },
    group: {
      type: groupRef,
      doc: "A group whose members may read the key too.",
      example: "mail",
      default: { describe: "nobody but the owner", reason: "who has the key can be taken for you" },
    },
    reloads: reloadsAttribute,
  },
  blocks: {},
  absent: false,
  remains: ({ name }) => [
    `absent schedule certificate-${name}`,
    `absent file "/usr/local/sbin/certificate-${name}"`,
    `absent directory "/etc/ssl/local/${name}"`,
  ],
  addressable: false,
  placed: true,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "from Let's Encrypt, for a site",
      source:
        'envspec 1\n\nos = "debian-12"\n\ncertificate cert {\n  domain = "shop.example.com"\n  aliases = ["www.shop.example.com"]\n  email = "admin@example.com"\n}\n\nsite shop {\n  domain = "shop.example.com"\n  redirect-from = ["www.shop.example.com"]\n  certificate = cert\n}\n',
    },
    {
      title: "made by the machine itself, for a test system",
      source:
        'envspec 1\n\nos = "debian-12"\n\ncertificate cert {\n  domain = "shop.internal"\n  from = self-signed\n}\n\nsite shop {\n  domain = "shop.internal"\n  certificate = cert\n}\n',
    },
  ],
  check: checkCertificate,
  brings: () => ({ packages: ["openssl"] }),
  primaryOp: (name) => opId("directory", certificatePaths(name).folder),
  targets: {
    ansible:
      "`acme`: certbot, which a timer lets try again every hour until it has a certificate; until then there is a self-signed one in its place, so that nginx starts. certbot's own timer renews it. The others are put in place or made at once. `self-signed`: a timer renews it. `ca`: a run in the last 30 days signs it again; on the machine the unit `certificate-NAME` fails from then on, for your monitoring to see.",
    dockerfile:
      "Made when the containers start, and kept in a volume; an ACME certificate is a self-signed one there. A key of yours is a Compose secret.",
    "cloud-init": "The same as on Ansible; the first boot does not wait for the ACME server.",
  },
  lower: lowerCertificate,
  lowerContainer,
};

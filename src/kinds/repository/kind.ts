import { opId } from "../../ir/op-id.ts";
import type { Kind } from "../../ir/kind.ts";
import { repositoryName } from "../shared/names.ts";
import { text, texts, textValue } from "../shared/types.ts";
import { checkRepository } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerRepository } from "./lower.ts";

/** A key that signs nothing, for the example. */
const exampleKey = `-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEawQ2SxYJKwYBBAHaRw8BAQdAzxIzH13tshsvOvpptRijjBCoDflai6nBAaRB
09QZ6TS0IGVudmMgdGVzdCBrZXkgPHRlc3RAZXhhbXBsZS5jb20+iJAEExYIADgW
IQTPPjwMYc//bpsB+e9K6s4wrgi0tQUCawQ2SwIbAwULCQgHAgYVCgkICwIEFgID
AQIeAQIXgAAKCRBK6s4wrgi0tbkaAQC0w4MhY2ulvspmc65smE2Kak/rCzkwnJpn
hM//POK4CgD+LEy4VybI6Pmq9h21mRHZlyYvGx00zCc6SozfNxuCEgg=
=2QBx
-----END PGP PUBLIC KEY BLOCK-----
`;

/** An apt repository with its signing key. */
export const kind: Kind = {
  name: "repository",
  doc: "Another source of packages than the distribution's own, trusted by its signing key.",
  label: { presence: "required", scope: "machine", ...repositoryName, example: "nodesource" },
  attributes: {
    uri: {
      type: { type: "url" },
      required: true,
      doc: "Where the packages are.",
      example: '"https://deb.nodesource.com/node_22.x"',
    },
    suite: {
      type: text,
      doc: "The part of the repository for one release.",
      example: '"nodistro"',
      default: {
        describe: "the codename of the machine's release, such as `bookworm`",
        reason: "most repositories are laid out that way",
      },
    },
    components: {
      type: texts,
      doc: "The components of the suite.",
      example: '["main"]',
      default: {
        value: { is: "list", items: [textValue("main")] },
        reason: "nearly every repository has exactly this one",
      },
    },
    types: {
      type: { type: "list", of: { type: "enum", values: ["deb", "deb-src"] } },
      doc: "Programs (`deb`), source code (`deb-src`), or both.",
      example: "[deb]",
      default: { value: { is: "list", items: [textValue("deb")] }, reason: "servers do not build packages" },
    },
    architectures: {
      type: texts,
      doc: "Only packages for these processors.",
      example: '["amd64"]',
      default: { describe: "the machine's own", reason: "the same file then works on every machine" },
    },
    key: {
      type: { type: "content" },
      doc: "The repository's public signing key, a file of your project.",
      example: 'file("./keys/nodesource.asc")',
    },
    fingerprint: {
      type: text,
      doc: "The key's fingerprint, as its owner publishes it; a key file with another one is refused.",
      example: '"6F71 F525 2828 41EE DAF8 51B4 2F59 B5F9 9B1B E0B4"',
    },
  },
  blocks: {},
  absent: true,
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a vendor's Node.js for an app",
      source:
        'envspec 1\n\nos = "debian-12"\n\n# NodeSource: uri "https://deb.nodesource.com/node_22.x", suite "nodistro". PHP of Sury: uri "https://packages.sury.org/php".\n# The key is a file from the vendor\'s site; compare its fingerprint with the one that stands there.\nrepository vendor {\n  uri = "https://packages.example.com/node_22.x"\n  suite = "nodistro"\n  key = file("./keys/vendor.asc")\n  fingerprint = "CF3E 3C0C 61CF FF6E 9B01 F9EF 4AEA CE30 AE08 B4B5"\n}\n\nnode-app shop {\n  source = "./app"\n  version = "22"\n  repository = vendor\n}\n',
      files: {
        "keys/vendor.asc": exampleKey,
        "app/package.json": '{ "scripts": { "start": "node server.js" } }\n',
        "app/server.js": "",
      },
    },
    { title: "a repository that goes away", source: 'envspec 1\n\nos = "debian-12"\n\nabsent repository old-node\n' },
  ],
  check: checkRepository,
  targets: {
    ansible: "The key and a deb822 file, before any package.",
    dockerfile: "The same two files in the image, before any package.",
    "cloud-init": "The same two files, before any package.",
  },
  primaryOp: (name) => opId("repository", name),
  lower: lowerRepository,
};

import type { Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { pathName } from "../shared/names.ts";
import { groupAttribute, mode, ownerAttribute, reloadsAttribute, restartsAttribute, text } from "../shared/types.ts";
import { checkDownload } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { downloadCommand, lowerDownload, packagesFor } from "./lower.ts";
import { downloadProgram } from "./script.ts";

const sum = "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4";

/** A file from the internet. */
export const kind: Kind = {
  name: "download",
  doc: "A file from the internet, known by its checksum; or a folder with what is packed in it.",
  label: { presence: "required", scope: "machine", ...pathName, example: '"/usr/local/bin/tool"' },
  attributes: {
    url: {
      type: { type: "url" },
      required: true,
      doc: "Where it is.",
      example: '"https://example.com/tool-1.2.tar.gz"',
    },
    checksum: {
      type: text,
      required: true,
      doc: "Its SHA-256 checksum: what has another one is not put in place. A new version has a new checksum, by which it is seen.",
      example: `"${sum}"`,
    },
    unpack: {
      type: { type: "enum", values: ["tar", "zip"] },
      doc: "Unpack it: then the path is a folder, which each new version replaces as a whole. A tar archive may be compressed.",
      example: "tar",
      default: { describe: "no", reason: "most tools are a single file" },
    },
    strip: {
      type: { type: "int", min: 0, max: 20 },
      doc: "How many folders at the beginning of each path in the archive are left out.",
      example: "1",
      default: { describe: "0", reason: "an archive is unpacked as it is packed" },
    },
    owner: ownerAttribute,
    group: groupAttribute,
    mode: {
      type: mode,
      doc: "Who may read, change and run it.",
      example: "0755",
      default: { describe: "0644, for a folder 0755", reason: "everybody may read it, only the owner may change it" },
    },
    restarts: restartsAttribute,
    reloads: reloadsAttribute,
  },
  blocks: {},
  absent: false,
  remains: (ask) => [`absent ${ask.text("unpack") === undefined ? "file" : "directory"} "${ask.name}"`],
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a tool of one file, and one that comes in an archive",
      source: `envspec 1\n\nos = "debian-12"\n\ndownload "/usr/local/bin/tool" {\n  url = "https://example.com/tool-linux-amd64"\n  checksum = "${sum}"\n  mode = 0755\n}\n\ndownload "/opt/engine" {\n  url = "https://example.com/engine-1.2.tar.xz"\n  checksum = "${sum}"\n  unpack = tar\n  strip = 1\n}\n\nlink "/usr/local/bin/engine" { to = "/opt/engine/bin/engine" }\n`,
    },
  ],
  check: checkDownload,
  brings: (_os, resource) => ({
    packages: packagesFor(resource),
    folders: resource === undefined || resource.attributes["unpack"] === undefined ? [] : [resource.name],
  }),
  targets: {
    ansible: `A small program, \`${downloadProgram}\`, run when the checksum of what is there is another one.`,
    dockerfile: "The same program, run while the image is built.",
    "cloud-init": "The same program, run by the script of the first boot; it needs the network then.",
  },
  primaryOp: (name) => opId("exec", downloadCommand(name)),
  lower: lowerDownload,
};

import { opId } from "../../ir/op-id.ts";
import type { Kind } from "../../ir/kind.ts";
import { pathName } from "../shared/names.ts";
import { groupAttribute, mode, ownerAttribute, reloadsAttribute, restartsAttribute, texts } from "../shared/types.ts";
import { checkFile } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerFile } from "./lower.ts";

/** A file on the machine, exactly these bytes. */
export const kind: Kind = {
  name: "file",
  doc: "A file on the machine, with exactly this content.",
  label: { presence: "required", scope: "machine", ...pathName, example: '"/etc/motd"' },
  attributes: {
    text: {
      type: { type: "content" },
      sensitive: true,
      late: true,
      doc: "The content, written here.",
      example: '"Welcome\\n"',
    },
    source: {
      type: { type: "content", from: "file" },
      sensitive: true,
      late: true,
      doc: "The content, from a file of your project.",
      example: 'file("./motd")',
    },
    owner: ownerAttribute,
    group: groupAttribute,
    mode: {
      type: mode,
      doc: "Who may read and write it.",
      example: "0640",
      default: {
        describe: "0644; 0600 when it holds a secret",
        reason: "configuration is mostly read by everybody, a secret by nobody else",
      },
    },
    validate: {
      type: texts,
      doc: "A command that checks the new content before it is put in place; one word is `%s`, which stands for the file.",
      example: '["/usr/sbin/visudo", "-cf", "%s"]',
    },
    restarts: restartsAttribute,
    reloads: reloadsAttribute,
  },
  blocks: {},
  absent: true,
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a text written in place",
      source: 'envspec 1\n\nos = "debian-12"\n\nfile "/etc/motd" {\n  text = "Welcome\\n"\n}\n',
    },
    {
      title: "a configuration that a service reads again",
      source:
        'envspec 1\n\nos = "debian-12"\n\npackage nginx\nservice nginx\n\nfile "/etc/nginx/conf.d/limits.conf" {\n  reloads = [service.nginx]\n  text = """\n    client_max_body_size 20m;\n    """\n}\n',
    },
  ],
  check: checkFile,
  targets: {
    ansible: "`ansible.builtin.copy`, or a template where a value stays open; a secret one is shown in no log.",
    dockerfile: "Copied into the image; one with a secret or a host's value is put in place when the container starts.",
    "cloud-init":
      "Written by the script of the first boot; one with a secret takes the secret from the machine's `fetch`.",
  },
  primaryOp: (name) => opId("file", name),
  lower: lowerFile,
};

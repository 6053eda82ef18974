import type { Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { bool, boolValue, text, texts } from "../shared/types.ts";
import { checkMount } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerMount, mountUnit } from "./lower.ts";

/** A disk, a network folder or memory that shows up as a folder. */
export const kind: Kind = {
  name: "mount",
  doc: "A disk, a folder of another server, or memory, that shows up as a folder.",
  label: {
    presence: "required",
    scope: "machine",
    pattern: /^(?:\/|(?:\/[A-Za-z0-9_][A-Za-z0-9_.-]*)+)$/,
    describe: "a path of letters, digits, `/`, `.`, `_` and `-`",
    example: '"/srv/data"',
  },
  attributes: {
    source: {
      type: text,
      doc: "What is mounted: a disk by `UUID=…`, `LABEL=…` or its path, `server:/folder` of another machine, or for `type = bind` a folder.",
      example: '"UUID=0a3407de-014b-458b-b5c1-848e92a327a3"',
    },
    type: {
      type: { type: "enum", values: ["ext4", "xfs", "btrfs", "vfat", "nfs", "tmpfs", "bind"] },
      doc: "The file system; `tmpfs` is memory, `bind` a folder that shows up in a second place.",
      example: "tmpfs",
      default: {
        describe: "`nfs` for `server:/folder`, else what is found on the disk",
        reason: "the disk itself says what is on it",
      },
    },
    options: {
      type: texts,
      doc: "Options of mount(8).",
      example: '["noexec", "nosuid"]',
    },
    size: { type: { type: "size" }, doc: "How much memory `type = tmpfs` may take.", example: "256MB" },
    required: {
      type: bool,
      doc: "Whether the machine stops booting when it cannot be mounted.",
      example: "true",
      default: {
        value: boolValue(false),
        reason: "a machine without a disk can be looked at over SSH, one that stopped booting cannot",
      },
    },
  },
  blocks: {},
  absent: true,
  addressable: false,
  machineOnly: {
    reason: "what is mounted into a container is said when it is started, not in its image",
    instead: "mount it on the host, and give the container a volume of Compose",
  },
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a second disk",
      source:
        'envspec 1\n\nos = "debian-12"\n\nmount "/srv/data" {\n  source = "UUID=0a3407de-014b-458b-b5c1-848e92a327a3"\n  options = ["noatime"]\n}\n',
    },
    {
      title: "a folder of another server, memory, and a folder in a second place",
      source:
        'envspec 1\n\nos = "debian-12"\n\nmount "/srv/media" { source = "nas.example.com:/export/media" }\n\nmount "/var/cache/shop" {\n  type = tmpfs\n  size = 64MB\n  options = ["mode=0755", "noexec"]\n}\n\nmount "/srv/www/media" {\n  type = bind\n  source = "/srv/media"\n}\n',
    },
  ],
  targets: {
    ansible:
      "A systemd mount unit, mounted now and at boot; systemd's manual prefers units to `/etc/fstab` for tools. What lies below is written after it.",
    dockerfile: "Not here, and said: volumes of Compose are for this.",
    "cloud-init": "The same unit.",
  },
  primaryOp: (name) => opId("service", mountUnit(name)),
  check: checkMount,
  lower: lowerMount,
};

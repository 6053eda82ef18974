import type { Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { checkSwap } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerSwap, swapUnit } from "./lower.ts";

/** Room on the disk for what the memory does not hold. */
export const kind: Kind = {
  name: "swap",
  doc: "A file that takes what does not fit into the memory, so that a full memory makes the machine slow and not dead.",
  label: {
    presence: "required",
    scope: "machine",
    pattern: /^(?:\/[A-Za-z0-9_][A-Za-z0-9_.-]*)+$/,
    describe: "a path of letters, digits, `/`, `.`, `_` and `-`",
    example: '"/swapfile"',
  },
  attributes: {
    size: {
      type: { type: "size" },
      doc: "How big it is; another size makes the file anew.",
      example: "2GB",
    },
    swappiness: {
      type: { type: "int", min: 0, max: 200 },
      doc: "How eagerly the kernel puts memory there: 0 only in need, 60 is its own choice.",
      example: "10",
    },
  },
  blocks: {},
  absent: true,
  addressable: false,
  machineOnly: {
    reason: "memory belongs to the host of the containers",
    instead: "make the swap on the host, and limit a container with `mem_limit` and `memswap_limit`",
  },
  foreign,
  alsoCalled,
  examples: [
    {
      title: "two gigabytes, for need only",
      source: 'envspec 1\n\nos = "debian-12"\n\nswap "/swapfile" {\n  size = 2GB\n  swappiness = 10\n}\n',
    },
  ],
  targets: {
    ansible:
      "The file and a systemd unit that uses it from boot on; systemd's manual prefers units to `/etc/fstab` for tools. In a container that is a machine (LXC) only the unit, which waits.",
    dockerfile: "Not here, and said: memory belongs to the host.",
    "cloud-init": "The same file and unit.",
  },
  primaryOp: (name) => opId("service", swapUnit(name)),
  check: checkSwap,
  lower: lowerSwap,
};

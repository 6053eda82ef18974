import type { Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { lowerKernelModule, modulePath } from "./lower.ts";

/** A module of the kernel that is loaded at boot. */
export const kind: Kind = {
  name: "kernel-module",
  doc: "A part of the kernel that is loaded when the machine starts.",
  label: {
    presence: "required",
    scope: "machine",
    // modprobe takes `-` and `_` as the same; file names of modules have letters, digits and these two.
    pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
    describe: "letters, digits, `_` and `-`, beginning with a letter or a digit",
    example: "br_netfilter",
  },
  attributes: {},
  blocks: {},
  absent: false,
  addressable: false,
  machineOnly: {
    reason: "the kernel belongs to the host of the containers",
    instead: "load it on the host, for example with the `ansible` target",
  },
  examples: [
    {
      title: "a module that bridges need",
      source: 'envspec 1\n\nos = "debian-12"\n\nkernel-module br_netfilter\n',
    },
  ],
  targets: {
    ansible: "A file in `/etc/modules-load.d`.",
    dockerfile: "Not here: the kernel belongs to the host; reported.",
    "cloud-init": "The same file.",
  },
  primaryOp: (name) => opId("file", modulePath(name)),
  lower: lowerKernelModule,
};

import type { Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { bool, boolValue, text } from "../shared/types.ts";
import { checkKernelModule } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { loadPath, lowerKernelModule, modprobePath } from "./lower.ts";
import { readBool } from "../shared/read.ts";

/** A part of the kernel that is loaded, or kept out. */
export const kind: Kind = {
  name: "kernel-module",
  doc: "A part of the kernel that is loaded now and whenever the machine starts, or that never is.",
  label: {
    presence: "required",
    scope: "machine",
    // modprobe takes `-` and `_` as the same; file names of modules have letters, digits and these two.
    pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
    describe: "letters, digits, `_` and `-`, beginning with a letter or a digit",
    example: "br_netfilter",
  },
  attributes: {
    options: {
      type: text,
      doc: "What it is told when it is loaded; a change counts from the next boot on.",
      example: '"max_loop=16"',
    },
    blocked: {
      type: bool,
      doc: "Whether it is kept out instead: nothing loads it any more, and it is unloaded unless something uses it.",
      example: "true",
      default: { value: boolValue(false), reason: "a module that is written is wanted" },
    },
  },
  blocks: {},
  absent: true,
  addressable: false,
  machineOnly: {
    reason: "the kernel belongs to the host of the containers",
    instead: "load it on the host, for example with the `ansible` target",
  },
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a module that bridges need",
      source: 'envspec 1\n\nos = "debian-12"\n\nkernel-module br_netfilter\n',
    },
    {
      title: "options, and modules that nobody needs on a server",
      source:
        'envspec 1\n\nos = "debian-12"\n\nkernel-module loop { options = "max_loop=16" }\nkernel-module [dccp, sctp, usb-storage] { blocked = true }\n',
    },
  ],
  targets: {
    ansible:
      "Files in `/etc/modules-load.d` and `/etc/modprobe.d`, and `modprobe` now; in a container that is a machine (LXC) only the files.",
    dockerfile: "Not here, and said: the kernel belongs to the host.",
    "cloud-init": "The same files, and `modprobe` in the script of the first boot.",
  },
  primaryOp: (name, _os, resource) =>
    resource !== undefined && readBool(resource, "blocked") === true
      ? opId("file", modprobePath(name))
      : opId("file", loadPath(name)),
  check: checkKernelModule,
  lower: lowerKernelModule,
};

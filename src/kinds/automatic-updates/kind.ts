import type { Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { readBool } from "../shared/read.ts";
import { bool, boolValue, textValue } from "../shared/types.ts";
import { checkAutomaticUpdates } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerAutomaticUpdates } from "./lower.ts";

/** Updates that nobody has to think of. */
export const kind: Kind = {
  name: "automatic-updates",
  doc: "Updates that are installed every day without anybody thinking of it.",
  label: { presence: "none", scope: "machine", pattern: /^$/, describe: "nothing: a machine has one", example: "" },
  attributes: {
    updates: {
      type: { type: "enum", values: ["security", "all"] },
      doc: "Which updates: those that close holes, or everything that the distribution releases.",
      example: "all",
      default: {
        value: textValue("security"),
        reason: "they change as little as possible, and only they cannot wait for somebody to look",
      },
    },
    reboot: {
      type: { type: "time" },
      late: true,
      doc: "The time of day at which the machine reboots when an update wants it. Several hosts do so at the same time, unless each gives its own with a `let`.",
      example: '"04:30"',
      default: {
        describe: "never",
        reason:
          "a machine that goes away by itself is a surprise; a new kernel counts only after a reboot, so plan one",
      },
    },
    mail: {
      type: { type: "email" },
      late: true,
      doc: "Who hears of what was installed; a package that sends mail is needed too.",
      example: '"admin@example.com"',
    },
    "mail-report": {
      type: { type: "enum", values: ["on-change", "only-on-error", "always"] },
      doc: "What is worth a mail.",
      example: "only-on-error",
      default: { value: textValue("on-change"), reason: "it is what the package does" },
    },
    "restart-services": {
      type: bool,
      doc: "Whether services that still run old code after an update are started again at once (needrestart): your applications, and databases, too. It also holds for packages that Ansible or somebody installs. Jobs that run to their end are left alone.",
      example: "false",
      default: {
        value: boolValue(true),
        reason: "a hole is closed only when nothing runs the old code any more; a restart takes seconds",
      },
    },
    "remove-unused": {
      type: bool,
      doc: "Whether packages go that nothing needs any more after an update.",
      example: "true",
      default: { value: boolValue(false), reason: "what is taken away is somebody's decision" },
    },
  },
  blocks: {},
  absent: false,
  remains: () => ["absent package [unattended-upgrades, needrestart]"],
  addressable: false,
  machineOnly: {
    reason: "an image is not updated, it is built again",
    instead:
      "build and start the images again regularly, for example every night: the commands are in the README, under Updates",
  },
  foreign,
  alsoCalled,
  examples: [
    {
      title: "security updates, and a reboot at night when one wants it",
      source: 'envspec 1\n\nos = "debian-12"\n\nautomatic-updates {\n  reboot = "04:30"\n}\n',
    },
    {
      title: "all updates, with a mail when one goes wrong",
      source:
        'envspec 1\n\nos = "ubuntu-24.04"\n\npackage [bsd-mailx, postfix]\n\nautomatic-updates {\n  updates = all\n  mail = "admin@example.com"\n  mail-report = only-on-error\n}\n',
    },
  ],
  targets: {
    ansible:
      "unattended-upgrades with two files of its own in `/etc/apt/apt.conf.d`; the package's own file stays as it came; needrestart with a file in `/etc/needrestart/conf.d`.",
    dockerfile: "Not here, and said: images are built again instead.",
    "cloud-init": "The same files and timers.",
  },
  brings: (_os, resource) => ({
    packages: [
      "unattended-upgrades",
      ...(resource !== undefined && readBool(resource, "restart-services") === false ? [] : ["needrestart"]),
    ],
  }),
  primaryOp: () => opId("service", "unattended-upgrades.service"),
  check: checkAutomaticUpdates,
  lower: lowerAutomaticUpdates,
};

import { opId } from "../../ir/op-id.ts";
import { unitNameOn } from "../../ir/os/names.ts";
import type { Kind } from "../../ir/kind.ts";
import { isProvidedService } from "../../ir/os/provided.ts";
import { serviceName } from "../shared/names.ts";
import { bool, boolValue, changesAttribute } from "../shared/types.ts";
import { checkService } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerService } from "./lower.ts";
import { stopped } from "../shared/stopped.ts";

/** A service that a package brings. */
export const kind: Kind = {
  name: "service",
  doc: "A program that runs in the background and came with a package, such as nginx or a database.",
  label: { presence: "required", scope: "machine", ...serviceName, example: "nginx" },
  attributes: {
    enabled: {
      type: bool,
      doc: "Whether it starts with the machine.",
      example: "false",
      default: {
        describe: "yes, unless it is masked",
        reason: "a service that is mentioned is wanted after a restart too",
      },
    },
    running: {
      type: bool,
      doc: "Whether it runs now.",
      example: "false",
      default: { describe: "yes, unless it is masked", reason: "a service that is mentioned is wanted" },
    },
    masked: {
      type: bool,
      doc: "Whether it is made impossible to start.",
      example: "true",
      default: { value: boolValue(false), reason: "disabling is enough nearly always" },
    },
    "restart-on": changesAttribute("Things whose change restarts it.", '[file."/etc/ssh/sshd_config.d/10-keys.conf"]'),
    "reload-on": changesAttribute(
      "Things whose change makes it read its configuration again.",
      '[file."/etc/nginx/conf.d/limits.conf"]',
    ),
  },
  blocks: {},
  absent: false,
  remains: ({ name }) => [stopped(name)],
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    { title: "a service of a package", source: 'envspec 1\n\nos = "debian-12"\n\npackage nginx\nservice nginx\n' },
    {
      title: "a service that stays off",
      source:
        'envspec 1\n\nos = "debian-12"\n\npackage rsync\n\nservice rsync {\n  enabled = false\n  running = false\n}\n',
    },
  ],
  provided: isProvidedService,
  check: checkService,
  targets: {
    ansible: "`ansible.builtin.systemd`: enabled and running; restarts and reloads are handlers.",
    dockerfile: "Well-known services run in the foreground as a container of their own; others are reported.",
    "cloud-init": "Enabled and started by the script of the first boot.",
  },
  primaryOp: (name, os) => opId("service", unitNameOn(os, name)),
  lower: lowerService,
};

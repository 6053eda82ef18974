import type { Kind } from "../../ir/kind.ts";
import { restartsAttribute, text, textValue } from "../shared/types.ts";
import { checkEnvironmentVariable } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerEnvironmentVariable, variableOpId } from "./lower.ts";

/** A variable that everybody who logs in has, or every service of the machine. */
export const kind: Kind = {
  name: "environment-variable",
  doc: "A variable that everybody has who logs in to the machine, or that every service has. A single program gets its variables in its own `env` block.",
  label: {
    presence: "required",
    scope: "machine",
    // POSIX.1-2017, Base Definitions, 8.1
    pattern: /^[A-Za-z_][A-Za-z0-9_]{0,99}$/,
    describe: "letters, digits and `_`, not beginning with a digit",
    example: "EDITOR",
  },
  attributes: {
    value: { type: text, late: true, doc: "Its value, as it is: nothing in it is expanded.", example: '"vim"' },
    scope: {
      type: { type: "enum", values: ["login", "services", "everywhere"] },
      doc: "Who has it: sessions of people and of `cron` (`login`), the services that systemd starts (`services`), or both.",
      example: "everywhere",
      default: { value: textValue("login"), reason: "a service should have what its own block says and nothing else" },
    },
    restarts: restartsAttribute,
  },
  blocks: {},
  absent: true,
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "the way out of a company's network, for people and services",
      source:
        'envspec 1\n\nos = "debian-12"\n\nenvironment-variable EDITOR { value = "vim" }\n\nenvironment-variable [http_proxy, https_proxy] {\n  value = "http://proxy.example.com:3128"\n  scope = everywhere\n}\n',
    },
  ],
  check: checkEnvironmentVariable,
  targets: {
    ansible:
      "A line in `/etc/environment` for sessions; for services a file in `/etc/systemd/system/service.d`, which reaches each of them when it starts the next time.",
    dockerfile:
      "With `services` or `everywhere` a variable of each program's container, which `docker exec` finds there, too; a program's own `env` counts more, as it does on a machine. With `login` not here: nobody logs in to a container, and its programs shall not have it; reported.",
    "cloud-init": "The same line and file.",
  },
  primaryOp: (name, _os, resource) => variableOpId(name, resource),
  lower: lowerEnvironmentVariable,
};

import { opId } from "../../ir/op-id.ts";
import type { Kind } from "../../ir/kind.ts";
import { unitName } from "../shared/names.ts";
import { descriptionAttribute, programAttributes } from "../shared/program-attributes.ts";
import { bool, boolValue, envBlock, paths, text } from "../shared/types.ts";
import { checkSchedule } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerSchedule } from "./lower.ts";
import { weekdays } from "./when.ts";

/** A program of yours that runs at given times. */
export const kind: Kind = {
  name: "schedule",
  doc: "A program of yours that runs at given times: a systemd timer on each host of its machine; what may run only once stands on a machine with one host.",
  label: { presence: "required", scope: "file", ...unitName, example: "backup" },
  attributes: {
    ...programAttributes('["/usr/local/bin/backup", "--all"]'),
    every: {
      type: { type: "duration" },
      doc: "How often: minutes that divide an hour, hours that divide a day, 1d or 7d.",
      example: "15min",
    },
    at: { type: { type: "time" }, doc: "The time of day, on the machine's clock.", example: '"03:30"' },
    on: {
      type: { type: "list", of: { type: "enum", values: [...weekdays] } },
      doc: "Only on these days of the week.",
      example: "[mon, thu]",
    },
    calendar: {
      type: text,
      doc: "The times as systemd writes them, for what the others cannot say.",
      example: '"*-*-01 04:00:00"',
    },
    writable: {
      type: paths,
      doc: "The only directories it may write to, besides its own `/tmp`.",
      example: '["/var/backups"]',
      default: {
        describe: "wherever its user may write, except the system's own folders",
        reason: "scheduled programs mostly tidy up or copy",
      },
    },
    persistent: {
      type: bool,
      doc: "Whether a run that was missed while the machine was off happens after its start.",
      example: "false",
      default: { value: boolValue(true), reason: "a backup should not be skipped because of a restart" },
    },
    "random-delay": {
      type: { type: "duration" },
      doc: "Wait up to this long, so that many machines do not start at once.",
      example: "15min",
      default: { value: { is: "duration", seconds: 0 }, reason: "one machine needs none" },
    },
    description: descriptionAttribute("What it does, in a few words, for lists and logs.", '"Nightly backup"'),
  },
  blocks: { env: envBlock },
  absent: true,
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "every night",
      source:
        'envspec 1\n\nos = "debian-12"\n\nuser shop { system = true }\n\nschedule clean-carts {\n  run = ["/usr/bin/find", "/var/lib/shop", "-mtime", "+7", "-delete"]\n  user = shop\n  at = "03:30"\n}\n',
    },
    {
      title: "every quarter of an hour, and once a week",
      source:
        'envspec 1\n\nos = "debian-12"\n\nschedule ping {\n  run = ["/usr/bin/true"]\n  user = nobody\n  every = 15min\n}\n\nschedule report {\n  run = ["/usr/bin/true"]\n  user = nobody\n  on = [mon]\n  at = "08:00"\n}\n',
    },
  ],
  check: checkSchedule,
  targets: {
    ansible: "A systemd timer and its service.",
    dockerfile: "A Compose service under the profile `jobs`, for the scheduler of your host; reported.",
    "cloud-init": "The same systemd timer and service.",
  },
  primaryOp: (name) => opId("schedule", name),
  lower: lowerSchedule,
};

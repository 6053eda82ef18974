import { opId } from "../../ir/op-id.ts";
import type { Kind } from "../../ir/kind.ts";
import { appKinds } from "../shared/app/language.ts";
import { unitName } from "../shared/names.ts";
import { descriptionAttribute, programAttributes } from "../shared/program-attributes.ts";
import { bool, boolValue, envBlock, paths, text } from "../shared/types.ts";
import { checkSchedule } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerSchedule } from "./lower.ts";
import { weekdays } from "./when.ts";

const program = programAttributes('["/usr/local/bin/backup", "--all"]');

/** A program of yours that runs at given times. */
export const kind: Kind = {
  name: "schedule",
  doc: "A program of yours, or with `of` one of an app, that runs at given times: a systemd timer on each host of its machine; what may run only once stands on a machine with one host.",
  label: { presence: "required", scope: "file", ...unitName, example: "backup" },
  attributes: {
    of: {
      type: { type: "ref", kinds: appKinds },
      doc: "The app that it belongs to: then it has the app's running release, user, variables, settings and rights, and `user`, `group`, `directory` and `writable` are not written.",
      example: "shop",
    },
    ...program,
    run: {
      ...program.run,
      doc: "The program and its arguments, word by word; no shell reads them. With `of`, `node`, `php` and `python` are those of the app, and so are programs that its dependencies bring.",
    },
    user: {
      ...program.user,
      required: false,
      doc: "The user it runs as; it has to be written where there is no `of`.",
    },
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
  blocks: { env: { ...envBlock, doc: "Environment variables of the program; with `of`, beside those of the app." } },
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
      title: "Laravel's scheduler, every minute",
      source:
        'envspec 1\n\nos = "debian-12"\n\nphp-app shop {\n  source = "./app"\n  shared = ["storage"]\n\n  env { APP_ENV = "production" }\n}\n\nschedule tick {\n  of = shop\n  run = ["php", "artisan", "schedule:run"]\n  every = 1min\n}\n',
      files: { "app/public/index.php": "", "app/artisan": "" },
    },
    {
      title: "every quarter of an hour, and once a week",
      source:
        'envspec 1\n\nos = "debian-12"\n\nschedule ping {\n  run = ["/usr/bin/true"]\n  user = nobody\n  every = 15min\n}\n\nschedule report {\n  run = ["/usr/bin/true"]\n  user = nobody\n  on = [mon]\n  at = "08:00"\n}\n',
    },
  ],
  check: checkSchedule,
  targets: {
    ansible:
      "A systemd timer and its service. One of an app starts whatever release is running at that time, hardened as the app's workers are; a new release leaves the timer alone.",
    dockerfile:
      "A Compose service under the profile `jobs`, for the scheduler of your host; reported. One of an app is made from the same image stage as the app. What shall run in Compose by itself is a `worker` that waits for its times, such as Laravel's `schedule:work`.",
    "cloud-init": "The same systemd timer and service.",
  },
  primaryOp: (name) => opId("schedule", name),
  lower: lowerSchedule,
};

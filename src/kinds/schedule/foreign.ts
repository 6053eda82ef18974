import type { ForeignWords } from "../../ir/kind.ts";
import { programWords, toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("schedule backup"),
  ...programWords('["/usr/local/bin/backup", "--all"]'),
  ...wordsFor(["cron", "cron-expression", "schedule", "when", "hour", "day", "weekday", "month", "special-time"], {
    help: 'write `at = "03:30"` for every day, with `on = [mon]` for days of the week; `calendar = "*-*-01 04:00:00"` says everything else',
  }),
  ...wordsFor(["minute", "minutes", "interval", "period", "rate"], {
    help: 'write `every = 15min`, or `at = "03:30"` for a time of day',
  }),
  ...wordsFor(["on-calendar", "oncalendar"], { help: 'write `calendar = "*-*-* 03:30:00"`', same: "calendar" }),
  ...wordsFor(["time", "start-time"], { help: 'write `at = "03:30"`', same: "at" }),
  ...wordsFor(["days", "day-of-week", "weekdays"], { help: "write `on = [mon, thu]`", same: "on" }),
  ...wordsFor(["app", "application", "for", "in", "release"], {
    help: "write `of = shop`, the name of the app",
    same: "of",
  }),
  ...wordsFor(["randomized-delay-sec", "jitter", "splay"], {
    help: "write `random-delay = 15min`",
    same: "random-delay",
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["cron", "crontab", "cron-d", "cronjob", "cron-job", "timer", "systemd-timer", "job", "task-scheduler"], {
    help: 'write `schedule backup { run = ["/usr/local/bin/backup"], user = root, at = "03:30" }`',
  }),
};

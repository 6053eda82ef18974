import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { normaliseCalendar } from "../../src/kinds/schedule/calendar.ts";

/** Pairs that `systemd-analyze calendar` 252 gave. */
const good: readonly (readonly [string, string])[] = [
  ["*-*-* 03:30:00", "*-*-* 03:30:00"],
  ["*:0/5", "*-*-* *:00/5:00"],
  ["Mon..Fri *-*-* 8:00", "Mon..Fri *-*-* 08:00:00"],
  ["2026-*-01..07 10:00", "2026-*-01..07 10:00:00"],
  ["*-*~1 0:0", "*-*~01 00:00:00"],
  ["Sat,Sun 10:5", "Sat,Sun *-*-* 10:05:00"],
  ["hourly", "*-*-* *:00:00"],
  ["quarterly", "*-01,04,07,10-01 00:00:00"],
  ["*-*-* 03:00:00 Europe/Vienna", "*-*-* 03:00:00 Europe/Vienna"],
  ["10-15", "*-10-15 00:00:00"],
  ["*:10..30/5", "*-*-* *:10..30/5:00"],
  ["12:*", "*-*-* 12:*:00"],
  ["Mon,Wed..Fri", "Mon,Wed..Fri *-*-* 00:00:00"],
  ["thu 5:5", "Thu *-*-* 05:05:00"],
  ["yearly", "*-01-01 00:00:00"],
  ["*:5/5", "*-*-* *:05/5:00"],
  ["*:10,5", "*-*-* *:05,10:00"],
  ["Mon-Fri 8:00", "Mon..Fri *-*-* 08:00:00"],
  ["*-*-1,2/3", "*-*-01,02/3 00:00:00"],
  ["*-*-* 00/6:00:00", "*-*-* 00/6:00:00"],
  ["Monday,Tuesday,Wednesday 7:00", "Mon..Wed *-*-* 07:00:00"],
];

test.each(good)("%s is %s", (written, normal) => {
  expect(normaliseCalendar(written)).toEqual({ ok: true, calendar: normal });
  expect(normaliseCalendar(normal)).toEqual({ ok: true, calendar: normal });
});

test.each([
  "",
  "0-0",
  "*-13-1",
  "24:00",
  "12:60",
  "Foo 10:00",
  "10:00 tomorrow",
  "*-*-*-*",
  "*:*:*:*",
  "*-*-* 03:30:00 ; rm",
  "Fri..Mon",
  "every day",
])("%j is refused", (written) => {
  expect(normaliseCalendar(written).ok).toBe(false);
});

test.each([
  ["30 3 * * *", '"*-*-* 03:30:00"'],
  ["0 8 * * 1", '"Mon *-*-* 08:00:00"'],
  ["@daily", '"daily"'],
])("a line for cron, %s, is translated", (written, right) => {
  const read = normaliseCalendar(written);
  expect(read.ok ? "" : read.help).toContain(right);
});

const systemd = spawnSync("systemd-analyze", ["--version"]).status === 0;

test.runIf(systemd)("systemd itself agrees", () => {
  for (const [written, normal] of good) {
    const run = spawnSync("systemd-analyze", ["calendar", written], { encoding: "utf8" });
    const said = /Normalized form: (.*)/.exec(run.stdout)?.[1] ?? "nothing";
    expect([written, said]).toEqual([written, normal]);
  }
});

import { describe, expect, test } from "vitest";
import { changedTasks, readRecap } from "./ansible.ts";
import { machineSources } from "./apt.ts";
import { isoWeek } from "./images.ts";

describe("the recap of a playbook run", () => {
  const output = [
    "TASK [web : Install packages] ****",
    "changed: [web-1]",
    "PLAY RECAP *****",
    "web-1                      : ok=14   changed=12   unreachable=0    failed=0    skipped=0    rescued=0    ignored=0   ",
    "web-2                      : ok=1    changed=0    unreachable=1    failed=2    skipped=0    rescued=0    ignored=0   ",
  ].join("\n");

  test("is read per host", () => {
    expect(readRecap(output)).toEqual([
      { host: "web-1", ok: 14, changed: 12, unreachable: 0, failed: 0 },
      { host: "web-2", ok: 1, changed: 0, unreachable: 1, failed: 2 },
    ]);
    expect(readRecap("no recap here")).toEqual([]);
  });

  test("the evidence names the task", () => {
    expect(changedTasks(output)).toEqual(["web : Install packages: changed: [web-1]"]);
  });
});

describe("images", () => {
  test.each([
    ["2026-01-01", "2026-W01"],
    ["2024-12-30", "2025-W01"],
    ["2027-01-03", "2026-W53"],
    ["2026-11-23", "2026-W48"],
  ])("%s is in week %s", (day, week) => expect(isoWeek(new Date(`${day}T12:00:00Z`))).toBe(week));

  test("the machine's own sources are rewritten for another suite, in both formats", () => {
    const deb822 =
      "Types: deb\nURIs: http://mirror.test/debian\nSuites: bookworm\n\nTypes: deb\nURIs: http://mirror.test/debian-security\nSuites: bookworm-security\n\nTypes: deb\nURIs: https://other.test/node\nSuites: x\n";
    const wanted =
      "deb http://mirror.test/debian trixie main\ndeb http://mirror.test/debian trixie-updates main\ndeb http://mirror.test/debian-security trixie-security main\n";
    expect(machineSources("trixie", deb822)).toBe(wanted);
    expect(machineSources("trixie", "deb http://mirror.test/debian bookworm main contrib\n")).toBe(
      wanted.split("\n").slice(0, 2).join("\n") + "\n",
    );
  });
});

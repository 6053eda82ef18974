import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readSettings } from "./lab-settings.ts";
import { standInFamily } from "./stand-in.ts";

const folder = mkdtempSync(join(tmpdir(), "envc-settings-"));
afterAll(() => rmSync(folder, { recursive: true }));

function read(settings: unknown): unknown {
  writeFileSync(join(folder, "lab.json"), JSON.stringify(settings));
  return readSettings(join(folder, "lab.json"));
}

test("a spec without settings has all defaults", () =>
  expect(readSettings(join(folder, "not-there.json"))).toEqual({}));

test.each([
  [{ chekcs: [] }, "`chekcs`"],
  [{ checks: [{ run: ["true"], match: "x" }] }, "`match` beside `run`"],
  [{ checks: [{ run: ["true"], status: 200 }] }, "`status` beside `run`"],
  [{ checks: [{ port: 22, open: true, equals: "" }] }, "`equals` beside `port`"],
  [{ checks: [{ equals: "" }] }, "one of run, http, port"],
  [{ kill: [{ units: "web.service" }] }, "`units` in `kill`"],
  [{ rotation: { restart: [] } }, "`restart` in `rotation`"],
  [{ rotation: { restarts: [{ units: "web.service" }] } }, "`units` in `restarts`"],
  [{ rotation: { checks: [{ run: ["true"], match: "x" }] } }, "`match` beside `run`"],
  [{ suites: ["buster"] }, "the suite buster"],
])("%j is refused, for it would silently do nothing", (settings, words) => expect(() => read(settings)).toThrow(words));

test("what is known is taken as it is", () => {
  const settings = {
    network: "10.77.0.0/24",
    kill: [{ unit: "web.service", service: "web" }],
    checks: [{ http: "http://127.0.0.1/", from: "outside", status: 404, service: "web", within: 5, matches: "x" }],
  };
  expect(read(settings)).toEqual(settings);
});

test.each([
  ["postgres:15-bookworm", "postgres"],
  ["docker.io/library/redis", "redis"],
  ["registry.example.com:5000/team/app:1.2@sha256:00", "app"],
])("the stand-in of %s is %s", (image, family) => expect(standInFamily(image)).toBe(family));

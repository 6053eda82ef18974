import { expect, test } from "vitest";
import { codesOf } from "./compile-spec.ts";

const process = 'process api {\n  run = ["/usr/bin/sleep", "9"]\n  user = nobody\n  writable = ["/var/log/api"]\n}\n';

test.each([
  ["nothing", ""],
  ["a command about something else", 'command m {\n  run = "true"\n  creates = "/x"\n}\n'],
  ["a checkout elsewhere", 'checkout "/srv/app" {\n  repository = "https://example.com/a.git"\n  ref = "v1"\n}\n'],
])("a folder that %s makes is named", (_, more) => {
  expect(codesOf(process + more)).toEqual(["W0402"]);
});

test.each([
  ["a directory", 'directory "/var/log/api" { owner = nobody }\n'],
  ["a command that names it", 'command m {\n  run = "install -d -o nobody /var/log/api"\n  creates = "/x"\n}\n'],
  ["a command that says so", 'command m {\n  run = "/srv/prepare"\n  creates = "/var/log/api/x"\n}\n'],
  ["a checkout", 'checkout "/var/log" {\n  repository = "https://example.com/a.git"\n  ref = "v1"\n}\n'],
])("a folder that %s may make is not", (_, more) => {
  expect(codesOf(process + more).filter((code) => code === "W0402")).toEqual([]);
});

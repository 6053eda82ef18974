import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { runChecks } from "./checks.ts";
import type { Check, Target } from "./lab-settings.ts";
import type { Place } from "./place.ts";

const folder = mkdtempSync(join(tmpdir(), "envc-checks-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A place whose Docker client is a script; the arguments after the container's name are the command's. */
function place(script: string, more: Partial<Place> = {}): Place {
  const docker = join(folder, "docker");
  writeFileSync(docker, `#!/bin/sh\n${script}\n`);
  chmodSync(docker, 0o755);
  const engine = { docker, startedPid: undefined, legacyCgroups: false };
  return {
    tools: { engine, image: "tools", container: "t" },
    target: "ansible",
    container: "c",
    names: ["web", "web-1"],
    ...more,
  };
}

describe("where a check is made", () => {
  const tried = async (check: Partial<Check>, more: Partial<Place> = {}): Promise<boolean> =>
    (await runChecks([{ run: ["true"], ...check }], place("exit 0", more))).tried === 1;
  const on = (...targets: Target[]): Partial<Check> => ({ on: targets });
  const compose = (service: string, names: string[]): Partial<Place> => ({ target: "dockerfile", service, names });

  test("everywhere, when nothing is said", async () => {
    expect(await tried({})).toBe(true);
    expect(await tried({}, compose("app", ["web"]))).toBe(true);
  });

  test("on the targets it names", async () => {
    expect(await tried(on("cloud-init"))).toBe(false);
    expect(await tried(on("ansible", "cloud-init"))).toBe(true);
  });

  test("on the class or the host it names", async () => {
    expect(await tried({ machine: "web" })).toBe(true);
    expect(await tried({ machine: "web-1" })).toBe(true);
    expect(await tried({ machine: "web-2" })).toBe(false);
  });

  test("in the service it names, and on a booted machine whatever service it names", async () => {
    expect(await tried({ service: "db" }, compose("db", []))).toBe(true);
    expect(await tried({ service: "db" }, compose("app", ["web"]))).toBe(false);
    expect(await tried({ service: "db" }, { target: "dockerfile" })).toBe(false);
    expect(await tried({ service: "db" })).toBe(true);
  });

  test("not in the second service of a machine, which has the files of the first", async () =>
    expect(await tried({}, compose("second", []))).toBe(false));
});

describe("what a check says", () => {
  const failures = async (check: Check, script: string): Promise<readonly string[]> =>
    (await runChecks([check], place(script))).failures;

  test("a command is judged by its exit code and its output", async () => {
    expect(await failures({ run: ["x"], equals: "a\n" }, "echo a")).toEqual([]);
    expect(await failures({ run: ["x"], equals: "a" }, "echo a")).toEqual(['x: printed "a\\n", not "a"']);
    expect(await failures({ run: ["x"] }, "echo why >&2; exit 3")).toEqual(["x: exit code 3: why"]);
    expect(await failures({ run: ["x"], matches: "^b$" }, "echo a")).toHaveLength(1);
    expect(await failures({ run: ["x"], json: { a: 1 } }, `echo '{"a":2}'`)).toEqual([`x a: "2", not "1"`]);
  });

  const answer = (status: number, header: string): string =>
    `printf 'HTTP/1.1 ${status} X\\r\\n${header}\\r\\n\\r\\n' >&2; printf body`;

  test("an answer by its status, headers and body", async () => {
    const check: Check = { http: "http://x.test/", status: 301, headers: { location: "^https://" }, equals: "body" };
    expect(await failures(check, answer(301, "Location: https://x.test/"))).toEqual([]);
    expect(await failures(check, answer(301, "Location: http://x.test/"))).toHaveLength(1);
    expect(await failures(check, answer(301, "Other: https://x.test/"))).toHaveLength(1);
    expect(await failures(check, answer(200, "Location: https://x.test/"))).toHaveLength(1);
    expect(await failures({ ...check, equals: "other" }, answer(301, "Location: https://x.test/"))).toHaveLength(1);
    expect(await failures(check, "echo refused >&2; exit 7")).toEqual([
      "http://x.test/ from inside: exit code 7: refused",
    ]);
  });

  test("a port by whether it is open, and a client that did not run is no closed port", async () => {
    expect(await failures({ port: 22, open: true }, "echo open")).toEqual([]);
    expect(await failures({ port: 22, open: false }, "echo open")).toEqual(["port 22 from inside is open, not closed"]);
    expect(await failures({ port: 22, open: false }, "echo no image >&2; exit 125")).toHaveLength(1);
  });

  test("it has the time it is given to come true", async () => {
    const script = `if [ -e ${folder}/again ]; then echo a; else touch ${folder}/again; exit 1; fi`;
    expect(await failures({ run: ["x"], equals: "a\n", within: 5 }, script)).toEqual([]);
  });
});

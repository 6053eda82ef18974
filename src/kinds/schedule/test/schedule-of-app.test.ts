import { expect, test } from "vitest";
import { codesOf, lowerBlocks, lowerFiles, opWith, opsOfKind } from "../../../../test/kinds/compile-spec.ts";
import { expandMachine } from "../../../ir/expand-systemd.ts";
import type { MachineProgram } from "../../../ir/program.ts";
import { literalOf, type Text } from "../../../ir/text.ts";

const files = { "app/public/index.php": "<?php", "app/artisan": "" };
const shop =
  'secret key = env("KEY")\n\nphp-app shop {\n  source = "./app"\n  shared = ["storage"]\n  writable = ["/var/tmp"]\n\n  env {\n    KEY = key\n    LOG = "all"\n    MODE = "app"\n  }\n\n  ini { memory_limit = "96M" }\n}';

function machineWith(body: string, app = shop): MachineProgram {
  return lowerBlocks(`${app}\n\nschedule tick {\n  of = shop\n  every = 1min\n${body}\n}`, files);
}

const run = '  run = ["php", "artisan", "schedule:run"]';

function unitText(machine: MachineProgram, path: string): readonly string[] {
  const op = opWith(expandMachine(machine), `file:${path}`);
  return op.op === "file" && op.content.from === "text" ? textOf(op.content.text).split("\n") : [];
}

function textOf(text: Text): string {
  return text.map((part) => (typeof part === "string" ? part : `<${part.hole}>`)).join("");
}

test("a schedule of an app has its user, folder, variables and rights, but not its port", () => {
  const [tick] = opsOfKind(machineWith(`${run}\n\n  env {\n    MODE = "tick"\n  }`), "schedule");
  expect(tick).toMatchObject({
    user: "shop",
    group: "shop",
    directory: "/srv/shop/current",
    onCalendar: "*-*-* *:*:00",
  });
  expect(tick?.argv.map(literalOf)).toEqual(["/usr/bin/php8.2", "artisan", "schedule:run"]);
  expect(tick?.environment.map(({ name, value }) => `${name}=${textOf(value)}`)).toEqual([
    "KEY=<secret>",
    "LOG=all",
    "MODE=tick",
    "PHP_INI_SCAN_DIR=:/etc/shop/php",
  ]);
});

test("it may write what a worker may, and what runs it is as hard", () => {
  const machine = lowerBlocks(
    `${shop}\n\nschedule tick {\n  of = shop\n  every = 1min\n${run}\n}\n\nworker queue {\n  of = shop\n${run}\n}`,
    files,
  );
  const [tick] = opsOfKind(machine, "schedule");
  const queue = opsOfKind(machine, "process").find(({ name }) => name === "queue");
  expect(tick?.writable).toEqual(["/srv/shop/shared/storage", "/var/lib/shop", "/var/tmp"]);
  expect(tick?.writable).toEqual(queue?.writable);
  const hardening = (unit: string): readonly string[] =>
    unitText(machine, `/etc/systemd/system/${unit}.service`).filter((line) =>
      /^(User|Group|WorkingDirectory|ExecStart|ReadWritePaths|[A-Z]\w+=(yes|strict|native|read-only)|Protect|Restrict|Private|Capab)/.test(
        line,
      ),
    );
  expect(hardening("tick")).toContain("ProtectSystem=strict");
  expect(hardening("tick")).toEqual(hardening("queue"));
});

test("its timer starts behind the release's link, which does nothing to it", () => {
  const machine = expandMachine(machineWith(run));
  expect(machine.predecessors.get("service:tick.timer")).toContain("link:/srv/shop/current");
  const triggered = machine.ops.flatMap((op) => op.triggers.map(({ target }) => target));
  expect(triggered.filter((target) => target.includes("tick") && !target.endsWith(".timer"))).toEqual([]);
  expect(opWith(machine, "link:/srv/shop/current").triggers.map(({ target }) => target)).toEqual([
    "service:shop.service",
  ]);
});

test("programs are those of the app, in a container too", () => {
  const node = 'node-app shop { source = "./app" }';
  const sources = { "app/package.json": '{ "scripts": { "start": "node server.js" } }', "app/server.js": "" };
  const spec = `envspec 1\n\nos = "debian-12"\n\n${node}\n\nschedule tick {\n  of = shop\n  every = 1h\n  run = ["prisma", "migrate"]\n}\n`;
  for (const form of ["machine", "container"] as const) {
    const machine = lowerFiles({ ...sources, "main.envspec": spec }, form).programs[0]?.machines[0];
    const [tick] = machine === undefined ? [] : opsOfKind(machine, "schedule");
    expect(tick?.argv.map(literalOf)).toEqual(["/srv/shop/current/node_modules/.bin/prisma", "migrate"]);
  }
});

test("what it has from its app is not written beside `of`", () => {
  for (const line of ["user = root", 'group = "www-data"', 'directory = "/srv"', 'writable = ["/var/tmp"]'])
    expect(codesOf(`${shop}\n\nschedule tick {\n  of = shop\n  every = 1min\n${run}\n  ${line}\n}`, files)).toEqual([
      "E0459",
    ]);
});

test("without an app it needs a user, and with one a command", () => {
  expect(codesOf('schedule tick {\n  run = ["/usr/bin/true"]\n  every = 1min\n}')).toEqual(["E0317"]);
  expect(codesOf(`${shop}\n\nschedule tick {\n  of = shop\n  every = 1min\n  run = []\n}`, files)).toEqual(["E0417"]);
});

test("it stands where its app is", () => {
  const spec = `envspec 1\n\nmachine web {\n  os = "debian-12"\n}\n\nmachine db {\n  os = "debian-12"\n}\n\nphp-app shop {\n  source = "./app"\n  machine = web\n}\n\nschedule tick {\n  of = shop\n  every = 1min\n${run}\n}\n`;
  const { diagnostics } = lowerFiles({ ...files, "main.envspec": spec });
  expect(diagnostics.map(({ code }) => code)).toEqual(["E0215"]);
});

import { expect, test } from "vitest";
import { fitSize } from "../../../src/backends/cloud-init/fit-size.ts";
import { places } from "../../../src/backends/cloud-init/places.ts";
import type { CloudConfig, WriteFile } from "../../../src/backends/cloud-init/target.ts";
import { providers } from "../../../src/backends/cloud-init/providers.ts";
import type { MachineProgram } from "../../../src/ir/program.ts";
import { machine } from "./small-program.ts";

const hetzner: MachineProgram = machine([], { provider: "hetzner" });
const { limit } = providers.get("hetzner")!;

/** A config with so many files of some lines each; `seen` is told of each time that a file is printed. */
function configOf(count: number, seen: () => void = () => undefined): CloudConfig {
  const writeFiles = Array.from({ length: count }, (_, n): WriteFile => {
    const file = {
      path: `/var/lib/provision/files/${n}`,
      mode: "0644",
      bytes: new TextEncoder().encode(`line ${n}, as long as a line is\n`.repeat(20 + (n % 7))),
      encoding: n % 2 === 0 ? ("text" as const) : ("b64" as const),
      comment: n % 3 === 0 ? `The file ${n}` : undefined,
      provenance: [],
      lines: [],
      owner: "root:root",
    };
    return Object.defineProperty(file, "owner", {
      enumerable: true,
      get: () => {
        seen();
        return "root:root";
      },
    });
  });
  return {
    header: ["A header"],
    hostname: undefined,
    disableRoot: true,
    defaultUserStays: true,
    writeFiles,
    runCommands: [["sh", "/x"]],
    raw: [],
    machine: "web",
  };
}

test.each([100, 400])("each of %i files is printed a few times, however many are packed", (count) => {
  let printed = 0;
  const fitted = fitSize(
    configOf(count, () => printed++),
    hetzner,
  );
  expect(fitted.packed).toBe(true);
  expect(printed).toBeLessThan(10 * count);
});

test("no more is packed than has to be", () => {
  const fitted = fitSize(configOf(60), hetzner);
  expect(fitted.bytes).toBeLessThanOrEqual(limit);
  const small = fitted.config.writeFiles.filter((file) => file.encoding === "gz+b64");
  expect(small.length).toBeGreaterThan(0);
  expect(small.length).toBeLessThan(60);
  const last = small.toSorted((a, b) => a.bytes.length - b.bytes.length || (a.path < b.path ? 1 : -1))[0]!;
  const config = configOf(60);
  const usual = config.writeFiles.find((file) => file.path === last.path)!;
  const withoutLast = { ...fitted.config, writeFiles: fitted.config.writeFiles.map((f) => (f === last ? usual : f)) };
  expect(fitSize(withoutLast, { ...hetzner, provider: undefined }).bytes).toBeGreaterThan(limit);
});

test("where the scripts are most of it, nobody is told to fetch them", () => {
  const config = configOf(4);
  const [first] = config.writeFiles;
  const script = {
    ...first!,
    path: places.script,
    encoding: "text" as const,
    // Of little use to gzip, as it never repeats itself.
    bytes: new TextEncoder().encode(Array.from({ length: 60_000 }, (_, n) => String(n * n)).join(" ")),
  };
  const help = fitSize({ ...config, writeFiles: [...config.writeFiles, script] }, hetzner).diagnostics[0]?.help;
  expect(help).toMatch(
    /^it will most likely be refused; contents are little of it beside the script that makes the machine and .* \(\d+ bytes\): /,
  );
  expect(help).toMatch(/let Ansible do the work \(`--target ansible`\); VMware would take it$/);
});

test("a folder that is copied is one of the biggest parts, not each of its files", () => {
  const config = configOf(400);
  const provenance = [{ op: "tree:/srv/shop" as const, spans: [] }];
  const inTree = { ...config, writeFiles: config.writeFiles.map((file) => ({ ...file, provenance })) };
  expect(fitSize(inTree, hetzner).diagnostics[0]?.help).toMatch(
    /^it will most likely be refused; the biggest parts are `\/srv\/shop` \(400 files, \d+ bytes\): /,
  );
});

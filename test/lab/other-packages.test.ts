import { expect, test } from "vitest";
import type { Expectation } from "../../src/ir/expectation.ts";
import { compareProbes } from "./compare.ts";
import { otherPackagesMask } from "./other-packages.ts";
import type { FactValue, Probe } from "./probe.ts";
import type { LabMachine } from "./project.ts";

const BASE = { where: "anywhere", resource: "postgres.db", spans: [] } as const;
const SERVER: Expectation = { ...BASE, fact: "package", name: "postgresql-15", installed: true };
const CONFIG: Expectation = { ...BASE, fact: "link", path: "/etc/app.conf", target: "/etc/other.conf" };

function machine(
  onMachine: readonly Expectation[],
  inImage: readonly Expectation[],
  reported: readonly string[] = [],
): LabMachine {
  const notOn = { dockerfile: new Set(reported) };
  return { expectations: onMachine, inImage, notOn } as unknown as LabMachine;
}

function probe(facts: Readonly<Record<string, FactValue>>): Probe {
  return { live: false, full: true, facts: new Map(Object.entries(facts)) };
}

const SEEN = probe({
  "package:postgresql-15": { auto: false },
  "package:libpq5": { auto: true },
  "package:somebody-else": { auto: false },
  "user:postgres": { uid: 105 },
  "shadow:postgres": { lock: "locked" },
  "group:anna": { gid: 1000 },
  "gshadow:anna": { lock: "locked" },
  "path:/usr/lib/postgresql/15/bin/postgres": { mode: "0755" },
  "path:/usr/local/bin/left": { mode: "0755" },
  "path:/srv/left": { mode: "0644" },
  "path:/etc/app.conf": { mode: "0644" },
});

function left(on: readonly Expectation[], image: readonly Expectation[]): readonly string[] {
  const pair = "ansible ~ dockerfile";
  const { differences } = compareProbes(pair, SEEN, probe({}), [otherPackagesMask(machine(on, image), pair)]);
  return differences.map(({ key }) => key);
}

test("explains what the packages bring that only the machine has, and nothing of a spec's own", () => {
  expect(left([SERVER, CONFIG], [CONFIG])).toEqual([
    "group:anna",
    "gshadow:anna",
    "package:somebody-else",
    "path:/etc/app.conf",
    "path:/srv/left",
    "path:/usr/local/bin/left",
  ]);
});

test("explains what packages share, and no other file that differs", () => {
  const pair = "ansible ~ dockerfile";
  const mask = otherPackagesMask(machine([SERVER], []), pair);
  const seen = (target: string): Probe =>
    probe({ "path:/etc/alternatives/awk": { target }, "path:/etc/app": { target } });
  const { differences } = compareProbes(pair, seen("/usr/bin/gawk"), seen("/usr/bin/mawk"), [mask]);
  expect(differences.map(({ key }) => key)).toEqual(["path:/etc/app"]);
});

test("explains nothing where both have the same packages", () => {
  expect(left([SERVER], [SERVER])).toHaveLength(SEEN.facts.size);
});

test("explains the packages of what no image carries, where the build report says so", () => {
  const pair = "ansible ~ dockerfile";
  const lost = (reported: readonly string[]): readonly string[] => {
    const mask = otherPackagesMask(machine([SERVER], [SERVER], reported), pair);
    return compareProbes(pair, SEEN, probe({}), [mask]).differences.map(({ key }) => key);
  };
  expect(lost(["postgres.db"])).not.toContain("package:postgresql-15");
  expect(lost(["postgres.other"])).toContain("package:postgresql-15");
});

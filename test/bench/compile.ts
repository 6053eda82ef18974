import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { analyse } from "../../src/analysis/analyse.ts";
import { backendNames } from "../../src/backends/names.ts";
import { backends } from "../../src/backends/registry.ts";
import { layOutBuild } from "../../src/cli/lay-out-build.ts";
import { writeOutput } from "../../src/cli/output/write-output.ts";
import { compile } from "../../src/index.ts";
import { lowerModel } from "../../src/ir/lower-model.ts";
import { kinds } from "../../src/kinds/registry.ts";
import { parseFile } from "../../src/parser/parse.ts";
import { createMemoryFileSystem } from "../../src/platform/memory-file-system.ts";
import { createNodePlatform } from "../../src/platform/node-platform.ts";
import { createProjectFiles } from "../../src/platform/project-files.ts";
import { createSourceFile } from "../../src/text/source-file.ts";
import { hostsSpec, resourcesSpec, sitesSpec } from "./generate.ts";
import { median, runOnce } from "./measure.ts";
import type { Row } from "./table.ts";

interface CompileGate {
  readonly hosts: number;
  readonly seconds?: number;
  readonly goal?: number;
  readonly mebibytes?: number;
}

const sizes: readonly CompileGate[] = [
  { hosts: 1 },
  { hosts: 100, seconds: 0.3, goal: 0.15 },
  { hosts: 1000, seconds: 1, goal: 0.5 },
  { hosts: 10_000, seconds: 10, goal: 5, mebibytes: 1024 },
];

/** The whole program, as a user runs it: three targets, written to the disk. */
export function benchCompile(envc: string, folder: string, rounds: number): readonly Row[] {
  const rows: Row[] = [];
  const cpu = new Map<string, number>();
  const measure = (name: string, spec: string, gate: Omit<CompileGate, "hosts">): void => {
    const place = join(folder, name.replaceAll(/\W+/g, "-"));
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "main.envspec"), spec);
    const words = [envc, "build", join(place, "main.envspec")];
    const runs = Array.from({ length: rounds }, (_, round) =>
      runOnce(process.execPath, [...words, "--out", join(place, `out-${round}`)], { resources: true }),
    );
    const failed = runs.find((run) => run.status !== 0);
    if (failed !== undefined) throw new Error(`envc build of ${name} failed:\n${failed.output.slice(0, 2000)}`);
    cpu.set(name, median(runs.map((run) => run.cpuSeconds)));
    const memory = Math.max(...runs.map((run) => run.mebibytes));
    rows.push({
      what: `build ${name}, three targets`,
      value: median(runs.map((run) => run.seconds)),
      unit: "s",
      ...(gate.seconds === undefined ? {} : { gate: gate.seconds }),
      ...(gate.goal === undefined ? {} : { goal: gate.goal }),
      note: `${memory.toFixed(0)} MiB`,
    });
    if (gate.mebibytes !== undefined)
      rows.push({ what: `memory for ${name}`, value: memory, unit: "MiB", gate: gate.mebibytes, goal: 512 });
    rows.push(...benchUnchanged(envc, place, name));
  };
  for (const gate of sizes) measure(`${gate.hosts} hosts`, hostsSpec(gate.hosts), gate);
  measure("1000 resources", resourcesSpec(1000), {});
  measure("10000 resources", resourcesSpec(10_000), {});
  measure("400 sites", sitesSpec(400), {});
  measure("4000 sites", sitesSpec(4000), {});
  for (const [what, few, many] of [
    ["hosts", 1000, 10_000],
    ["resources", 1000, 10_000],
    ["sites", 400, 4000],
  ] as const) {
    const growth = (cpu.get(`${many} ${what}`) ?? 0) / (cpu.get(`${few} ${what}`) ?? 1);
    rows.push({ what: `growth of CPU, ${few} to ${many} ${what}`, value: growth, unit: "×", gate: 13, goal: 11 });
  }
  return rows;
}

/** Builds again without a change and counts what was written, by the manifest's time. */
function benchUnchanged(envc: string, place: string, name: string): readonly Row[] {
  const out = join(place, "out-0");
  const before = statSync(join(out, ".envc-manifest.json"), { bigint: true });
  const folder = statSync(out, { bigint: true });
  const run = runOnce(process.execPath, [envc, "build", join(place, "main.envspec"), "--out", out]);
  const after = statSync(join(out, ".envc-manifest.json"), { bigint: true });
  const same =
    before.mtimeNs === after.mtimeNs && before.ino === after.ino && folder.ino === statSync(out, { bigint: true }).ino;
  const written = same && run.output.includes("Nothing changed") ? 0 : 1;
  return [
    {
      what: `rebuild ${name}, nothing changed: written`,
      value: written,
      unit: "files",
      gate: 0,
      note: `${run.seconds.toFixed(3)} s`,
    },
  ];
}

/** The share of each phase, inside one warm process. */
export async function benchPhases(folder: string, hosts: number, rounds: number): Promise<readonly Row[]> {
  const text = hostsSpec(hosts);
  const project = {
    root: "main.envspec",
    files: createProjectFiles(createMemoryFileSystem({ "/p/main.envspec": text }), "/p", {}),
  };
  const times = new Map<string, number[]>();
  const time = <T>(name: string, work: () => T): T => {
    const started = process.hrtime.bigint();
    const result = work();
    times.set(name, [...(times.get(name) ?? []), Number(process.hrtime.bigint() - started) / 1e9]);
    return result;
  };
  for (let round = 0; round < rounds; round++) {
    time("parse", () => parseFile(createSourceFile("main.envspec", text)));
    const analysis = time("parse and analyse", () =>
      analyse({ ...project, registry: kinds, std: new Map(), backends: backendNames }),
    );
    const programs = time("lower", () => analysis.models.map((model) => lowerModel(model, kinds).program));
    for (const backend of backends)
      time(`backend ${backend.name}`, () => {
        for (const program of programs) if (program !== undefined) backend.build(program, {});
      });
    const result = await compile(project);
    const platform = createNodePlatform();
    const output = join(folder, `phases-${hosts}-${round}`);
    time("write", () => {
      writeOutput(platform, output, layOutBuild(platform, output, result, {}), { force: false, dryRun: false });
    });
  }
  const values = new Map([...times].map(([name, all]) => [name, median(all)]));
  values.set("analyse", Math.max(0, (values.get("parse and analyse") ?? 0) - (values.get("parse") ?? 0)));
  values.delete("parse and analyse");
  const total = [...values.values()].reduce((sum, value) => sum + value, 0);
  return [...values].map(([what, value]) => ({
    what,
    value: (100 * value) / total,
    unit: "%" as const,
    note: `${(value * 1000).toFixed(1)} ms`,
  }));
}

import { resolve } from "node:path";
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { analyse } from "../../src/analysis/analyse.ts";
import { expandMachine } from "../../src/ir/expand-systemd.ts";
import { lowerModel } from "../../src/ir/lower-model.ts";
import { kinds } from "../../src/kinds/registry.ts";
import { nodeFileSystem } from "../../src/platform/node-file-system.ts";
import { createProjectFiles } from "../../src/platform/project-files.ts";
import type { Program } from "../../src/ir/program.ts";
import { serializeProgram } from "../../src/ir/serialize-program.ts";
import { sampleProgram } from "./sample-program.ts";

const schema: unknown = JSON.parse(readFileSync("src/ir/ops.schema.json", "utf8"));
const validate = new Ajv({ allErrors: true, strict: true }).compile(schema as object);

function errorsOf(program: unknown): readonly string[] {
  return validate(program) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

const expanded: Program = { ...sampleProgram, machines: sampleProgram.machines.map(expandMachine) };

test.each([
  ["the sample", sampleProgram],
  ["the sample, expanded", expanded],
] as const)("%s is as the schema says, before and after a trip through JSON", (_name, program) => {
  const json = serializeProgram(program);
  expect(errorsOf(json)).toEqual([]);
  expect(JSON.parse(JSON.stringify(json))).toEqual(json);
});

test("the schema knows every op kind of the sample and nothing else", () => {
  const kinds = new Set(sampleProgram.machines[0]?.ops.map((op) => op.op));
  const known = (schema as { definitions: { op: { oneOf: readonly { $ref: string }[] } } }).definitions.op.oneOf.map(
    (one) => one.$ref.replace("#/definitions/", ""),
  );
  expect([...kinds].sort()).toEqual([...known].sort());
});

test("a field too many, a missing one and a wrong one are refused", () => {
  const spoil = (change: (op: Record<string, unknown>) => void): readonly string[] => {
    const json = JSON.parse(JSON.stringify(serializeProgram(sampleProgram))) as {
      machines: { ops: Record<string, unknown>[] }[];
    };
    const file = json.machines[0]?.ops.find((op) => op["op"] === "file");
    if (file !== undefined) change(file);
    return errorsOf(json);
  };
  expect(spoil(() => undefined)).toEqual([]);
  expect(spoil((op) => (op["colour"] = "red"))).not.toEqual([]);
  expect(spoil((op) => delete op["mode"])).not.toEqual([]);
  expect(spoil((op) => (op["mode"] = "644"))).not.toEqual([]);
});

test("bytes are base64 with their hash, and maps are objects", () => {
  const json = serializeProgram(sampleProgram) as {
    machines: {
      ops: { id: string; content?: { file: { bytes: object } } }[];
      predecessors: Record<string, string[]>;
    }[];
  };
  const logo = json.machines[0]?.ops.find((op) => op.id === "file:/srv/shop/logo.bin");
  expect(logo?.content?.file.bytes).toEqual({
    base64: "AP8KDYlQ",
    length: 6,
    sha256: "e9481df22c5847c8fc9ea85d793b6e11b8a8fbfb3cbce5f65b231136565eda68",
  });
  expect(json.machines[0]?.predecessors["file:/srv/shop/logo.bin"]).toEqual(["user:shop", "group:shop"]);
});

test.each(["01-static-site/site", "02-node-app/shop", "03-hardened-base/base", "04-modules-and-environments/agency"])(
  "the example %s is as the schema says",
  (example) => {
    const [folder, root] = example.split("/");
    const files = createProjectFiles(nodeFileSystem, resolve("examples", folder ?? ""), {});
    const backends = ["ansible", "dockerfile", "cloud-init"];
    const analysis = analyse({ root: `${root}.envspec`, files, registry: kinds, std: new Map(), backends });
    const programs = analysis.models.flatMap((model) => lowerModel(model, kinds).program ?? []);
    expect(programs.length).toBeGreaterThan(0);
    for (const program of programs) expect(errorsOf(serializeProgram(program))).toEqual([]);
  },
);

import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import { load, YAML11_SCHEMA } from "js-yaml";
import { describe, expect, it } from "vitest";
import { printYaml, yamlData } from "../../src/backends/shared/yaml.ts";
import { nastyStrings, treeWith, yamlStrings } from "./yaml-arbitraries.ts";

const runs = process.env.ENVC_LONG ? 10_000 : 100;

/** Reads many documents with one PyYAML process; gives what it read, or its complaint. */
function readWithPyYaml(documents: readonly string[]): readonly unknown[] {
  const program = [
    "import json, sys, yaml",
    "def read(text):",
    "    try:",
    "        return {'data': yaml.safe_load(text)}",
    "    except Exception as error:",
    "        return {'error': str(error)}",
    "json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)",
  ].join("\n");
  const result = spawnSync("/usr/bin/python3", ["-c", program], {
    input: JSON.stringify(documents),
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  if (result.status !== 0) throw new Error(result.stderr);
  return JSON.parse(result.stdout) as unknown[];
}

const hasPyYaml = spawnSync("/usr/bin/python3", ["-c", "import yaml"]).status === 0;

describe("every text survives the YAML writer", () => {
  it.skipIf(!hasPyYaml)("read by PyYAML", () => {
    const texts = [...nastyStrings, ...fc.sample(yamlStrings, runs)];
    const trees = texts.map(treeWith);
    const read = readWithPyYaml(trees.map((root) => printYaml({ root, explicitStart: true }).text));
    for (const [index, tree] of trees.entries())
      expect(read[index], JSON.stringify(texts[index])).toEqual({ data: yamlData(tree) });
  });

  it("read by js-yaml as YAML 1.1", () => {
    for (const text of nastyStrings)
      expect(load(printYaml({ root: treeWith(text) }).text, { schema: YAML11_SCHEMA })).toEqual(
        yamlData(treeWith(text)),
      );
    fc.assert(
      fc.property(yamlStrings, (text) => {
        const root = treeWith(text);
        expect(load(printYaml({ root }).text, { schema: YAML11_SCHEMA })).toEqual(yamlData(root));
      }),
      { numRuns: runs },
    );
  });

  it("with no line that is too long, unless a single word is", () => {
    fc.assert(
      fc.property(yamlStrings, (text) => {
        for (const line of printYaml({ root: treeWith(text) }).text.split("\n"))
          if (line.length > 160) expect(line.trim()).toMatch(/^(?:# +[^ \t]+|\? .*|".*":.*)$/);
      }),
      { numRuns: runs },
    );
  });
});

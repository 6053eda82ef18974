import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cloudInit } from "../../src/backends/cloud-init/backend.ts";
import { fileOp, machine, program, rawOp } from "../backends/cloud-init/small-program.ts";
import { nastyStrings, yamlStrings } from "./yaml-arbitraries.ts";

const runs = process.env.ENVC_LONG ? 10_000 : 100;

/** What cloud-init's own reader gets: the bytes of every file, in base64, and one of the author's keys. */
const reader = `
import base64, gzip, json, sys, yaml
def content(entry):
    text = entry["content"]
    if not isinstance(text, str): return repr(text)
    encoding = entry.get("encoding")
    data = text.encode() if encoding is None else base64.b64decode(text)
    return base64.b64encode(gzip.decompress(data) if encoding == "gz+b64" else data).decode()
result = []
for text in json.load(sys.stdin):
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    result.append({"files": [content(entry) for entry in data["write_files"]], "message": data["final_message"]})
json.dump(result, sys.stdout)
`;

const hasPyYaml = spawnSync("/usr/bin/python3", ["-c", "import yaml"]).status === 0;

/** A lone surrogate is no text (Unicode 3.9): it has no bytes. */
const isText = (text: string): boolean => Buffer.from(text).toString() === text;

describe("every content", () => {
  it.skipIf(!hasPyYaml)(
    "is read back by PyYAML byte for byte",
    () => {
      const texts = [...nastyStrings, ...fc.sample(yamlStrings, runs)].filter(isText);
      const printed = texts.map((text) => {
        const ops = [
          fileOp("/a", text),
          fileOp("/b", text, { mode: "4755" }),
          rawOp(`final_message: ${JSON.stringify("x")}\n`),
        ];
        const result = cloudInit.build(program(machine(ops)), {});
        expect(result.diagnostics).toEqual([]);
        return result.files.find((file) => file.path === "web.yaml")?.content;
      });
      const result = spawnSync("/usr/bin/python3", ["-c", reader], {
        input: JSON.stringify(printed),
        maxBuffer: 2 ** 30,
      });
      expect(result.stderr.toString()).toBe("");
      const read = JSON.parse(result.stdout.toString()) as readonly {
        readonly files: readonly string[];
        readonly message: string;
      }[];
      for (const [index, text] of texts.entries()) {
        const bytes = Buffer.from(text).toString("base64");
        expect(read[index]?.files.slice(0, 2), JSON.stringify(text)).toEqual([bytes, bytes]);
      }
    },
    600_000,
  );
});

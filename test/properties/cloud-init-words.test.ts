import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printScript } from "../../src/backends/cloud-init/print-script.ts";
import type { Script } from "../../src/backends/cloud-init/target.ts";
import { isLiteralSafe } from "../../src/backends/shared/yaml-scalar.ts";
import { nastyStrings, yamlStrings } from "./yaml-arbitraries.ts";

const runs = process.env.ENVC_LONG ? 10_000 : 100;

type Name = "say" | "put";

/** A script that prints each word, and a NUL after it. */
function sayAll(words: readonly string[]): Script<Name> {
  return {
    opening: "#!/bin/sh\nset -eu\nexport LC_ALL=C.UTF-8",
    closing: ":",
    closingNeeds: [],
    announce: "say",
    functions: { say: { text: "say() { :; }" }, put: { text: "put() { printf '%s\\0' \"$@\"; }" } },
    steps: words.map((word) => ({
      title: word,
      comment: word,
      statements: [
        { call: "put", words: [word] },
        {
          when: [{ call: "test", words: ["-n", `x${word}`], negated: false }],
          calls: [{ call: "put", words: [word, word] }],
        },
      ],
      provenance: [],
    })),
  };
}

const hasDash = spawnSync("dash", ["-c", ":"]).status === 0;

describe("every word of a script", () => {
  const words = [...nastyStrings, ...fc.sample(yamlStrings, runs)].map((word) => word.replaceAll("\u0000", ""));

  it.skipIf(!hasDash)(
    "reaches the command in dash as it is, byte for byte",
    () => {
      const { text } = printScript(sayAll(words));
      const result = spawnSync("dash", ["-"], { input: text, maxBuffer: 2 ** 30 });
      expect(result.stderr.toString()).toBe("");
      expect(result.status).toBe(0);
      const read = result.stdout.toString().split("\0");
      for (const [index, word] of words.entries())
        expect(read.slice(index * 3, index * 3 + 3), JSON.stringify(word)).toEqual([word, word, word]);
    },
    600_000,
  );

  it("leaves the script readable in YAML", () => {
    for (const word of words)
      expect(isLiteralSafe(printScript(sayAll([word])).text, 6), JSON.stringify(word)).toBe(true);
  });
});

import { describe, expect, it } from "vitest";
import { printScript } from "../../../src/backends/cloud-init/print-script.ts";
import type { Script, Statement } from "../../../src/backends/cloud-init/target.ts";

type Name = "step" | "a" | "b" | "unused";

function script(...statements: readonly Statement<Name>[]): Script<Name> {
  return {
    opening: "#!/bin/sh",
    closing: "echo end",
    closingNeeds: [],
    announce: "step",
    functions: {
      step: { text: "step() { :; }" },
      unused: { text: "unused() { :; }" },
      a: { text: "a() { b; }", needs: ["b"], variable: "x=1" },
      b: { text: "b() { :; }", variable: "x=1" },
    },
    steps: [{ title: "Do it", comment: "Why.\nAnd how.", statements, provenance: [{ op: "exec:x", spans: [] }] }],
  };
}

describe("printScript", () => {
  it("prints the functions that are used, the ones they need before them, and each variable once", () => {
    const { text } = printScript(script({ call: "a", words: ["/etc/motd", "it's"] }));
    expect(text).toBe(
      "#!/bin/sh\nx=1\n\nstep() { :; }\n\na() { b; }\n\nb() { :; }\n\n# Why.\n# And how.\nstep 'Do it'\na /etc/motd 'it'\\''s'\n\necho end\n",
    );
  });

  it("knows the lines of each step", () => {
    const { text, lines } = printScript(script({ call: "b", words: [] }));
    expect(lines).toEqual([{ from: 8, to: 11, provenance: { op: "exec:x", spans: [] } }]);
    expect(text.split("\n").slice(7, 11)).toEqual(["# Why.", "# And how.", "step 'Do it'", "b"]);
  });

  it("breaks long commands between words", () => {
    const words = Array.from({ length: 30 }, (_, index) => `word-${index}`);
    const { text } = printScript(script({ call: "b", words }));
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
    expect(text).toContain(" \\\n  word-");
  });

  it("puts words that cannot be read into a variable, before the condition that needs them", () => {
    const { text } = printScript(
      script({
        when: [
          { call: "test", words: ["-e", "/x"], negated: true },
          { call: "b", words: ["\u0007\n"], negated: true },
        ],
        calls: [{ call: "b", words: ["a\rb"] }],
      }),
    );
    expect(text).toContain(
      [
        "text_1=$(printf %b '\\0007\\n' .)",
        "text_1=${text_1%.}",
        "if [ ! -e /x ] \\",
        '  && ! b "$text_1"; then',
        "  text_2=$(printf %b 'a\\rb' .)",
        "  text_2=${text_2%.}",
        '  b "$text_2"',
        "fi",
      ].join("\n"),
    );
  });
});

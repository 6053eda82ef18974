import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printEnvironmentFile } from "../../src/ir/environment-file.ts";
import { expandProcess } from "../../src/ir/expand-systemd.ts";
import type { ProcessOp } from "../../src/ir/ops.ts";
import { resolveText } from "../../src/ir/resolve-text.ts";
import { type Text, literalText } from "../../src/ir/text.ts";

const runs = process.env["ENVC_LONG"] ? 10_000 : 100;

/** Every text that an argument or a variable may be: no NUL, no half of a surrogate pair. */
const anyText = fc
  .oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.string({ unit: fc.constantFrom(...Array.from("\"'\\`$%{}\n\t\r ;#=a€🙂\u0001\u007f")), maxLength: 12 }),
  )
  .filter((text) => !text.includes("\u0000") && !/\p{Surrogate}/u.test(text));

/** A hole whose value is filled in later gives the same bytes as the value written there. */
const half = (value: string): Text => [
  { hole: "variable", name: "v", value, encoding: "plain", span: { file: "x", start: 0, end: 0 } },
];

function bytesOf(text: Text): string {
  const resolved = resolveText(text, (hole) => (hole.hole === "variable" ? hole.value : undefined));
  if (!resolved.ok) throw new Error("a hole is left");
  return resolved.text;
}

/** systemd's own reader of environment files (src/basic/env-file.c, parse_env_file_internal), states by name. */
function readEnvironmentFile(content: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  let state: "key" | "pre" | "quoted" | "escape" = "key";
  let key = "";
  let value = "";
  for (const c of `${content}\n`) {
    switch (state) {
      case "key":
        if (c === "\n" && key === "") break;
        if (c === "=") state = "pre";
        else key += c;
        break;
      case "pre":
        if (c === "\n") {
          values[key] = value;
          [key, value, state] = ["", "", "key"];
        } else if (c === '"') state = "quoted";
        else throw new Error(`unexpected ${JSON.stringify(c)} outside of quotes`);
        break;
      case "quoted":
        if (c === '"') state = "pre";
        else if (c === "\\") state = "escape";
        else value += c;
        break;
      case "escape":
        value += '"\\`$'.includes(c) ? c : c === "\n" ? "" : `\\${c}`;
        state = "quoted";
        break;
    }
  }
  return values;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", '"': '"', "\\": "\\" };

/** The words of an Exec line: extract_first_word() with quotes and C escapes, then `%%` and `$$`. */
function readExecLine(line: string): readonly string[] {
  const words: string[] = [];
  let at = 0;
  while (at < line.length) {
    while (line[at] === " ") at++;
    if (at >= line.length) break;
    let word = "";
    const quoted = line[at] === '"';
    if (quoted) at++;
    for (; at < line.length; at++) {
      const c = line[at] ?? "";
      if (quoted ? c === '"' : c === " ") break;
      if (!quoted && /["'\\]/.test(c)) throw new Error("a special character outside of quotes");
      if (c !== "\\") {
        word += c;
        continue;
      }
      const next = line[++at] ?? "";
      if (next === "x") {
        word += String.fromCharCode(Number.parseInt(line.slice(at + 1, at + 3), 16));
        at += 2;
      } else {
        const plain = escapes[next];
        if (plain === undefined) throw new Error(`unknown escape ${next}`);
        word += plain;
      }
    }
    at++;
    if (/(^|[^%])(%%)*%([^%]|$)/.test(word)) throw new Error("a specifier");
    if (/(^|[^$])(\$\$)*\$([^$]|$)/.test(word)) throw new Error("a variable");
    words.push(word.replaceAll("%%", "%").replaceAll("$$", "$"));
  }
  return words;
}

function processWith(argv: readonly Text[], environment: ProcessOp["environment"]): ProcessOp {
  return {
    op: "process",
    id: "process:p",
    title: "Run p",
    resource: "process.p",
    after: [],
    triggers: [],
    bindings: {},
    provenance: [],
    name: "p",
    description: "p",
    argv,
    user: "nobody",
    group: "nogroup",
    directory: "/",
    environment,
    restart: "no",
    restartSeconds: 5,
    stopSignal: "SIGTERM",
    stopSeconds: 30,
    ports: [],
    writable: [],
    health: undefined,
    enabled: true,
    running: true,
    ensure: "present",
  };
}

describe("any text", () => {
  test("survives an environment file, written or filled in", () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 4 }), (values) => {
        const variables = values.map((value, index) => ({ name: `V${index}`, value: literalText(value) }));
        const written = bytesOf(printEnvironmentFile(variables));
        const filled = bytesOf(
          printEnvironmentFile(values.map((value, index) => ({ name: `V${index}`, value: half(value) }))),
        );
        expect(filled).toBe(written);
        expect(readEnvironmentFile(written)).toEqual(
          Object.fromEntries(values.map((value, index) => [`V${index}`, value])),
        );
      }),
      { numRuns: runs },
    );
  });

  test("survives as an argument, on one line", () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 4 }), (values) => {
        const unit = (argv: readonly Text[]): string => {
          const file = expandProcess(processWith(argv, [])).find(
            (op) => op.id === "file:/etc/systemd/system/p.service",
          );
          if (file?.op !== "file" || file.content.from !== "text") throw new Error("there is no unit");
          return bytesOf(file.content.text);
        };
        const written = unit([literalText("/usr/bin/printf"), ...values.map(literalText)]);
        // A value in quotes although it needs none is the same word.
        const filled = unit([
          literalText("/usr/bin/printf"),
          ...values.map((value) => (value === "" ? [] : half(value))),
        ]);
        for (const text of [written, filled]) {
          const lines = text.split("\n").filter((line) => line.startsWith("ExecStart="));
          expect(lines.length).toBe(1);
          expect(readExecLine(lines[0]?.slice("ExecStart=".length) ?? "")).toEqual(["/usr/bin/printf", ...values]);
        }
      }),
      { numRuns: runs },
    );
  });
});

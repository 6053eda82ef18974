import fc from "fast-check";
import { dump, load, YAML11_SCHEMA } from "js-yaml";
import { describe, expect, test } from "vitest";
import { printYaml, yamlData } from "../../../src/backends/shared/yaml.ts";
import { readYaml } from "../../../src/backends/shared/yaml-read.ts";

/** What is read, as plain data; or the problem. */
function read(text: string, localTags = false): unknown {
  const result = readYaml(text, { localTags });
  return "problem" in result
    ? result.problem
    : yamlData(result.root, (source) => load(source, { schema: YAML11_SCHEMA }));
}

/** What is read, printed again. */
function printed(text: string): string {
  const result = readYaml(text, { localTags: true });
  return "problem" in result ? result.problem : printYaml({ root: result.root }).text;
}

describe("the YAML of an author", () => {
  test("means what another reader reads in it, and so it does printed again", () => {
    // What looks like a number is refused as a key, and readers differ in what does.
    const key = fc.string({ minLength: 1 }).filter((name) => name !== "__proto__" && !/^[-+]?[.\d]*\d/.test(name));
    // In a block the library takes a line of nothing but blanks for an empty one.
    const hasWords = (text: string): boolean => !/^[ \t]+$/m.test(text) || !text.includes("\n");
    const data = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: "small" },
        fc.string().filter(hasWords),
        fc
          .string({
            unit: fc.constantFrom("0", "1", "7", ".", ":", "-", "e", "x", "~", "<", "y", "on", " ", "#", "\n"),
          })
          .filter(hasWords),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("any"), { maxLength: 4 }),
        fc.dictionary(key, tie("any"), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).any;
    fc.assert(
      // Below the top: what an indentation is counted from there, readers do not agree on, and no text for a target is one scalar.
      fc.property(data, fc.boolean(), (value, flow) => {
        const text = dump([value], { schema: YAML11_SCHEMA, noRefs: true, flowLevel: flow ? 0 : -1 });
        const wanted = load(text, { schema: YAML11_SCHEMA });
        expect(read(text)).toEqual(wanted);
        expect(load(printed(text), { schema: YAML11_SCHEMA })).toEqual(wanted);
      }),
    );
  });

  test("has what aliases and merges stand for, its own keys first", () => {
    expect(read("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: *a\n")).toEqual({
      a: { x: 1, y: 2 },
      b: { x: 1, y: 3 },
      c: { x: 1, y: 2 },
    });
    expect(read("- &a {x: 1}\n- &b {x: 2, z: 3}\n- <<: [*a, *b]\n")).toEqual([
      { x: 1 },
      { x: 2, z: 3 },
      { x: 1, z: 3 },
    ]);
    expect(read("'<<': x\n")).toEqual({ "<<": "x" });
    expect(read("{x: 1, y: 2, e0: 3, .: 4}\n")).toEqual({ x: 1, y: 2, e0: 3, ".": 4 });
    expect(read("\uFEFFa: 1\n")).toEqual({ a: 1 });
  });

  test("keeps every comment where it belongs, and numbers as they are written", () => {
    expect(printed("# over\n\n# all\na: 0644 # mode\nb: # list\n  # first\n  - 0x1F\n  # end\n# last\n")).toBe(
      "# over\n#\n# all\n# mode\na: 0644\n# list\n# first\nb:\n  # end\n  # last\n  - 0x1F\n",
    );
    expect(printed("- x: &a [1] # one\n# between\n- *a # two\n")).toBe(
      "- # one\n  x:\n    - 1\n# between\n# two\n- - 1\n",
    );
    expect(printed("a: 1\n#   indented\nb: 2\n")).toBe("a: 1\n#   indented\nb: 2\n");
  });

  test("stays as it is written where readers differ", () => {
    const written = "- 08\n- 1e3\n- 1e-7\n- y\n- 1:30\n- 2026-01-01\n- .inf\n- e0\n- 1_000\n- 1.50\n";
    expect(printed(written)).toBe(written);
    expect(printed("- yes\n- ~\n- Off\n- !!int '3'\n")).toBe("- true\n- null\n- false\n- 3\n");
  });

  test("is refused at its line when no target understands it", () => {
    expect(read("a: 1\nb: [\n")).toMatch(/^line \d: /);
    expect(read("a: 1\nb: *c\n")).toMatch(/^line 2: .*c/);
    expect(read("a: 1\n? [x]\n: 2\n")).toBe("line 2: a key must be one word or text");
    expect(read("a:\n  <<: x\n")).toBe("line 2: only a map, or a list of maps, can be merged with `<<`");
    expect(read("a: 1\n---\nb: 2\n")).toContain("multiple documents");
    expect(read("%YAML 1.2\n---\na: yes\n")).toBe("line 1: it is read as YAML 1.1, not as YAML 1.2");
    expect(read("a:\n  8080: x\n")).toBe("line 2: the key `8080` is no text; put it in quotes");
    expect(read("a: {on: x}\n")).toBe("line 1: the key `on` is no text; put it in quotes");
    expect(read("!unsafe a: x\n", true)).toContain("the tag `!unsafe`");
    expect(read("a: !!float 1\n")).toContain("the tag `!!float`");
    expect(read("a: &x\n  b: *x\n")).toBe("line 2: `*x` stands in what it stands for");
    expect(read("a: &x\n  <<: *x\n")).toBe("line 2: `*x` stands in what it stands for");
    expect(read("- &a {x: 1}\n- <<: *a\n  <<: *a\n")).toMatch(/^line 3: /);
    expect(read("a: !!binary aGk=\n")).toContain("the tag `!!binary` cannot be taken over here");
    expect(read("a: !unsafe x\n")).toContain("the tag `!unsafe` cannot be taken over here");
    expect(read("a: !unsafe x\n", true)).toEqual({ a: "x" });
    expect(read("a: !unsafe [x]\n", true)).toContain("the tag `!unsafe`");
  });

  test("does not grow without end", () => {
    const levels = Array.from({ length: 12 }, (_, n) => `- &l${n + 1} [${`*l${n},`.repeat(9)}]`).join("\n");
    expect(read(`- &l0 [x]\n${levels}\n`)).toContain("its aliases stand for too much");
    const merges = levels.replaceAll("[", "{<<: [").replaceAll("]", "]}");
    expect(read(`- &l0 {}\n${merges}\n`)).toContain("its aliases stand for too much");
  });
});

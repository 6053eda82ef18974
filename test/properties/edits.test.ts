/** Edits of files: the shell function gives the bytes that Ansible's own modules give, and a second edit changes nothing. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { printEdited } from "../../src/backends/shared/edited-text.ts";
import { fitsLine, readLinePattern } from "../../src/ir/line-pattern.ts";

const folder = mkdtempSync(join(tmpdir(), "envc-edits-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The system's Python, which is the one that Debian's Ansible is installed for. */
const python = "/usr/bin/python3";
const modules = [
  "-c",
  "import sys; sys.path.append('/usr/lib/python3/dist-packages'); import ansible_collections.community.general, ansible.modules.lineinfile",
];
const hasModules = spawnSync(python, modules).status === 0;
const driver = fileURLToPath(new URL("./edit-modules.py", import.meta.url));

interface Case {
  readonly before: string;
  readonly words: readonly string[];
}

const lines = fc.constantFrom(
  ...'foo|bar|a||# foo|foo=1|foo = 2|;foo=3|#foo|  foo=1|[s]|k|; k=v|k = v|\tk= w |kk=1|# BEGIN x|# END x|é|\\n$HOME|"q"|it\'s|&|a.b|[|  |b\\|[u]'.split(
    "|",
  ),
);
/** CR alone ends a line for one of the modules and not for another; nobody writes such files any more. */
const before = fc
  .tuple(fc.array(fc.tuple(lines, fc.constantFrom("\n", "\n", "\n", "\r\n")), { maxLength: 9 }), fc.option(lines))
  .map(([ended, open]) => `${ended.map((pair) => pair.join("")).join("")}${open ?? ""}`);

const pattern = fc
  .array(
    fc.constantFrom(
      ..."foo|k|a|.|\\.|[a-f]|[^x]|[^a-z=]|\\s|\\d|\\w|[[:space:]#;]|(foo,bar)|é|\\[|=|#?|o*|.+|\\s*|[-a]|\\\\".split(
        "|",
      ),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .chain((parts) =>
    fc.tuple(fc.constantFrom("", "^"), fc.constantFrom("", "$")).map(([head, tail]) => head + parts.join("") + tail),
  )
  .map((source) => source.replace(",", "|"))
  .filter((source) => readLinePattern(source).ok)
  .map((source) => {
    const read = readLinePattern(source);
    return read.ok ? read.pattern : "";
  });

const words: fc.Arbitrary<readonly string[]> = fc.oneof(
  fc.tuple(
    fc.constant("line"),
    fc.constant("present"),
    lines.filter(Boolean),
    fc.oneof(pattern, fc.constant("")),
    fc.oneof(pattern, fc.constant("")),
  ),
  fc.tuple(fc.constant("line"), fc.constant("absent"), lines.filter(Boolean), fc.oneof(pattern, fc.constant(""))),
  fc.tuple(
    fc.constant("block"),
    fc.constant("present"),
    fc.constant("# BEGIN x"),
    fc.constant("# END x"),
    fc.constantFrom("one", "a\nb", "\n\nq"),
  ),
  fc.constant(["block", "absent", "# BEGIN x", "# END x"]),
  fc.tuple(
    fc.constant("key"),
    fc.constant("present"),
    fc.constantFrom("", "s", "t"),
    fc.constantFrom("foo", "k", "a.b"),
    fc.constantFrom("1", "v", "", "x y", "é"),
  ),
  fc.tuple(
    fc.constant("key"),
    fc.constant("absent"),
    fc.constantFrom("", "s", "t"),
    fc.constantFrom("foo", "k", "a.b"),
  ),
);

const cases: fc.Arbitrary<Case> = fc.record({ before, words });

function edit({ before: text, words: given }: Case): string {
  const path = join(folder, "file");
  writeFileSync(path, text);
  const ran = spawnSync("sh", ["-euc", `${printEdited}\nprint_edited "$@"`, "sh", path, ...given], {
    encoding: "utf8",
  });
  expect(ran.stderr).toBe("");
  return ran.stdout;
}

const runs = process.env["ENVC_LONG"] === undefined ? 90 : 10_000;
const timeout = process.env["ENVC_LONG"] === undefined ? 300_000 : 7_200_000;
const sample = fc.sample(cases, { seed: 20, numRuns: runs });

describe("an edit", () => {
  it.runIf(hasModules)("gives the bytes that Ansible's module gives", { timeout }, () => {
    const ran = spawnSync(python, [driver], { input: JSON.stringify(sample), encoding: "utf8" });
    expect(ran.stderr.replace(/^.*Warning.*\n.*\n/gm, "")).toBe("");
    const theirs = JSON.parse(ran.stdout) as readonly string[];
    for (const [index, one] of sample.entries()) expect(edit(one), JSON.stringify(one)).toBe(theirs[index]);
  });

  it("changes nothing the second time", { timeout }, () => {
    for (const one of sample.slice(0, runs / 3)) {
      const [kind, state, line = "", match = ""] = one.words;
      // What the checks of a `line` refuse: a pattern that does not fit its own line.
      if (kind === "line" && state === "present" && match !== "" && !fitsLine(match, line)) continue;
      // blockinfile ends the last line only when the block is not there (any more).
      const after = edit(kind === "block" ? { ...one, before: `${one.before.replace(/\n?$/, "")}\n` } : one);
      expect(edit({ ...one, before: after }), JSON.stringify(one)).toBe(after);
    }
  });

  it("keeps the end of the file as it was, and does not glue a line to it", () => {
    const given = ["line", "present", "new", "", "^old"];
    expect(edit({ before: "old\nlast", words: given })).toBe("old\nnew\nlast");
    expect(edit({ before: "x\nold", words: given })).toBe("x\nold\nnew\n");
    expect(edit({ before: "a\nb", words: ["line", "absent", "a"] })).toBe("b");
  });

  it("reads the words as they are", () => {
    const line = "\\t $HOME `id` 'x' \"y\" \\\\ &";
    expect(edit({ before: "", words: ["line", "present", line] })).toBe(`${line}\n`);
  });
});

describe("a pattern", () => {
  it.each([
    ["^Port\\s", "^Port[ \\t]"],
    ["^#?a\\.b$", "^#?a\\.b$"],
    ["[^#]", "[^#\\n]"],
    ["é+", "(é)+"],
    ["[[:space:]x]", "[ \\tx]"],
    ["a\\/b", "a/b"],
  ])("%s is read as %s", (source, form) => {
    expect(readLinePattern(source)).toEqual({ ok: true, pattern: form });
  });

  it.each([
    "",
    "(?:a)",
    "a{2}",
    "a\\b",
    "a**",
    "*a",
    "(a",
    "a)",
    "[a",
    "a\\",
    "a^b",
    "a$b",
    "[ä]",
    "[z-a]",
    "a\nb",
    "[]a]",
    "\\1",
  ])("%j is refused", (source) => {
    expect(readLinePattern(source).ok).toBe(false);
  });
});

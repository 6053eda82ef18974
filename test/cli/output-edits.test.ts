/** Files that the user changed: what stays, what is merged, what is asked. */
import { describe, expect, it } from "vitest";
import { baseWith, codesOf, manifestWith, setUp, snapshot, treeOf } from "./output-helpers.ts";

const manifest = "out/.envc-manifest.json";
const base = "out/.envc-base.json";
const path = "ansible/site.yml";
const lines = (...changed: readonly string[]): string =>
  ["1", "2", "3", "4", "5"].map((each) => changed.find((one) => one.startsWith(each)) ?? each).join("\n");

/** A folder in which envc wrote a file with five lines and the user made another text of it. */
function edited(text: string, more: Readonly<Record<string, string>> = {}) {
  const made = setUp(more);
  made.build(treeOf({ [path]: lines() }));
  made.edit(`out/${path}`, text);
  return made;
}

describe("a file that only the user changed", () => {
  it("stays, and is named, in every build", () => {
    const { build, out } = edited(lines("2 mine"));
    for (let round = 0; round < 2; round++) {
      const result = build(treeOf({ [path]: lines(), "ansible/other.yml": `${round}` }));
      expect(result).toMatchObject({
        kept: [path],
        changed: round === 0 ? [] : ["ansible/other.yml"],
        diagnostics: [],
      });
      expect(out()[path]).toBe(lines("2 mine"));
    }
  });

  it("stays the same file, with its time", () => {
    const { build, platform } = edited(lines("2 mine"));
    const before = platform.files.inspect(`/work/out/${path}`);
    build(treeOf({ [path]: lines(), "ansible/other.yml": "1" }));
    expect(platform.files.inspect(`/work/out/${path}`)).toEqual(before);
  });

  it("is nothing to write for", () => {
    const { build, platform } = edited(lines("2 mine"));
    const before = snapshot(platform.files, "/work");
    const folder = platform.files.inspect("/work/out");
    expect(build(treeOf({ [path]: lines() }))).toMatchObject({ kept: [path], changed: [], created: [] });
    expect(snapshot(platform.files, "/work")).toEqual(before);
    expect(platform.files.inspect("/work/out")).toEqual(folder);
  });

  it("is replaced with force, and is envc's again", () => {
    const { build, out } = edited(lines("2 mine"));
    expect(build(treeOf({ [path]: lines() }), { force: true })).toMatchObject({ changed: [path], kept: [] });
    expect(out()[path]).toBe(lines());
    expect(build(treeOf({ [path]: lines("1 new") })).diagnostics).toEqual([]);
  });

  it("stays in a manifest without base too: the sums tell", () => {
    const { build, out } = setUp({ [manifest]: manifestWith({ [path]: "old" }), [`out/${path}`]: "mine" });
    expect(build(treeOf({ [path]: "old" }))).toMatchObject({ kept: [path], diagnostics: [] });
    expect(out()[path]).toBe("mine");
  });

  it("is made again after the user removed it", () => {
    const { build, out, platform } = edited(lines("2 mine"));
    platform.files.removeFile(`/work/out/${path}`);
    expect(build(treeOf({ [path]: lines() })).created).toEqual([path]);
    expect(out()[path]).toBe(lines());
  });
});

describe("a file that both changed", () => {
  const ours = treeOf({ [path]: lines("5 new") });

  it("is refused, with all that there is to show", () => {
    const { build, platform } = edited(lines("2 mine"));
    const before = snapshot(platform.files, "/work");
    const result = build(ours);
    expect(codesOf(result)).toEqual(["E0902"]);
    expect(result.conflicts).toEqual([
      { path, code: "E0902", base: lines(), theirs: lines("2 mine"), ours: lines("5 new") },
    ]);
    expect(snapshot(platform.files, "/work")).toEqual(before);
  });

  it("is fine when both made the same of it", () => {
    const { build } = edited(lines("5 new"));
    expect(build(ours)).toMatchObject({ unchanged: [path], diagnostics: [] });
    expect(build(treeOf({ [path]: lines("1 newer") }))).toMatchObject({ changed: [path], diagnostics: [] });
  });

  it("stays when what is new is in it already", () => {
    const { build, out } = edited(lines("2 mine", "5 new"));
    expect(build(ours)).toMatchObject({ kept: [path], diagnostics: [] });
    expect(out()[path]).toBe(lines("2 mine", "5 new"));
  });

  it("merge: both changes are in, and the next build has nothing to ask", () => {
    const { build, out, platform } = edited(lines("2 mine"));
    const result = build(ours, { merge: true });
    expect(result).toMatchObject({ changed: [path], diagnostics: [] });
    expect([...result.merged.keys()]).toEqual([path]);
    expect(out()).toEqual({ [path]: lines("2 mine", "5 new") });
    expect(platform.files.list("/work")).toEqual(["out"]);
    expect(build(ours)).toMatchObject({ kept: [path], diagnostics: [] });
    expect(build(treeOf({ [path]: lines("4 newer", "5 new") }), { merge: true }).diagnostics).toEqual([]);
    expect(out()[path]).toBe(lines("2 mine", "4 newer", "5 new"));
  });

  it("merge: the same lines stay a question", () => {
    const { build, out } = edited(lines("5 mine"));
    const result = build(ours, { merge: true });
    expect(codesOf(result)).toEqual(["E0902"]);
    expect(out()[path]).toBe(lines("5 mine"));
    expect(result.diagnostics[0]?.help).toMatch(/^nothing was written.*no conflict marks.*`--merge --keep`/);
    expect(build(ours).diagnostics[0]?.help).toMatch(/^build again with `--merge`/);
  });

  it("merge: what its help says to do ends the question", () => {
    const { build, platform, out } = edited(lines("5 mine"));
    expect(codesOf(build(ours, { merge: true }))).toEqual(["E0902"]);
    replace(platform.files, `out/${path}`, lines("5 both"));
    expect(build(ours, { merge: true, keep: true })).toMatchObject({ kept: [path], diagnostics: [] });
    expect(build(ours, { merge: true }).diagnostics).toEqual([]);
    expect(out()[path]).toBe(lines("5 both"));
  });

  it("keep: the user's stays, and the question comes back with the next change only", () => {
    const { build, out } = edited(lines("5 mine"));
    expect(build(ours, { keep: true })).toMatchObject({ kept: [path], diagnostics: [] });
    expect(out()[path]).toBe(lines("5 mine"));
    expect(build(ours)).toMatchObject({ kept: [path], diagnostics: [] });
    expect(codesOf(build(treeOf({ [path]: lines("5 newer") })))).toEqual(["E0902"]);
    expect(build(treeOf({ [path]: lines("1 newer", "5 new") }), { merge: true }).diagnostics).toEqual([]);
    expect(out()[path]).toBe(lines("1 newer", "5 mine"));
  });

  it("merge and keep, merge and force: each does what the other cannot", () => {
    const two = { [path]: lines(), "ansible/two.yml": lines() };
    for (const [how, second] of [
      ["keep", lines("5 mine")],
      ["force", lines("5 new")],
    ] as const) {
      const { build, edit, out } = setUp({});
      build(treeOf(two));
      edit(`out/${path}`, lines("2 mine"));
      edit("out/ansible/two.yml", lines("5 mine"));
      const result = build(treeOf({ [path]: lines("5 new"), "ansible/two.yml": lines("5 new") }), {
        merge: true,
        [how]: true,
      });
      expect(result.diagnostics).toEqual([]);
      expect(out()).toEqual({ [path]: lines("2 mine", "5 new"), "ansible/two.yml": second });
    }
  });

  it("what is no text cannot be merged or shown, only kept or replaced", () => {
    const { build, out } = edited("1\0\n2\n");
    const result = build(ours, { merge: true });
    expect(codesOf(result)).toEqual(["E0902"]);
    expect(result.conflicts[0]?.theirs).toBeUndefined();
    expect(build(ours, { keep: true }).kept).toEqual([path]);
    expect(out()[path]).toBe("1\0\n2\n");
  });

  it.each([
    ["is missing", (files: Files) => files.removeFile(`/work/${base}`)],
    ["is empty", (files: Files) => replace(files, base, '{\n  "format": 1,\n  "texts": {}\n}\n')],
  ])("when the base %s, it is refused, and cannot be merged", (_, damage) => {
    const { build, platform } = edited(lines("2 mine"));
    damage(platform.files);
    const result = build(ours, { merge: true });
    expect(codesOf(result)).toEqual(["E0902"]);
    expect(result.conflicts[0]).toMatchObject({ base: undefined, theirs: lines("2 mine"), ours: lines("5 new") });
    expect(build(ours, { keep: true }).diagnostics).toEqual([]);
    expect(snapshot(platform.files, "/work/out")[".envc-base.json"]).toBe(baseWith({ [path]: lines("5 new") }));
  });

  it("line ends of Windows: the edit is seen, the line ends are not, and they stay", () => {
    const { build, out } = edited(lines("2 mine").replaceAll("\n", "\r\n"));
    expect(build(ours, { merge: true }).diagnostics).toEqual([]);
    expect(out()[path]).toBe(lines("2 mine", "5 new").replaceAll("\n", "\r\n"));
  });

  it("line ends of Windows and nothing else: what is new replaces them", () => {
    const { build, out, platform } = edited(lines("5 new").replaceAll("\n", "\r\n"));
    expect(build(ours)).toMatchObject({ changed: [path], diagnostics: [] });
    expect(out()[path]).toBe(lines("5 new"));
    expect(platform.files.list("/work")).toEqual(["out"]);
  });
});

type Files = ReturnType<typeof setUp>["platform"]["files"];

function replace(files: Files, path: string, text: string): void {
  files.removeFile(`/work/${path}`);
  files.create(`/work/${path}`, new TextEncoder().encode(text), false);
}

describe("keep and what envc did not write", () => {
  it("a foreign file stays in place of envc's, and no later build asks about it", () => {
    const { build, out } = setUp({ [`out/${path}`]: "mine\n" });
    const tree = treeOf({ [path]: "new\n" });
    expect(build(tree, { keep: true })).toMatchObject({ kept: [path], diagnostics: [] });
    expect(build(tree)).toMatchObject({ kept: [path], diagnostics: [] });
    expect(out()).toEqual({ [path]: "mine\n" });
  });

  it("an edited file that nothing makes any more is the user's own from then on", () => {
    const { build, out } = edited(lines("2 mine"));
    const tree = treeOf({ "ansible/other.yml": "1" });
    const result = build(tree);
    expect(result.conflicts).toEqual([
      { path, code: "E0903", base: lines(), theirs: lines("2 mine"), ours: undefined },
    ]);
    expect(build(tree, { keep: true })).toMatchObject({ kept: [path], removed: [], diagnostics: [] });
    expect(out()).toEqual({ [path]: lines("2 mine"), "ansible/other.yml": "1" });
    expect(build(tree)).toMatchObject({ kept: [], removed: [], diagnostics: [] });
    expect(codesOf(build(treeOf({ [path]: lines() })))).toEqual(["E0901"]);
  });

  it.each([
    ["a link", { link: "/etc/hosts" }, "E0904"],
    ["a pipe", { pipe: true }, "E0906"],
  ] as const)("%s is no file to keep", (_, entry, code) => {
    const { build } = setUp({ [`out/${path}`]: entry });
    expect(codesOf(build(treeOf({ [path]: "new" }), { keep: true, merge: true }))).toEqual([code]);
  });
});

describe("names", () => {
  it("a file that the user renamed is made again, and the renamed one is left alone", () => {
    const { build, out, platform } = edited(lines("2 mine"));
    platform.files.rename(`/work/out/${path}`, "/work/out/ansible/main.yml");
    expect(build(treeOf({ [path]: lines() }))).toMatchObject({ created: [path], diagnostics: [] });
    expect(out()).toEqual({ [path]: lines(), "ansible/main.yml": lines("2 mine") });
  });

  it("an edited file that envc makes under another name now is asked about, not lost", () => {
    const { build, out } = edited(lines("2 mine"));
    const tree = treeOf({ "ansible/main.yml": lines() });
    expect(codesOf(build(tree))).toEqual(["E0903"]);
    expect(build(tree, { keep: true }).diagnostics).toEqual([]);
    expect(out()).toEqual({ [path]: lines("2 mine"), "ansible/main.yml": lines() });
  });

  it("a second name of a file stays with its bytes when envc replaces the first", () => {
    const { build, out, platform } = setUp({});
    build(treeOf({ [path]: "old" }));
    platform.files.hardLink(`/work/out/${path}`, "/work/mine.yml");
    build(treeOf({ [path]: "new" }));
    expect(out()[path]).toBe("new");
    expect(snapshot(platform.files, "/work")["mine.yml"]).toBe("old");
  });
});

describe("permissions", () => {
  it.each([
    ["replaced", lines(), {}],
    ["merged", lines("2 mine"), { merge: true }],
  ] as const)("a file that was closed to others is so after it was %s", (_, text, how) => {
    const { build, platform } = edited(text);
    platform.files.removeFile(`/work/out/${path}`);
    platform.files.create(`/work/out/${path}`, new TextEncoder().encode(text), false, 0o600);
    expect(build(treeOf({ [path]: lines("5 new") }), how).diagnostics).toEqual([]);
    expect(platform.files.inspect(`/work/out/${path}`)?.permissions).toBe(0o600);
  });

  it("what runs gets the bits to run for those who may read", () => {
    const { build, platform } = setUp({});
    build(treeOf({ run: "#!/bin/sh\n" }));
    platform.files.removeFile("/work/out/run");
    platform.files.create("/work/out/run", new TextEncoder().encode("#!/bin/sh\n"), false, 0o640);
    expect(build(treeOf({ run: "#!/bin/sh\n" })).changed).toEqual(["run"]);
    expect(platform.files.inspect("/work/out/run")?.permissions).toBe(0o750);
  });
});

describe("the base", () => {
  it("has each text once, no file for programs, nothing that is no text, and what other targets wrote", () => {
    const { build, platform } = setUp({});
    const tree = treeOf({ "ansible/a": "same\n", "ansible/b": "same\n", "docker/c": "other\n", "docker/d": "\0" });
    const machine = { path: "report", bytes: new TextEncoder().encode("{}"), executable: false, forPrograms: true };
    build({ ...tree, files: [...tree.files, machine] });
    const read = (): string | undefined => snapshot(platform.files, "/work/out")[".envc-base.json"];
    expect(read()).toBe(baseWith({ a: "same\n", c: "other\n" }));
    build(treeOf({ "ansible/a": "newer\n" }, ["ansible"]));
    expect(read()).toBe(baseWith({ a: "newer\n", c: "other\n" }));
    build(treeOf({ "ansible/a": "newer\n" }));
    expect(read()).toBe(baseWith({ a: "newer\n" }));
    expect(read()).toMatchInlineSnapshot(`
      "{
        "format": 1,
        "texts": {
          "77e30f34ca80fc7e2683e3953d0701a800862b2290d5617e8e5ef8230999e35f": [
            "newer",
            ""
          ]
        }
      }
      "
    `);
  });

  it("is made where an older envc wrote none, and nothing else is touched", () => {
    const { build, out, platform } = setUp({ [manifest]: manifestWith({ [path]: "old" }), [`out/${path}`]: "old" });
    const before = platform.files.inspect(`/work/out/${path}`);
    expect(build(treeOf({ [path]: "old" }))).toMatchObject({ unchanged: [path], changed: [] });
    expect(out()).toEqual({ [path]: "old" });
    expect(platform.files.inspect(`/work/out/${path}`)).toEqual(before);
    expect(snapshot(platform.files, "/work/out")[".envc-base.json"]).toBe(baseWith({ [path]: "old" }));
  });

  const wrong = {
    "marks of a merge": "<<<<<<< HEAD\n",
    "another text than its sum": baseWith({ a: "one\n" }).replace("one", "two"),
    "a note of the user's": baseWith({ a: "one\n" }).replace("{", "{\n  "),
    "something else": "[]",
    "no texts": '{"format":1}',
  };
  it.each(Object.entries(wrong))("with %s: E0907, and made anew with force", (_, text) => {
    const { build, out, platform } = setUp({ [base]: text, "out/notes": "mine" });
    const tree = treeOf({ [path]: "new" });
    expect(codesOf(build(tree))).toEqual(["E0907"]);
    expect(snapshot(platform.files, "/work/out")).toEqual({ ".envc-base.json": text, notes: "mine" });
    expect(codesOf(build(tree, { force: true }))).toEqual([]);
    expect(out()).toEqual({ [path]: "new", notes: "mine" });
    expect(platform.files.list("/work")).toEqual(["out"]);
  });

  it.each([
    ["newer", '{"format":2,"texts":{}}', "E0908"],
    ["a link", { link: "/work/mine" }, "E0904"],
    ["a pipe", { pipe: true }, "E0906"],
    ["a folder", { directory: true }, "E0905"],
  ] as const)("%s: nothing is written", (_, entry, code) => {
    const { build, platform } = setUp({ [base]: entry, mine: "mine" });
    const before = snapshot(platform.files, "/work");
    expect(codesOf(build(treeOf({ [path]: "new" })))).toEqual([code]);
    expect(snapshot(platform.files, "/work")).toEqual(before);
  });

  it("is no place for a file of a target, nor for a manifest to point at", () => {
    const { build } = setUp({});
    expect(() => build(treeOf({ ".envc-base.json": "x" }))).toThrow("a backend made");
    const row = { path: ".envc-base.json", sha256: "0".repeat(64), size: 1 };
    const other = setUp({ [manifest]: JSON.stringify({ format: 1, files: [row] }) });
    expect(codesOf(other.build(treeOf({ [path]: "new" })))).toEqual(["E0907"]);
  });
});

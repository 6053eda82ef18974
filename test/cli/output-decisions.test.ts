import { describe, expect, it } from "vitest";
import { codesOf, manifestWith, setUp, snapshot, treeOf } from "./output-helpers.ts";

const manifest = "out/.envc-manifest.json";
const wanted = treeOf({ "ansible/site.yml": "new\n" });

describe("a wanted file", () => {
  it("is made when nothing is there", () => {
    const { build, out } = setUp({});
    const result = build(wanted);
    expect(result).toMatchObject({ created: ["ansible/site.yml"], changed: [], removed: [], diagnostics: [] });
    expect(out()).toEqual({ "ansible/site.yml": "new\n" });
  });

  it("is made again when the user deleted it", () => {
    const { build, out } = setUp({ [manifest]: manifestWith({ "ansible/site.yml": "old\n" }) });
    expect(build(wanted).created).toEqual(["ansible/site.yml"]);
    expect(out()).toEqual({ "ansible/site.yml": "new\n" });
  });

  it("is kept, and adopted, when a foreign file has the same bytes", () => {
    const { build, out, platform } = setUp({ "out/ansible/site.yml": "new\n" });
    const before = platform.files.inspect("/work/out/ansible/site.yml");
    expect(build(wanted)).toMatchObject({ unchanged: ["ansible/site.yml"], diagnostics: [] });
    expect(platform.files.inspect("/work/out/ansible/site.yml")).toEqual(before);
    expect(build(treeOf({ "ansible/site.yml": "newer\n" })).diagnostics).toEqual([]);
    expect(out()).toEqual({ "ansible/site.yml": "newer\n" });
  });

  it("replaces what envc wrote", () => {
    const { build, out } = setUp({
      [manifest]: manifestWith({ "ansible/site.yml": "old\n" }),
      "out/ansible/site.yml": "old\n",
    });
    expect(build(wanted)).toMatchObject({ changed: ["ansible/site.yml"], diagnostics: [] });
    expect(out()).toEqual({ "ansible/site.yml": "new\n" });
  });

  it("replaces what envc wrote and git gave Windows line ends", () => {
    const { build, out } = setUp({
      [manifest]: manifestWith({ "ansible/site.yml": "old\nfile\n" }),
      "out/ansible/site.yml": "old\r\nfile\r\n",
    });
    expect(build(wanted).diagnostics).toEqual([]);
    expect(out()).toEqual({ "ansible/site.yml": "new\n" });
  });

  it("gets its executable bit back without being called edited", () => {
    const { build, platform } = setUp({ "out/ansible/run": { content: "#!/bin/sh\n", executable: true } });
    build(treeOf({ "ansible/run": "#!/bin/sh\n" }));
    const lost = setUp({
      [manifest]: manifestWith({ "ansible/run": "#!/bin/sh\n" }),
      "out/ansible/run": "#!/bin/sh\n",
    });
    expect(lost.build(treeOf({ "ansible/run": "#!/bin/sh\n" }))).toMatchObject({
      changed: ["ansible/run"],
      diagnostics: [],
    });
    expect(lost.platform.files.inspect("/work/out/ansible/run")?.executable).toBe(true);
    expect(platform.files.inspect("/work/out/ansible/run")?.executable).toBe(true);
  });
});

describe("what is refused, and what force does", () => {
  const cases = [
    {
      name: "a foreign file",
      code: "E0901",
      existing: { "out/ansible/site.yml": "mine\n" },
      forced: { "ansible/site.yml": "new\n" },
    },
    {
      name: "an edited file",
      code: "E0902",
      existing: { [manifest]: manifestWith({ "ansible/site.yml": "old\n" }), "out/ansible/site.yml": "edited\n" },
      forced: { "ansible/site.yml": "new\n" },
    },
    {
      name: "an edited file that is no longer produced",
      code: "E0903",
      existing: { [manifest]: manifestWith({ "ansible/old.yml": "old\n" }), "out/ansible/old.yml": "edited\n" },
      forced: { "ansible/site.yml": "new\n" },
    },
    {
      name: "a link at the path",
      code: "E0904",
      existing: { "etc/passwd": "root\n", "out/ansible/site.yml": { link: "/work/etc/passwd" } },
      forced: { "ansible/site.yml": "new\n" },
    },
    {
      name: "a dangling link at the path",
      code: "E0904",
      existing: { "out/ansible/site.yml": { link: "/work/nowhere" } },
      forced: { "ansible/site.yml": "new\n" },
    },
    {
      name: "a link on the way",
      code: "E0904",
      existing: { "etc/site.yml": "theirs\n", "out/ansible": { link: "/work/etc" } },
      forced: { "ansible/site.yml": "new\n" },
    },
    {
      name: "a pipe at the path",
      code: "E0906",
      existing: { "out/ansible/site.yml": { pipe: true } },
      forced: { "ansible/site.yml": "new\n" },
    },
    {
      name: "a pipe on the way",
      code: "E0906",
      existing: { "out/ansible": { pipe: true } },
      forced: { "ansible/site.yml": "new\n" },
    },
    {
      name: "a foreign file on the way",
      code: "E0901",
      existing: { "out/ansible": "mine\n" },
      forced: { "ansible/site.yml": "new\n" },
    },
    {
      name: "an edited file of ours on the way",
      code: "E0902",
      existing: { [manifest]: manifestWith({ ansible: "old\n" }), "out/ansible": "edited\n" },
      forced: { "ansible/site.yml": "new\n" },
    },
    {
      name: "a damaged manifest",
      code: "E0907",
      existing: { [manifest]: "<<<<<<< HEAD\n", "out/ansible/site.yml": "mine\n", "out/notes": "mine\n" },
      forced: { "ansible/site.yml": "new\n", notes: "mine\n" },
    },
    {
      name: "a manifest that is a link",
      code: "E0904",
      existing: { "out/.envc-manifest.json": { link: "/work/etc/passwd" }, "etc/passwd": "root\n" },
      forced: { "ansible/site.yml": "new\n" },
    },
  ] as const;
  for (const { name, code, existing, forced } of cases) {
    it(`${name}: ${code}, nothing is written`, () => {
      const { build, platform } = setUp(existing);
      const before = snapshot(platform.files, "/work");
      const result = build(wanted);
      expect(codesOf(result)).toEqual([code]);
      expect(result.created).toEqual([]);
      expect(snapshot(platform.files, "/work")).toEqual(before);
    });
    it(`${name}: replaced with force, and nothing outside is touched`, () => {
      const { build, out, platform } = setUp(existing);
      const outside = Object.entries(snapshot(platform.files, "/work")).filter(([path]) => !path.startsWith("out/"));
      expect(codesOf(build(wanted, { force: true }))).toEqual([]);
      expect(out()).toEqual(forced);
      const after = Object.entries(snapshot(platform.files, "/work")).filter(([path]) => !path.startsWith("out/"));
      expect(after).toEqual(outside);
      expect(codesOf(build(wanted))).toEqual([]);
    });
  }

  const always = [
    ["a folder with foreign things at the path", "E0905", { "out/ansible/site.yml/notes.txt": "mine\n" }],
    ["an output folder that is a file", "E0909", { out: "mine\n" }],
    ["an output folder that is a link", "E0909", { out: { link: "/work/elsewhere" }, "elsewhere/x": "mine\n" }],
    ["a newer manifest", "E0908", { [manifest]: '{"format":2,"files":[]}' }],
    ["a manifest that is a folder", "E0905", { [`${manifest}/x`]: "mine\n" }],
    ["a file that may not be read", "E0911", { "out/ansible/site.yml": { unreadable: true } }],
    ["a build that is running", "E0910", { ".out.envc/pid": "1\n" }],
  ] as const;
  for (const [name, code, existing] of always)
    it(`${name}: ${code}, force or not`, () => {
      for (const force of [false, true]) {
        const { build, platform } = setUp(existing);
        const before = snapshot(platform.files, "/work");
        expect(codesOf(build(wanted, { force }))).toEqual([code]);
        expect(snapshot(platform.files, "/work")).toEqual(before);
      }
    });

  it.each(["../evil", "/etc/evil", "a/../../evil", "a\\..\\evil", "", ".", "C:/evil", ".envc-manifest.json"])(
    "a manifest that names %j is damaged: it may not make envc remove anything",
    (path) => {
      const row = { path, sha256: "0".repeat(64), size: 1 };
      const { build } = setUp({ [manifest]: JSON.stringify({ format: 1, files: [row] }), evil: "x" });
      expect(codesOf(build(wanted))).toEqual(["E0907"]);
    },
  );

  it("reports every objection of a build at once", () => {
    const { build } = setUp({ "out/a/x": "mine", "out/b/y": { link: "/etc" } });
    expect(codesOf(build(treeOf({ "a/x": "1", "b/y": "2", "c/z": "3" })))).toEqual(["E0901", "E0904"]);
  });
});

describe("what is no longer wanted", () => {
  it("is removed when envc wrote it, with the folder it leaves empty", () => {
    const { build, out } = setUp({
      [manifest]: manifestWith({ "ansible/roles/web/main.yml": "old\n" }),
      "out/ansible/roles/web/main.yml": "old\n",
    });
    expect(build(wanted).removed).toEqual(["ansible/roles/web/main.yml"]);
    expect(out()).toEqual({ "ansible/site.yml": "new\n" });
  });

  it("leaves foreign files and empty folders of the user's alone, also next to removed ones", () => {
    const { build, out, platform } = setUp({
      [manifest]: manifestWith({ "ansible/old.yml": "old\n" }),
      "out/ansible/old.yml": "old\n",
      "out/ansible/mine.yml": "mine\n",
      "out/.git/HEAD": "ref\n",
      "out/empty": { directory: true },
      "out/link": { link: "ansible/mine.yml" },
    });
    const mine = platform.files.inspect("/work/out/ansible/mine.yml");
    build(wanted);
    expect(out()).toEqual({
      ".git/HEAD": "ref\n",
      "ansible/mine.yml": "mine\n",
      "ansible/site.yml": "new\n",
      "empty/": "",
      link: "-> ansible/mine.yml",
    });
    expect(platform.files.inspect("/work/out/ansible/mine.yml")).toEqual(mine);
  });

  it("is forgotten when the user made something else of it", () => {
    const { build, out } = setUp({
      [manifest]: manifestWith({ "ansible/old.yml": "old\n" }),
      "out/ansible/old.yml": { link: "/etc/hosts" },
    });
    expect(codesOf(build(wanted))).toEqual([]);
    expect(out()).toEqual({ "ansible/old.yml": "-> /etc/hosts", "ansible/site.yml": "new\n" });
  });

  it("is not looked for behind a link", () => {
    const { build, platform } = setUp({
      [manifest]: manifestWith({ "docker/Dockerfile": "old\n" }),
      "out/docker": { link: "/work/elsewhere" },
      "elsewhere/Dockerfile": "old\n",
    });
    expect(codesOf(build(wanted))).toEqual([]);
    expect(snapshot(platform.files, "/work/elsewhere")).toEqual({ Dockerfile: "old\n" });
  });

  it("a file may become a folder and a folder a file", () => {
    const { build, out } = setUp({});
    build(treeOf({ "a/x": "1", "b/y/z": "2" }));
    expect(codesOf(build(treeOf({ "a/x/inner": "3", "b/y": "4" })))).toEqual([]);
    expect(out()).toEqual({ "a/x/inner": "3", "b/y": "4" });
    expect(codesOf(build(treeOf({ "a/x": "1", "b/y/z": "2" })))).toEqual([]);
    expect(out()).toEqual({ "a/x": "1", "b/y/z": "2" });
  });
});

describe("builds of some targets", () => {
  const all = treeOf({ "ansible/site.yml": "1", "docker/Dockerfile": "1" });

  it("leave what the others wrote, edited or not, and stay responsible for it", () => {
    const { build, out, platform } = setUp({});
    build(all);
    platform.files.removeFile("/work/out/docker/Dockerfile");
    platform.files.create("/work/out/docker/Dockerfile", new TextEncoder().encode("edited"), false);
    expect(codesOf(build(treeOf({ "ansible/main.yml": "2" }, ["ansible"])))).toEqual([]);
    expect(out()).toEqual({ "ansible/main.yml": "2", "docker/Dockerfile": "edited" });
    expect(codesOf(build(treeOf({ "ansible/main.yml": "2" })))).toEqual(["E0903"]);
  });

  it("the next full build removes what nobody produces", () => {
    const { build, out } = setUp({});
    build(all);
    build(treeOf({ "ansible/site.yml": "2" }, ["ansible"]));
    build(treeOf({ "ansible/site.yml": "2" }));
    expect(out()).toEqual({ "ansible/site.yml": "2" });
  });
});

describe("nothing changed", () => {
  it("writes nothing at all", () => {
    const { build, platform } = setUp({});
    const tree = treeOf({ "ansible/site.yml": "1", "docker/run": "#!/bin/sh" });
    build(tree);
    const names = ["", "/.envc-manifest.json", "/ansible", "/ansible/site.yml", "/docker/run"];
    const look = (): unknown => names.map((name) => platform.files.inspect(`/work/out${name}`));
    const before = look();
    expect(build(tree)).toMatchObject({
      created: [],
      changed: [],
      removed: [],
      unchanged: ["ansible/site.yml", "docker/run"],
    });
    expect(look()).toEqual(before);
  });

  it("what did not change keeps its identity and time when something else did", () => {
    const { build, platform } = setUp({});
    build(treeOf({ "a/x": "1", "a/y": "1" }));
    const before = platform.files.inspect("/work/out/a/x");
    build(treeOf({ "a/x": "1", "a/y": "2" }));
    expect(platform.files.inspect("/work/out/a/x")).toEqual(before);
  });

  it("a dry run says what would happen and touches nothing", () => {
    const { build, platform } = setUp({ "out/mine": "x" });
    const before = snapshot(platform.files, "/work");
    expect(build(wanted, { dryRun: true })).toMatchObject({ created: ["ansible/site.yml"], diagnostics: [] });
    expect(snapshot(platform.files, "/work")).toEqual(before);
  });
});

describe("the manifest", () => {
  it("is the same for the same output, whatever was there before", () => {
    const one = setUp({});
    one.build(treeOf({ "a/x": "1", "b/y": "2" }));
    const two = setUp({ "out/mine": "x" });
    two.build(treeOf({ "b/y": "0", "b/z": "2" }));
    two.build(treeOf({ "b/y": "2", "a/x": "1" }));
    const read = ({ platform }: typeof one): string | undefined =>
      snapshot(platform.files, "/work/out")[".envc-manifest.json"];
    expect(read(two)).toBe(read(one));
    expect(read(one)).toMatchInlineSnapshot(`
      "{
        "format": 1,
        "files": [
          {"path":"a/x","sha256":"6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b","size":1,"target":"a"},
          {"path":"b/y","sha256":"d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35","size":1,"target":"b"}
        ]
      }
      "
    `);
  });
});

it.each([["../x"], ["/x"], ["a//b"], ["a/../b"], [".envc-manifest.json"], ["a\\b"], ["a\0b"]])(
  "a backend that makes the path %j is a bug, not a file",
  (path) => {
    const { build } = setUp({});
    expect(() => build(treeOf({ [path]: "x" }))).toThrow("a backend made");
  },
);

/** The output writer and the reader of a project against a real file system that is out to get them. */
import { execFileSync } from "node:child_process";
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createNodePlatform } from "../../src/platform/node-platform.ts";
import { createProjectFiles } from "../../src/platform/project-files.ts";
import { writeOutput } from "../../src/cli/output/write-output.ts";
import { manifestWith, treeOf } from "./output-helpers.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "envc-attack-"));
  put("victim/secret.txt", "secret\n");
  put("victim/pid", "1234567\n");
  put("victim/b/secret.txt", "overwritten\n");
  put("project/main.envspec", "envspec 1\n");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function link(target: string, path: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  symlinkSync(target, join(folder, path));
}

function build(files: Readonly<Record<string, string>>, force: boolean): readonly string[] {
  const result = writeOutput(createNodePlatform(), join(folder, "project/out"), treeOf(files), {
    force,
    dryRun: false,
  });
  return result.diagnostics.map(({ code }) => code);
}

describe("output", () => {
  const attacks: readonly (readonly [name: string, prepare: () => void])[] = [
    ["the output folder is a link", () => link("../victim", "project/out")],
    ["a folder in it is a link", () => link("../../victim", "project/out/a")],
    ["a deep folder is a link", () => link("../../../victim", "project/out/a/b")],
    ["the file is a link", () => link("../../../../victim/secret.txt", "project/out/a/b/secret.txt")],
    ["the file is an absolute link", () => link(join(folder, "victim/secret.txt"), "project/out/a/b/secret.txt")],
    ["the file is a link to a device", () => link("/dev/full", "project/out/a/b/secret.txt")],
    ["the manifest is a link", () => link("../../victim/secret.txt", "project/out/.envc-manifest.json")],
    [
      "the manifest claims a file behind a link",
      () => {
        put("project/out/.envc-manifest.json", manifestWith({ "a/b/secret.txt": "secret\n" }));
        link("../../../victim", "project/out/a/b");
      },
    ],
    [
      "the manifest claims a file outside",
      () => put("project/out/.envc-manifest.json", manifestWith({ "../../victim/secret.txt": "secret\n" })),
    ],
    ["the work folder is a link", () => link("../victim", "project/.out.envc")],
    ["what is left of a build is a link", () => link("../../victim", "project/.out.envc/new")],
    ["the old tree is a link", () => link("../../victim", "project/.out.envc/old")],
    [
      "the old tree is a link, and its content equals the new one's",
      () => {
        link("../../victim", "project/.out.envc/old");
        put("project/out/b/secret.txt", "overwritten\n");
      },
    ],
    ["a folder of the old tree is a link", () => link("../../../victim", "project/.out.envc/old/b")],
    [
      "the file is a hard link",
      () => {
        mkdirSync(join(folder, "project/out/a/b"), { recursive: true });
        linkSync(join(folder, "victim/secret.txt"), join(folder, "project/out/a/b/secret.txt"));
      },
    ],
    [
      "the file is a pipe",
      () => {
        mkdirSync(join(folder, "project/out/a/b"), { recursive: true });
        execFileSync("mkfifo", [join(folder, "project/out/a/b/secret.txt")]);
      },
    ],
  ];
  it.each(attacks)("%s: the victim stays as it is, forced or not", (_, prepare) => {
    prepare();
    for (const force of [false, true]) {
      build({ "a/b/secret.txt": "overwritten\n" }, force);
      expect(readFileSync(join(folder, "victim/secret.txt"), "utf8")).toBe("secret\n");
      expect(readdirSync(join(folder, "victim")).sort()).toEqual(["b", "pid", "secret.txt"]);
      expect(readdirSync(join(folder, "victim/b"))).toEqual(["secret.txt"]);
    }
  });

  it("an undisturbed build does write", () => {
    expect(build({ "a/b/secret.txt": "fine\n" }, false)).toEqual([]);
    expect(readFileSync(join(folder, "project/out/a/b/secret.txt"), "utf8")).toBe("fine\n");
  });
});

describe("reading a project", () => {
  const read = (path: string): string => {
    const files = createProjectFiles(createNodePlatform().files, join(folder, "project"), {});
    const result = files.readBytes(path);
    return result.ok ? new TextDecoder().decode(result.value) : result.why;
  };
  const readTree = (path: string): string => {
    const files = createProjectFiles(createNodePlatform().files, join(folder, "project"), {});
    const result = files.readFolder(path);
    return result.ok ? result.value.files.map((file) => file.path).join() : result.why;
  };

  it.each([
    ["../victim/secret.txt"],
    ["a/../../victim/secret.txt"],
    ["/etc/passwd"],
    ["./../victim/secret.txt"],
    ["C:/x"],
    ["//etc/passwd"],
    [".."],
  ])("%s is outside", (path) => {
    expect(read(path)).toBe("outside");
    expect(readTree(path)).toBe("outside");
  });

  it("backslashes and NUL name nothing", () => {
    expect(read("..\\victim\\secret.txt")).toBe("missing");
    expect(read("main.envspec\0.txt")).toBe("missing");
  });

  it("a link out of the project is outside, wherever on the way it stands", () => {
    link("../victim/secret.txt", "project/file");
    link("../victim", "project/folder");
    link(join(folder, "victim"), "project/absolute");
    link("file", "project/twice");
    put("project/tree/fine.txt", "");
    link("../../victim/secret.txt", "project/tree/bad");
    expect(["file", "folder/secret.txt", "absolute/secret.txt", "twice"].map(read)).toEqual(Array(4).fill("outside"));
    expect(["folder", "absolute", "tree"].map(readTree)).toEqual(Array(3).fill("outside"));
  });

  it("a link inside the project is followed", () => {
    put("project/shared/a.txt", "a\n");
    link("shared", "project/alias");
    expect(read("alias/a.txt")).toBe("a\n");
    expect(readTree("alias")).toBe("a.txt");
  });

  it("links in circles end", () => {
    link("loop", "project/loop");
    put("project/tree/a.txt", "");
    link(".", "project/tree/again");
    expect(read("loop")).toBe("unreadable");
    expect(readTree("tree")).toBe("unreadable");
  });

  it("pipes and devices are not files, and do not block", () => {
    execFileSync("mkfifo", [join(folder, "project/pipe")]);
    mkdirSync(join(folder, "project/tree"));
    execFileSync("mkfifo", [join(folder, "project/tree/pipe")]);
    expect(read("pipe")).toBe("not-a-file");
    expect(readTree("tree")).toBe("not-a-file");
    expect(read(".")).toBe("not-a-file");
    expect(readTree("main.envspec")).toBe("not-a-file");
    link("/dev/zero", "project/zero");
    expect(read("zero")).toBe("outside");
  });

  it("what is too large is not read", () => {
    const files = createProjectFiles(
      createNodePlatform().files,
      join(folder, "project"),
      {},
      { file: 10, folder: 15, entries: 3 },
    );
    put("project/big", "12345678901");
    put("project/many/1", "");
    put("project/many/2", "");
    put("project/many/3", "");
    put("project/many/4", "");
    put("project/heavy/1", "12345678");
    put("project/heavy/2", "12345678");
    expect(files.readBytes("big")).toEqual({ ok: false, why: "too-large" });
    expect(files.readFolder("many")).toEqual({ ok: false, why: "too-large" });
    expect(files.readFolder("heavy")).toEqual({ ok: false, why: "too-large" });
    expect(files.readBytes("main.envspec").ok).toBe(true);
  });

  it("a file that changes is seen once", () => {
    const files = createProjectFiles(createNodePlatform().files, join(folder, "project"), {});
    const first = files.readBytes("main.envspec");
    put("project/main.envspec", "changed\n");
    expect(files.readBytes("main.envspec")).toEqual(first);
  });
});

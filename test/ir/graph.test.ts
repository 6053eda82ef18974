import { describe, expect, test } from "vitest";
import { codesOf, lowerBlocks, lowerFiles } from "../kinds/compile-spec.ts";

/** Whether the first op comes before the second, and is one of its direct predecessors. */
function waitsFor(blocks: string, later: string, earlier: string): boolean {
  const machine = lowerBlocks(blocks, { "public/x": "x" });
  const ids = machine.ops.map((op) => op.id);
  expect(ids).toContain(earlier);
  expect(ids).toContain(later);
  return machine.predecessors.get(later)?.includes(earlier) === true && ids.indexOf(earlier) < ids.indexOf(later);
}

describe("implied order", () => {
  test.each([
    [
      "a file after its folder",
      'directory "/srv/a"\nfile "/srv/a/b" { text = "" }',
      "file:/srv/a/b",
      "directory:/srv/a",
    ],
    ["a file after an implied folder", 'file "/srv/a/b" { text = "" }', "file:/srv/a/b", "directory:/srv/a"],
    ["a file after its owner", 'user anna\nfile "/srv/b" {\n owner = anna\n text = ""\n}', "file:/srv/b", "user:anna"],
    [
      "the removal of a user after programs that stop",
      "absent user anna\nabsent process jobs",
      "user:anna",
      "process:jobs",
    ],
    [
      "and after services that stop",
      "service cron { running = false }\nabsent user anna",
      "user:anna",
      "service:cron.service",
    ],
    ["a user after its group", "group web\nuser anna { groups = [web] }", "user:anna", "group:web"],
    [
      "a file in a home after the user",
      'user anna\nfile "/home/anna/x" { text = "" }',
      "file:/home/anna/x",
      "user:anna",
    ],
    [
      "a configuration after its package",
      'package nginx\nfile "/etc/nginx/conf.d/a.conf" { text = "" }',
      "file:/etc/nginx/conf.d/a.conf",
      "package:nginx",
    ],
    [
      "that of an unknown package too",
      'package zzz\nfile "/etc/zzz/a" { text = "" }',
      "file:/etc/zzz/a",
      "package:zzz",
    ],
    ["a service after its package", "package nginx\nservice nginx", "service:nginx.service", "package:nginx"],
    [
      "a service after its configuration",
      'package nginx\nservice nginx\nfile "/etc/nginx/conf.d/a.conf" { text = "" }',
      "service:nginx.service",
      "file:/etc/nginx/conf.d/a.conf",
    ],
    [
      "a service after what restarts it",
      'package cron\nservice cron\nfile "/srv/x" {\n text = ""\n restarts = [service.cron]\n}',
      "service:cron.service",
      "file:/srv/x",
    ],
    [
      "a file after the package that makes its owner",
      'package postgresql\nfile "/srv/x" {\n owner = postgres\n text = ""\n}',
      "file:/srv/x",
      "package:postgresql",
    ],
    [
      "a user after the package that makes its group",
      "package docker.io\nuser anna { groups = [docker] }".replace("docker.io", '"docker.io"'),
      "user:anna",
      "package:docker.io",
    ],
    ["a user after its shell", 'package zsh\nuser anna { shell = "/usr/bin/zsh" }', "user:anna", "package:zsh"],
    [
      "a link after its target",
      'file "/srv/a" { text = "" }\nlink "/opt/a" { to = "/srv/a" }',
      "link:/opt/a",
      "file:/srv/a",
    ],
    [
      "a package after apt's configuration",
      'package git\nfile "/etc/apt/apt.conf.d/10x" { text = "" }',
      "package:git",
      "file:/etc/apt/apt.conf.d/10x",
    ],
    ["a package after repositories", "package git\nabsent repository old", "package:git", "repository:old"],
    [
      "a process after its program",
      'package nodejs\nprocess p {\n run = ["/usr/bin/node"]\n user = nobody\n}',
      "process:p",
      "package:nodejs",
    ],
    [
      "a process after its files",
      'directory "/srv/a" { source = "./public" }\nprocess p {\n run = ["/srv/a/x"]\n user = nobody\n}',
      "process:p",
      "tree:/srv/a",
    ],
    [
      "a process after all in its folder",
      'file "/srv/a/b/c" { text = "" }\nprocess p {\n run = ["/usr/bin/true"]\n directory = "/srv/a"\n user = nobody\n}',
      "process:p",
      "file:/srv/a/b/c",
    ],
    [
      "a process after the command that builds it",
      'command b {\n run = "make"\n directory = "/srv/a"\n creates = "/srv/a/out"\n}\nprocess p {\n run = ["/usr/bin/true"]\n directory = "/srv/a"\n user = nobody\n}',
      "process:p",
      "exec:b",
    ],
    [
      "a command after the file it waits for",
      'file "/a" { text = "" }\ncommand c {\n run = "true"\n on-change = [file."/a"]\n}',
      "exec:c",
      "file:/a",
    ],
    [
      "the sudo rule after sudo",
      'package sudo\nuser anna { sudo = "ALL=(ALL) ALL" }',
      "file:/etc/sudoers.d/anna",
      "package:sudo",
    ],
    ["what the author says", "package git\nuser anna { after = [git] }", "user:anna", "package:git"],
  ])("%s", (_what, blocks, later, earlier) => {
    expect(waitsFor(blocks, later, earlier)).toBe(true);
  });

  test("good manners give way to what the author says", () => {
    const blocks =
      'package nginx\nservice nginx\nfile "/etc/nginx/conf.d/late.conf" {\n text = ""\n after = [service.nginx]\n reloads = [service.nginx]\n}';
    expect(waitsFor(blocks, "file:/etc/nginx/conf.d/late.conf", "service:nginx.service")).toBe(true);
    expect(waitsFor("package git\nabsent repository old { after = [git] }", "repository:old", "package:git")).toBe(
      true,
    );
  });

  test("a circle is shown with every place in it", () => {
    const spec =
      'envspec 1\n\nos = "debian-12"\n\ndirectory "/srv/a" { after = [b] }\n\ncommand b {\n  run = "true"\n  always = true\n  directory = "/srv/a/x"\n}\n\nfile "/srv/a/x/y" { text = "" }\n';
    const { diagnostics } = lowerFiles({ "main.envspec": spec });
    expect(diagnostics.map((one) => one.code)).toEqual(["E0404"]);
    expect(diagnostics[0]?.title).toContain(
      "the directory `/srv/a` → the command `b` → the directory `/srv/a/x` → the directory `/srv/a`",
    );
    expect(diagnostics[0]?.related.map((one) => spec.slice(one.span.start, one.span.end)).join("\n")).toContain(
      "command b",
    );
  });
});

describe("implied folders", () => {
  test("every parent that is not there by itself, nothing twice", () => {
    const machine = lowerBlocks(
      'file "/srv/a/b/c" { text = "" }\nfile "/srv/a/d" { text = "" }\nfile "/etc/x" { text = "" }',
    );
    const folders = machine.ops.flatMap((op) =>
      op.op === "directory" ? [[op.path, op.implied, op.owner, op.mode]] : [],
    );
    expect(folders).toEqual([
      ["/srv/a", true, "root", "0755"],
      ["/srv/a/b", true, "root", "0755"],
    ]);
  });

  test("below a home they belong to the user", () => {
    const machine = lowerBlocks('user anna\nfile "/home/anna/.config/app/x" {\n owner = anna\n text = ""\n}');
    const folders = machine.ops.flatMap((op) => (op.op === "directory" ? [[op.path, op.owner, op.group]] : []));
    expect(folders).toEqual([
      ["/home/anna/.config", "anna", "anna"],
      ["/home/anna/.config/app", "anna", "anna"],
    ]);
  });

  test("none where a package, a folder of the project or a command makes it", () => {
    const machine = lowerBlocks(
      'package nginx\nfile "/etc/nginx/conf.d/a.conf" { text = "" }\ndirectory "/srv/w" { source = "./public" }\nfile "/srv/w/sub/x" { text = "" }\ncommand clone {\n run = "git clone x /opt/app"\n creates = "/opt/app"\n}\nfile "/opt/app/config" { text = "" }',
      { "public/sub/y": "" },
    );
    expect(machine.ops.flatMap((op) => (op.op === "directory" && op.implied ? [op.path] : []))).toEqual([]);
    expect(machine.predecessors.get("file:/opt/app/config")).toContain("exec:clone");
  });
});

describe("one thing said twice", () => {
  const two = (first: string, second: string): readonly string[] =>
    codesOf(`module m {\n${first}\n}\n\nmodule n {\n${second}\n}\n\nm a\nn b`);

  test("is one op when both agree", () => {
    expect(two("package nginx", "package nginx")).toEqual([]);
    const machine = lowerBlocks("package apache2\npackage apache");
    expect(machine.ops.map((op) => op.id)).toEqual(["package:apache2"]);
    expect(machine.ops[0]?.provenance.length).toBe(2);
  });

  test("is an error with both places when they do not", () => {
    const { diagnostics } = lowerFiles({
      "main.envspec": 'envspec 1\n\nos = "debian-12"\n\npackage apache2 { hold = true }\npackage apache\n',
    });
    expect(diagnostics.map((one) => one.code)).toEqual(["E0401"]);
    expect(diagnostics[0]?.related.length).toBe(1);
  });
});

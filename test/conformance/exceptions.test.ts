/** What the rules let pass, and the nearest thing to it that they do not. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { readProject } from "./rules/ansible-project.ts";
import { ansibleRules, verbs } from "./rules/ansible-rules.ts";
import { composeRules, readCompose } from "./rules/compose-rules.ts";
import { dockerfileRules, readDockerfile } from "./rules/dockerfile-rules.ts";
import { findingsIn, scriptOfRun } from "./run-scripts.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "envc-exceptions-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function offences(point: number, task: string): readonly string[] {
  mkdirSync(join(folder, "roles/web/tasks"), { recursive: true });
  writeFileSync(join(folder, "roles/web/tasks/files.yml"), `- name: ${task}\n`);
  return ansibleRules.filter(({ points }) => points.includes(point)).flatMap(({ check }) => check(readProject(folder)));
}

describe("a task without an owner and a mode", () => {
  const file = (args: string): number => offences(11, `Set it\n  ansible.builtin.file: { path: /x, ${args} }`).length;
  it("may change what is there, but something, and the mode in four digits", () => {
    expect([file("owner: root"), file("mode: '0640'")]).toEqual([0, 0]);
    expect([file("recurse: false"), file("mode: '640'"), file("state: touch, owner: root")]).toEqual([1, 1, 1]);
  });

  it.each([
    ["ansible.builtin.lineinfile", "", 0],
    ["ansible.builtin.lineinfile", ", create: true", 1],
    ["ansible.builtin.blockinfile", ", create: true", 1],
    ["ansible.builtin.blockinfile", ", create: true, owner: root, group: root, mode: '0644'", 0],
    ["community.general.ini_file", ", create: false", 0],
    ["community.general.ini_file", "", 1],
  ])("may edit a file with %s, but make none (`%s`)", (module, args, count) => {
    expect(offences(11, `Set it\n  ${module}: { path: /x${args} }`)).toHaveLength(count);
  });
});

it("only the author's own command silences the linter, and only about modules", () => {
  const silenced = (module: string, rule: string): number =>
    offences(1, `Run it\n  ${module}:\n    # noqa: ${rule}\n    cmd: systemctl daemon-reload`).length;
  expect(silenced("ansible.builtin.shell", "command-instead-of-module")).toBe(0);
  expect(silenced("ansible.builtin.shell", "command-instead-of-module no-changed-when")).toBe(1);
  expect(silenced("ansible.builtin.shell", "no-changed-when")).toBe(1);
  expect(silenced("ansible.builtin.copy", "command-instead-of-module")).toBe(1);
});

test("every verb that a name may begin with is one that envc writes", () => {
  const sources = ["src/kinds", "src/backends/ansible", "src/ir"].flatMap((path) =>
    readdirSync(path, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.includes("test"))
      .map((name) => readFileSync(join(path, name), "utf8")),
  );
  const text = sources.join("\n");
  expect(verbs.filter((verb) => !new RegExp(`["'\`]${verb}\\b`).test(text))).toEqual([]);
});

describe("a service with all its capabilities", () => {
  const dockerfile =
    "FROM debian AS machine\nFROM machine AS web\nCMD a\nFROM machine AS root\n# The spec runs it as root.\nCMD b\n";
  const rights = (service: string): readonly string[] => {
    writeFileSync(join(folder, "Dockerfile"), dockerfile);
    const text = `services:\n  one: { security_opt: ["no-new-privileges:true"], ${service} }\n`;
    return composeRules
      .filter(({ tool }) => tool.startsWith("few rights"))
      .flatMap(({ check }) => check(readCompose(folder, text)));
  };

  it("is root because the description says so, in its own stage", () => {
    expect(rights("build: { context: ., target: root }")).toEqual([]);
    expect(rights("build: { context: ., target: web }")).toEqual(["one keeps its capabilities"]);
  });

  it("is an image that somebody else made, which is given no more; never the base", () => {
    expect(rights("image: 'postgres:15'")).toEqual([]);
    expect(rights("image: 'postgres:15', cap_add: [SYS_ADMIN]")).toEqual(["one is given capabilities"]);
    expect(rights("image: '${BASE_IMAGE:-debian}', command: [sleep]")).toEqual(["one keeps its capabilities"]);
  });

  it("runs nothing", () => {
    expect(rights("build: { context: ., target: machine }")).toEqual([]);
  });

  it("has nothing of the host", () => {
    expect(rights("image: 'postgres:15', network_mode: host")).toEqual(["one has the network_mode of the host"]);
  });
});

describe("a RUN in the exec form", () => {
  const layers = (...runs: readonly string[]): readonly string[] => {
    const text = ["FROM debian", ...runs.map((run) => `RUN ${run}`), ""].join("\n");
    return dockerfileRules
      .filter(({ points }) => points.includes(37))
      .flatMap(({ check }) => check(readDockerfile(join(folder, "Dockerfile"), text)));
  };

  it("stands alone when it has a word of several lines", () => {
    expect(layers('["edit", "a\\nb"]', "true")).toEqual([]);
    expect(layers('["edit", "a"]', "true")).not.toEqual([]);
  });

  it("is read by shellcheck when it starts a shell with a script", () => {
    expect(scriptOfRun('["sh", "/mnt/edit", "a\\nb"]')).toBeUndefined();
    expect(scriptOfRun('["/bin/sh", "-c", "cd $X"]')).toBe("cd $X");
    expect(scriptOfRun('--mount=type=bind ["/bin/sh", "-c", "cd $X"]')).toBe("cd $X");
    expect(scriptOfRun("--mount=type=bind a \\\n    && b")).toBe("a  && b");
  });
});

it("a `$` in single quotes is meant in the value of a variable, and nowhere else", () => {
  const at = (script: string): readonly string[] =>
    findingsIn(script, JSON.stringify([{ code: 2016, message: "m", line: 1, column: script.indexOf("'…") + 1 }]));
  expect(at("true && export TEXT='…$HOME' && true")).toEqual([]);
  expect(at("export TEXT='it'\\''…$HOME'")).toEqual([]);
  expect(at("export TEXT=x; echo '…$HOME'")).toEqual(["SC2016: m"]);
  expect(at("export TEXT='x' && echo '…$HOME'")).toEqual(["SC2016: m"]);
  expect(findingsIn("x", "shellcheck is not installed")).toEqual(["shellcheck is not installed"]);
});

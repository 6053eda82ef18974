import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { ansible } from "../../../src/backends/ansible/backend.ts";
import type { ExecOp, Op } from "../../../src/ir/ops.ts";
import { base, machineWith, programWith, secretHole, textFile } from "./sample.ts";

function exec(run: string, more: Partial<ExecOp> = {}): ExecOp {
  return {
    ...base("exec:job", "Do the job"),
    op: "exec",
    run: [run],
    user: "root",
    directory: "/",
    environment: [],
    creates: undefined,
    unless: undefined,
    onlyIf: undefined,
    onChange: [],
    always: true,
    ...more,
  };
}

const asked = "commands | Ask whether it was done for what is there now: Do the job";
const done = "Note what it was done for: Do the job";
const stop = "Stop when a handler has failed";

interface Built {
  readonly files: readonly Record<string, unknown>[];
  readonly commands: readonly Record<string, unknown>[];
  readonly handlers: readonly Record<string, unknown>[];
  readonly constants: string;
}

function build(ops: readonly Op[], predecessors: readonly (readonly [string, readonly string[]])[] = []): Built {
  const { files } = ansible.build(programWith([machineWith(ops, { predecessors: new Map(predecessors) })]), {});
  const text = (path: string): string =>
    String(files.find((file) => file.path === `roles/shop/${path}`)?.content ?? "[]");
  return {
    files: load(text("tasks/files.yml")) as Record<string, unknown>[],
    commands: load(text("tasks/commands.yml")) as Record<string, unknown>[],
    handlers: load(text("handlers/main.yml")) as Record<string, unknown>[],
    constants: text("vars/main.yml"),
  };
}

describe("a command", () => {
  it("is run as it is when it is a program with plain words", () => {
    expect(build([exec("/usr/bin/make -C /srv/app")]).commands[0]).toMatchObject({
      "ansible.builtin.command": { argv: ["/usr/bin/make", "-C", "/srv/app"], chdir: "/" },
      changed_when: true,
    });
  });

  it("of another user than root makes files with the same modes on every release; its questions make none", () => {
    const op = exec("/usr/bin/make all", { user: "shop", unless: ["/usr/bin/test -e made"], always: false });
    const [question, task] = build([op]).commands;
    expect(task).toMatchObject({
      "ansible.builtin.shell": { cmd: "umask 022 # whatever a login has\n/usr/bin/make all" },
      become_user: "shop",
    });
    expect(question).toMatchObject({ "ansible.builtin.command": { argv: ["/usr/bin/test", "-e", "made"] } });
  });

  it("never reaches the command module, which puts variables in by itself, when it has a dollar sign", () => {
    const [task] = build([exec('/bin/echo "$HOME"')]).commands;
    expect(task).toMatchObject({ "ansible.builtin.shell": { cmd: '/bin/echo "$HOME"', executable: "/bin/sh" } });
  });

  it("stands in the role's own variables, untemplated, when Jinja would read it or it has a pipe", () => {
    for (const run of ["docker inspect -f '{{.State}}' x", "a=${#b}; echo $a", "yes | head -n 1"]) {
      const { commands, constants } = build([exec(run)]);
      expect(commands[0]).toMatchObject({ "ansible.builtin.shell": { cmd: "{{ __shop_job_command }}" } });
      expect(constants).toContain(run.includes("|") ? "__shop_job_command: " : "__shop_job_command: !unsafe ");
    }
  });

  it("asks its guards first, and changes nothing by asking", () => {
    const { commands } = build([exec("touch /x", { unless: ["test -e /x"], onlyIf: ["test -d /y"] })]);
    expect(commands.map((task) => [task["changed_when"], task["check_mode"]])).toEqual([
      [false, false],
      [false, false],
      [true, undefined],
    ]);
    expect(commands[2]?.["when"]).toEqual([
      "__shop_job_unless.rc | default(1) != 0",
      "__shop_job_only_if.rc | default(1) == 0",
    ]);
  });

  it("runs as a handler when it waits for a change, and right here when something depends on it", () => {
    const conf = textFile("/etc/x", ["x\n"]);
    const job = exec("touch /x", { onChange: ["file:/etc/x"] });
    const later = { ...exec("touch /z"), id: "exec:later", title: "Do it later" };
    const alone = build([conf, job], [["exec:job", ["file:/etc/x"]]]);
    expect(alone.commands.map((task) => task["name"])).toEqual([asked]);
    expect(alone.handlers.map((handler) => handler["name"])).toEqual(["Do the job", done, stop]);
    const awaited = build(
      [conf, job, later],
      [
        ["exec:job", ["file:/etc/x"]],
        ["exec:later", ["exec:job"]],
      ],
    );
    expect(awaited.commands[1]).toMatchObject({ "ansible.builtin.meta": "flush_handlers" });
  });

  it("is asked for by every run until it has succeeded for what is there, and once more after each change", () => {
    const conf = textFile("/etc/x", ["x\n"]);
    const job = exec("touch /x", {
      onChange: ["file:/etc/x"],
      once: { machine: "shop", host: undefined },
      unless: ["test -e /y"],
    });
    const { commands, handlers, files } = build([conf, job], [["exec:job", ["file:/etc/x"]]]);
    const question = "Ask whether it is done already: Do the job";
    // A run that was killed before its handlers leaves a note which says something else than the machine.
    const cmd = 'test "$(cat /var/lib/provision/done/job)" = "$(sha256sum /etc/x || echo gone)"';
    expect(commands).toMatchObject([
      {
        "ansible.builtin.shell": { cmd },
        changed_when: "__shop_job_done.rc != 0",
        failed_when: false,
        check_mode: false,
        notify: [question, "Do the job", done],
      },
    ]);
    expect(files[0]?.["notify"]).toEqual([question, "Do the job", done]);
    const of = (name: string): unknown => handlers.find((handler) => handler["name"] === name);
    // The sum of a file with a weak password tells the password.
    expect(of(done)).toHaveProperty(
      ["ansible.builtin.shell", "cmd"],
      "umask 077\ninstall -d -m 0700 /var/lib/provision /var/lib/provision/done\n{ sha256sum /etc/x || echo gone; } >/var/lib/provision/done/job",
    );
    // A guard that says no answers the change, too; a command that has failed does not, whatever still runs behind it.
    expect(of("Do the job")).toHaveProperty("register", "__shop_job_ran");
    expect(of(done)).toHaveProperty("when", [commands[0]?.["when"], "__shop_job_ran is succeeded"]);
  });

  it("is left alone where the command that it follows has failed", () => {
    const first = exec("touch /x", { onChange: ["file:/etc/x"] });
    const second: Op = { ...exec("touch /y", { onChange: ["exec:job"] }), id: "exec:next", title: "Do the next" };
    const { handlers } = build(
      [textFile("/etc/x", ["x\n"]), first, second],
      [
        ["exec:job", ["file:/etc/x"]],
        ["exec:next", ["exec:job"]],
      ],
    );
    const next = handlers.find((handler) => handler["name"] === "Do the next");
    expect(next).toHaveProperty("when", "(__shop_job_ran | default({})) is not failed");
  });

  it("is also due where the command that it follows was done for something else", () => {
    const first = exec("touch /x", { onChange: ["file:/etc/x"] });
    const second: Op = { ...exec("touch /y", { onChange: ["exec:job"] }), id: "exec:next", title: "Do the next" };
    const { commands, handlers } = build(
      [textFile("/etc/x", ["x\n"]), first, second],
      [
        ["exec:job", ["file:/etc/x"]],
        ["exec:next", ["exec:job"]],
      ],
    );
    const state = "sha256sum /var/lib/provision/done/job || echo gone";
    expect(commands[2]).toMatchObject({
      "ansible.builtin.shell": { cmd: `test "$(cat /var/lib/provision/done/next)" = "$(${state})"` },
    });
    const names = handlers.map((handler) => handler["name"]);
    expect(names).toEqual(["Do the job", done, "Do the next", "Note what it was done for: Do the next", stop]);
  });

  it("keeps a value of its environment a text, whatever it looks like", () => {
    const { commands, constants } = build([exec("x", { environment: [{ name: "C", value: ["[{{ 1 }}]"] }] })]);
    expect(commands[0]?.["environment"]).toEqual({ C: "{{ __shop_job_env_c | string }}" });
    expect(constants).toContain('__shop_job_env_c: !unsafe "[{{ 1 }}]"');
  });

  it("keeps a secret in its environment out of every output", () => {
    const [task] = build([
      exec("x", { environment: [{ name: "PASSWORD", value: [secretHole("db-password")] }] }),
    ]).commands;
    expect(task).toMatchObject({ no_log: true, diff: false });
    // Not as `environment`: Ansible would put it into a command line, which every user of the machine can list.
    expect(task).not.toHaveProperty("environment");
    expect(task?.["ansible.builtin.shell"]).toMatchObject({
      cmd: expect.stringMatching(/^# .*\neval "\$\(cat\)"\nexec <\/dev\/null\nx$/) as string,
      stdin: "{{ __shop_job_secrets }}",
    });
  });
});

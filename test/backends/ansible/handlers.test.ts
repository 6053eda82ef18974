import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { ansible } from "../../../src/backends/ansible/backend.ts";
import type { Op, ServiceOp } from "../../../src/ir/ops.ts";
import { base, machineWith, programWith, textFile } from "./sample.ts";

function service(name: string, more: Partial<ServiceOp> = {}): ServiceOp {
  return {
    ...base(`service:${name}.service`, `Run ${name}`),
    op: "service",
    unit: `${name}.service`,
    enabled: true,
    running: true,
    masked: false,
    ...more,
  };
}

const restarts = (name: string) => [{ action: "restart", target: `service:${name}.service` }] as const;

interface Built {
  readonly handlers: readonly Record<string, unknown>[];
  readonly tasks: (name: string) => readonly Record<string, unknown>[];
}

function build(ops: readonly Op[], predecessors: readonly (readonly [string, readonly string[]])[]): Built {
  const { files } = ansible.build(programWith([machineWith(ops, { predecessors: new Map(predecessors) })]), {});
  const read = (path: string): readonly Record<string, unknown>[] =>
    load(String(files.find((file) => file.path === `roles/shop/${path}`)?.content ?? "[]")) as readonly Record<
      string,
      unknown
    >[];
  return { handlers: read("handlers/main.yml"), tasks: (name) => read(`tasks/${name}.yml`) };
}

const names = (list: readonly Record<string, unknown>[]): readonly unknown[] => list.map((task) => task["name"]);

describe("handlers", () => {
  const conf = textFile("/etc/nginx/conf.d/a.conf", ["y\n"], {
    triggers: [{ action: "reload", target: "service:nginx.service" }],
  });
  const appConf = textFile("/etc/app.conf", ["x\n"], { triggers: restarts("app") });
  const unit = textFile("/etc/systemd/system/app.service", ["[Service]\n"], { triggers: restarts("app") });
  const npm: Op = {
    ...base("exec:npm-ci", "Run npm-ci"),
    op: "exec",
    run: ["npm ci"],
    user: "root",
    directory: "/",
    environment: [],
    creates: undefined,
    unless: undefined,
    onlyIf: undefined,
    onChange: ["file:/etc/app.conf"],
    always: false,
  };

  it("look for a unit that the handlers may reach before it is there, and leave it alone when it is not", () => {
    const { handlers, tasks } = build(
      [conf, appConf, service("nginx"), unit, service("app")],
      [
        ["file:/etc/systemd/system/app.service", ["service:nginx.service"]],
        ["service:app.service", ["service:nginx.service", "file:/etc/systemd/system/app.service"]],
      ],
    );
    expect(names(tasks("services"))).toContain("services | Run the handlers that are waiting");
    const restart = handlers.find((handler) => handler["name"] === "Restart app");
    expect(restart?.["when"]).toBe("__shop_app_service_status.rc | default(4) != 4");
    const found = names(handlers);
    expect(found.indexOf("Look whether there is a unit app.service")).toBe(found.indexOf("Restart app") - 1);
    const write = tasks("files").find((task) => task["name"] === "files | Write /etc/app.conf");
    expect(write?.["notify"]).toEqual(["Look whether there is a unit app.service", "Restart app"]);
    // nginx has had its task when they run.
    expect(found).toContain("Reload nginx");
    expect(found).not.toContain("Look whether there is a unit nginx.service");
  });

  it("of an earlier role are asked for the unit by a later role too", () => {
    const own = textFile("/etc/own", ["o\n"], { triggers: restarts("app") });
    const ops = [conf, appConf, service("nginx"), unit, service("app")];
    const predecessors = new Map<string, readonly string[]>([
      ["file:/etc/systemd/system/app.service", ["service:nginx.service"]],
      ["service:app.service", ["file:/etc/systemd/system/app.service"]],
    ]);
    const { files } = ansible.build(
      programWith([
        machineWith([...ops, own], { name: "web", implicit: false, predecessors }),
        machineWith(ops, { name: "db", implicit: false, predecessors }),
      ]),
      {},
    );
    const content = files.find(({ path }) => path === "roles/web/tasks/files.yml")?.content;
    const [write] = load(String(content)) as readonly Record<string, unknown>[];
    expect(write?.["notify"]).toEqual(["Look whether there is a unit app.service", "Restart app"]);
  });

  it("ask for no unit when nothing makes them run early", () => {
    const { handlers } = build(
      [appConf, unit, service("app")],
      [["service:app.service", ["file:/etc/systemd/system/app.service"]]],
    );
    expect(names(handlers)).toEqual(["Reload systemd", "Restart app", "Stop when a handler has failed"]);
  });

  it("restart a service after the command that it waits for, and before the one that waits for it", () => {
    const warm: Op = { ...npm, ...base("exec:warm", "Warm up") };
    const { handlers } = build(
      [appConf, npm, unit, service("app"), warm],
      [
        ["exec:npm-ci", ["file:/etc/app.conf"]],
        ["service:app.service", ["exec:npm-ci", "file:/etc/systemd/system/app.service"]],
        ["exec:warm", ["service:app.service"]],
      ],
    );
    const acts = names(handlers).filter((name) => !/^(?:Note what|Stop when)/.test(String(name)));
    expect(acts).toEqual([
      "Reload systemd",
      "Run npm-ci",
      "Look whether there is a unit app.service",
      "Restart app",
      "Warm up",
    ]);
  });
});

import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { ansible } from "../../../src/backends/ansible/backend.ts";
import { sharesEnvironments } from "../../../src/backends/names.ts";
import { backends } from "../../../src/backends/registry.ts";
import type { Op } from "../../../src/ir/ops.ts";
import type { MachineProgram, Program } from "../../../src/ir/program.ts";
import { base, machineWith, programWith, secretHole, textFile } from "./sample.ts";

type Task = Readonly<Record<string, unknown>>;

/** Builds one project for environments of these names. */
function build(programs: Readonly<Record<string, Program>>): ReadonlyMap<string, string> {
  const given = Object.entries(programs).map(([environment, program]) => ({ ...program, environment }));
  const { files, diagnostics } = ansible.buildTogether?.(given, {}) ?? { files: [], diagnostics: [] };
  expect(diagnostics).toEqual([]);
  return new Map(files.map((file) => [file.path, typeof file.content === "string" ? file.content : "(bytes)"]));
}

function on(ops: readonly Op[], more: Partial<MachineProgram> = {}): Program {
  return programWith([machineWith(ops, { predecessors: new Map(), ...more })]);
}

function data(files: ReadonlyMap<string, string>, path: string): unknown {
  return load((files.get(path) ?? "").replaceAll("!unsafe ", ""));
}

const service = (unit: string, more: object = {}): Op => ({
  ...base(`service:${unit}`, `Enable and start ${unit}`),
  op: "service",
  unit,
  enabled: true,
  running: true,
  masked: false,
  ...more,
});

const command = (name: string): Op => ({
  ...base(`exec:${name}`, `Run ${name}`),
  op: "exec",
  run: [`/usr/bin/${name}`],
  user: "root",
  directory: "/",
  environment: [],
  creates: undefined,
  unless: undefined,
  onlyIf: undefined,
  onChange: [],
  always: true,
});

it("is what the other parts take for shared by all environments", () => {
  for (const backend of backends) expect(sharesEnvironments(backend.name)).toBe(backend.buildTogether !== undefined);
});

describe("one project for several environments", () => {
  it("says once what is equal, and makes a variable of an attribute that is not", () => {
    const files = build({
      dev: on([textFile("/etc/a", ["a"]), textFile("/etc/b", ["b"], { mode: "0600" })]),
      qa: on([textFile("/etc/a", ["a"]), textFile("/etc/b", ["b"])]),
      prod: on([textFile("/etc/a", ["a"]), textFile("/etc/b", ["b"])]),
    });
    const tasks = data(files, "roles/shop/tasks/files.yml") as Task[];
    expect(tasks.map((task) => (task["ansible.builtin.copy"] as Task)["mode"])).toEqual([
      "0644",
      "{{ shop_file_etc_b_mode }}",
    ]);
    // What most environments have is the default.
    expect(data(files, "roles/shop/defaults/main.yml")).toEqual({ shop_file_etc_b_mode: "0644" });
    expect(data(files, "inventories/dev/group_vars/all/main.yml")).toEqual({ shop_file_etc_b_mode: "0600" });
  });

  it("puts a condition in front of what is not everywhere, and of its handler", () => {
    const tells = textFile("/etc/a", ["a"], { triggers: [{ action: "restart", target: "service:app.service" }] });
    const silent = textFile("/etc/a", ["a"]);
    const files = build({ dev: on([silent]), prod: on([tells, service("app.service")]) });
    const [file] = data(files, "roles/shop/tasks/files.yml") as Task[];
    expect([file?.["when"], file?.["notify"]]).toEqual([undefined, ["Restart app"]]);
    const [app] = data(files, "roles/shop/tasks/services.yml") as Task[];
    const [handler] = data(files, "roles/shop/handlers/main.yml") as Task[];
    expect([app?.["when"], handler?.["when"]]).toEqual([
      "shop_manage_service_app_service",
      "shop_manage_service_app_service",
    ]);
    expect(data(files, "inventories/dev/group_vars/all/main.yml")).toEqual({ shop_manage_service_app_service: false });
  });

  it("asks for the vault's password only where there is a vault", () => {
    const secret = (source: object): Program => ({
      ...on([textFile("/etc/s", [secretHole("key")])]),
      secrets: [{ name: "key", source: source as never, span: { file: "shop.envspec", start: 0, end: 1 } }],
    });
    const open = secret({ from: "env", variable: "KEY" });
    const kept = secret({ from: "vault", variable: "vault_key" });
    const readme = build({ dev: open, qa: kept, prod: kept }).get("README.md") ?? "";
    expect(readme).toContain("ansible-playbook -i inventories/dev site.yml\n");
    expect(readme).toContain("`qa` and `prod` have a vault: add `--ask-vault-pass` to a command there.");
    expect(readme).toContain("Every command for `qa` and `prod` needs the vault's password");
    const other = build({ dev: kept, prod: open }).get("README.md") ?? "";
    expect(other).toContain("ansible-playbook -i inventories/dev site.yml --ask-vault-pass\n");
    expect(other).toContain("Every command for `dev` needs the vault's password");
  });

  it("has one condition for a module instance that is missing as a whole", () => {
    const acme = [
      textFile("/srv/acme/a", ["a"], { instance: "acme" }),
      textFile("/srv/acme/b", ["b"], { instance: "acme" }),
    ];
    const bolt = [
      textFile("/srv/bolt/a", ["a"], { instance: "bolt" }),
      textFile("/srv/bolt/b", ["b"], { instance: "bolt" }),
    ];
    const files = build({ dev: on(bolt.slice(0, 1)), prod: on([...acme, ...bolt]) });
    const tasks = data(files, "roles/shop/tasks/files.yml") as Task[];
    expect(tasks.map((task) => task["when"])).toEqual([
      "shop_manage_acme",
      "shop_manage_acme",
      undefined,
      "shop_manage_file_srv_bolt_b",
    ]);
  });

  it("does not restart for another environment's reasons", () => {
    const restarts = { triggers: [{ action: "restart", target: "service:app.service" }] } as const;
    const [a, b] = [textFile("/etc/a", ["a"]), textFile("/etc/b", ["b"], restarts)];
    const files = build({
      dev: on([a, b, service("app.service")]),
      prod: on([textFile("/etc/a", ["a"], restarts), b, service("app.service")]),
    });
    const tasks = data(files, "roles/shop/tasks/files.yml") as Task[];
    expect(tasks.map((task) => [task["when"], task["notify"]])).toEqual([
      ["shop_file_etc_a_variant == 'dev'", undefined],
      ["shop_file_etc_a_variant == 'prod'", ["Restart app"]],
      [undefined, ["Restart app"]],
    ]);
  });

  it("keeps each environment's order, also where they want opposite ones", () => {
    const [a, b] = [command("a"), command("b")];
    const files = build({
      dev: on([a, b], { predecessors: new Map([["exec:b", ["exec:a"]]]) }),
      prod: on([b, a], { predecessors: new Map([["exec:a", ["exec:b"]]]) }),
    });
    const tasks = data(files, "roles/shop/tasks/commands.yml") as Task[];
    const values = (environment: string): Readonly<Record<string, boolean>> =>
      data(files, `inventories/${environment}/group_vars/all/main.yml`) as Readonly<Record<string, boolean>>;
    const run = (environment: string): readonly string[] =>
      tasks
        .filter((task) => task["when"] === undefined || values(environment)[task["when"] as string] === true)
        .map((task) => ((task["ansible.builtin.command"] as Task)["argv"] as string[]).join(" "));
    expect(run("dev")).toEqual(["/usr/bin/a", "/usr/bin/b"]);
    expect(run("prod")).toEqual(["/usr/bin/b", "/usr/bin/a"]);
  });

  it("keeps the usual file in its place and another environment's in a folder of its own", () => {
    const files = build({
      dev: on([textFile("/etc/a", ["dev"]), textFile("/dev/b", ["b"])]),
      prod: on([textFile("/etc/a", ["prod"]), textFile("/dev/b", ["b"])]),
    });
    const paths = [...files.keys()].filter((path) => path.includes("/files/"));
    expect(paths).toEqual([
      "roles/shop/files/dev/b",
      "roles/shop/files/dev_environment/etc/a",
      "roles/shop/files/etc/a",
    ]);
    expect(files.get("roles/shop/files/etc/a")).toBe("prod");
  });

  it("asks nobody for a secret where it is not used", () => {
    const program = on([textFile("/etc/a", [secretHole("db-password")])]);
    const files = build({ dev: on([textFile("/etc/b", ["b"])]), prod: program });
    expect(files.has("inventories/dev/group_vars/all/main.yml")).toBe(true);
    expect(files.get("inventories/dev/group_vars/all/main.yml")).not.toContain("password");
    expect(files.get("inventories/prod/group_vars/all/main.yml")).toContain("shop_db_password:");
    expect(files.get("roles/shop/meta/argument_specs.yml")).toMatch(/shop_db_password:\n.*\n.*\n +required: false\n/);
  });

  it("has an empty group where an environment lacks a class of machines, and a default that harms nobody", () => {
    const web = machineWith([textFile("/etc/web", ["x"])], { name: "web", implicit: false, predecessors: new Map() });
    const db = machineWith([textFile("/etc/db", ["x"])], { name: "db", implicit: false, predecessors: new Map() });
    const files = build({ dev: programWith([web]), prod: programWith([web, db]) });
    const inventory = data(files, "inventories/dev/hosts.yml") as { all: { children: object } };
    expect(inventory.all.children).toEqual({ web: { hosts: {} }, db: { hosts: {} } });
    expect(files.get("inventories/dev/hosts.yml")).toContain("# Not in this environment.");
    expect(files.get("ansible.cfg")).toContain("inventory = inventories/dev\n");
    expect((data(files, "site.yml") as Task[]).map((play) => play["hosts"])).toEqual(["web", "db"]);
  });

  it("checks the system that each environment is written for", () => {
    const os = {
      id: "debian-13",
      family: "debian",
      distribution: "debian",
      version: "13",
      codename: "trixie",
    } as const;
    const files = build({ dev: on([textFile("/etc/a", ["a"])], { os }), prod: on([textFile("/etc/a", ["a"])]) });
    expect(data(files, "inventories/dev/group_vars/all/main.yml")).toEqual({ shop_system: "Debian 13" });
    // An older linter knows no trixie, and its rule cannot be skipped.
    expect(files.get("roles/shop/meta/main.yml")).toContain(
      "# Made for bookworm, trixie; not every ansible-lint knows trixie by name.\n        - all\n",
    );
    expect(files.get("roles/shop/README.md")).toContain("- Platforms: Debian (bookworm, trixie).");
  });

  it("gives the same bytes for one environment, whether alone or together with nothing else", () => {
    const program = on([textFile("/etc/a", ["a"])]);
    expect(ansible.buildTogether?.([program], {}).files).toEqual(ansible.build(program, {}).files);
  });
});

import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { assembleProject } from "../../../src/backends/ansible/assemble/project.ts";
import { ansible } from "../../../src/backends/ansible/backend.ts";
import { checkYamlFiles } from "../../../src/backends/ansible/check.ts";
import { projectFiles, yamlFiles } from "../../../src/backends/ansible/print/project-files.ts";
import type { Program } from "../../../src/ir/program.ts";
import { base, everyKind, machineWith, programWith, secretHole, textFile, variable } from "./sample.ts";

function build(program: Program): Map<string, string> {
  const { files, diagnostics } = ansible.build(program, {});
  expect(diagnostics).toEqual([]);
  return new Map(files.map((file) => [file.path, typeof file.content === "string" ? file.content : "(bytes)"]));
}

interface PlainTask {
  readonly name: string;
  readonly notify?: readonly string[];
  readonly [key: string]: unknown;
}

function tasksIn(files: ReadonlyMap<string, string>, path: string): readonly PlainTask[] {
  return load((files.get(path) ?? "").replaceAll("!unsafe ", "")) as PlainTask[];
}

const everything = programWith([machineWith(everyKind)]);

describe("an Ansible project", () => {
  it("reads back, by another parser, as what was meant", () => {
    const { project } = assembleProject([everything]);
    expect(checkYamlFiles(yamlFiles(project), projectFiles(project))).toEqual([]);
  });

  it("tells when a file reads differently", () => {
    const { project } = assembleProject([everything]);
    const broken = projectFiles(project).map((file) =>
      file.path === "site.yml" ? { ...file, content: "- hosts: yes\n" } : file,
    );
    expect(checkYamlFiles(yamlFiles(project), broken)).toEqual(["site.yml: reads differently from what was meant"]);
  });

  it("gives the same bytes every time", () => {
    expect([...build(everything)]).toEqual([...build(everything)]);
  });

  it("states every variable in defaults, argument specs and README alike", () => {
    const files = build(everything);
    const defaults = Object.keys(load(files.get("roles/shop/defaults/main.yml") ?? "") as object);
    const specs = load(files.get("roles/shop/meta/argument_specs.yml") ?? "") as {
      argument_specs: { main: { options: Record<string, { required: boolean }> } };
    };
    const { options } = specs.argument_specs.main;
    const readme = [...(files.get("roles/shop/README.md") ?? "").matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    const optional = Object.keys(options).filter((name) => options[name]?.required === false);
    expect(optional).toEqual(defaults);
    expect(readme).toEqual(Object.keys(options));
    expect(Object.keys(options).every((name) => name.startsWith("shop_"))).toBe(true);
  });

  it("names every task once, and every notified handler exists", () => {
    const files = build(everything);
    const paths = [...files.keys()].filter((path) => /\/tasks\/\w+\.yml$/.test(path) && !path.endsWith("main.yml"));
    const tasks = paths.flatMap((path) => tasksIn(files, path));
    const names = tasks.map((task) => task.name);
    expect(new Set(names).size).toBe(names.length);
    const handlers = tasksIn(files, "roles/shop/handlers/main.yml").map((handler) => handler.name);
    expect(handlers[0]).toBe("Reload systemd");
    expect(new Set(handlers).size).toBe(handlers.length);
    const notified = new Set(tasks.flatMap((task) => task.notify ?? []));
    // The last one listens to the names of the others.
    expect([...notified, "Stop when a handler has failed"].sort()).toEqual([...handlers].sort());
  });

  it("shows no secret: neither its value nor the diff of what holds it", () => {
    const files = build(everything);
    const paths = [...files.keys()].filter((path) => /\/tasks\/\w+\.yml$/.test(path));
    for (const path of paths)
      for (const task of tasksIn(files, path)) {
        const text = JSON.stringify(task);
        const templates = /"src":"([^"]+\.j2)"/.exec(text)?.[1];
        const content = templates === undefined ? "" : (files.get(`roles/shop/templates/${templates}`) ?? "");
        if (!/shop_(db|anna)_password/.test(text + content)) continue;
        expect(task["no_log"], task.name).toBe(true);
        expect(task["diff"], task.name).toBe(false);
      }
  });

  it("leads from a line to the op behind it", () => {
    const { files } = ansible.build(everything, {});
    const services = files.find((file) => file.path === "roles/shop/tasks/services.yml");
    const lines = String(services?.content).split("\n");
    const line = lines.findIndex((text) => text.includes("services | Run cron")) + 1;
    const entries = (services?.map ?? []).filter((entry) => entry.from <= line && line <= entry.to);
    expect(entries.map((entry) => entry.op)).toEqual(["service:cron.service"]);
    expect(lines[(entries[0]?.to ?? 0) - 1]).toContain("ignore_errors");
  });

  it("never writes an id that Ansible would have to choose", () => {
    const accounts = tasksIn(build(everything), "roles/shop/tasks/accounts.yml");
    for (const task of accounts)
      for (const module of ["ansible.builtin.user", "ansible.builtin.group"]) {
        const args = task[module] as Record<string, unknown> | undefined;
        if (args?.["state"] === "present") expect(args["uid"] ?? args["gid"], task.name).toBeTypeOf("number");
      }
  });
});

describe("roles of several machines", () => {
  const shared = textFile("/etc/motd", ["hello\n"]);
  const web = textFile("/etc/web", [variable("domain", "shop.example.com")]);
  const ref = { action: "restart", target: "service:app.service" } as const;
  const app = {
    ...base("service:app.service", "Run app"),
    op: "service",
    unit: "app.service",
    enabled: true,
    running: true,
    masked: false,
  } as const;

  it("has what is equal everywhere in a common role, which comes first", () => {
    const files = build(
      programWith([
        machineWith([shared, web], { name: "web", implicit: false, predecessors: new Map() }),
        machineWith([shared], { name: "db", implicit: false, predecessors: new Map() }),
      ]),
    );
    const plays = load(files.get("site.yml") ?? "") as { hosts: string; roles: { role: string }[] }[];
    expect(plays.map((play) => [play.hosts, play.roles.map(({ role }) => role)])).toEqual([
      ["web", ["common", "web"]],
      ["db", ["common"]],
    ]);
    expect(files.has("roles/common/files/etc/motd")).toBe(true);
    expect(files.get("roles/web/templates/etc/web.j2")).toBe("{{ web_domain }}");
  });

  it("keeps apart what needs, or tells, something that only one machine has", () => {
    const needs = textFile("/etc/needs", ["x"]);
    const tells = textFile("/etc/tells", ["x"], { triggers: [ref] });
    const files = build(
      programWith([
        machineWith([web, needs, tells, shared, app], {
          name: "web",
          implicit: false,
          predecessors: new Map([["file:/etc/needs", ["file:/etc/web"]]]),
        }),
        machineWith([needs, tells, shared], { name: "db", implicit: false, predecessors: new Map() }),
      ]),
    );
    const common = tasksIn(files, "roles/common/tasks/files.yml").map((task) => task.name);
    expect(common).toEqual(["files | Write /etc/motd"]);
  });
});

describe("an inventory", () => {
  it("gives each host its address, its way in and its own values", () => {
    const host = (name: string, address: string, ssh: object): never =>
      ({
        name,
        machine: "web",
        address,
        ssh,
        values: { domain: { is: "text", text: [`${name}.example.com`] } },
        span: { file: "shop.envspec", start: 0, end: 1 },
      }) as never;
    const program = programWith(
      [
        machineWith([textFile("/etc/web", [variable("domain", undefined)])], {
          name: "web",
          implicit: false,
          hosts: [
            host("web-1", "203.0.113.11", { user: "admin", port: 2222 }),
            host("web-2", "203.0.113.12", { viaHost: "web-1" }),
          ],
        }),
      ],
      { environment: "prod" },
    );
    const files = build(program);
    expect(load(files.get("inventories/prod/hosts.yml") ?? "")).toEqual({
      all: {
        children: {
          web: {
            hosts: {
              "web-1": {
                ansible_host: "203.0.113.11",
                ansible_port: 2222,
                ansible_user: "admin",
                ssh_jump: "{{ ansible_user }}@{{ ansible_host }}:{{ ansible_port }}",
                web_domain: "web-1.example.com",
              },
              "web-2": {
                ansible_host: "203.0.113.12",
                ansible_ssh_common_args: "-o ProxyJump={{ hostvars['web-1']['ssh_jump'] }}",
                web_domain: "web-2.example.com",
              },
            },
          },
        },
      },
    });
    expect(files.has("inventories/prod/group_vars/all/main.yml")).toBe(false);
  });

  it("reads secrets where they are kept and never holds one", () => {
    const secrets = (["env", "generate", "file", "vault", "none"] as const).map((from, index) => ({
      name: `s${index}`,
      source: { from, variable: "X", length: 8, path: "p", prompt: "?" } as never,
      span: { file: "shop.envspec", start: 0, end: 1 },
    }));
    const files = build(
      programWith(
        [
          machineWith([
            textFile(
              "/etc/s",
              secrets.map(({ name }) => secretHole(name)),
            ),
          ]),
        ],
        { secrets },
      ),
    );
    const values = load(files.get("inventories/default/group_vars/all/main.yml") ?? "") as Record<string, string>;
    expect(Object.values(values)).toEqual([
      "{{ lookup('ansible.builtin.env', 'X', default=undef()) }}",
      "{{ lookup('ansible.builtin.password', playbook_dir ~ '/secrets/default/s1', length=8, chars=['ascii_letters', 'digits']) }}",
      "{{ lookup('ansible.builtin.file', playbook_dir ~ '/secrets/default/s2') }}",
      "{{ X }}",
      "{{ vault_s4 }}",
    ]);
    expect(files.get(".gitignore")).toContain("/secrets/");
  });
});

describe("what is asked and what is kept in a vault", () => {
  const withSecret = (source: object, groups = {}): Map<string, string> =>
    build(
      programWith([machineWith([textFile("/etc/s", [secretHole("db-password")])])], {
        secrets: [{ name: "db-password", source: source as never, span: { file: "shop.envspec", start: 0, end: 1 } }],
        ...groups,
      }),
    );

  it("asks in the author's own words, which are no template", () => {
    const files = withSecret({ from: "ask", prompt: "What's {{ x }}?" });
    const [play] = load(files.get("site.yml") ?? "") as { vars_prompt: { prompt: string }[] }[];
    expect(play?.vars_prompt[0]?.prompt).toBe(`{{ "What's {{ x }}?" | string }}`);
  });

  it("does not take the word None for an answer, and says how to give it", () => {
    const files = withSecret({ from: "ask", prompt: "The password" });
    const [play] = load(files.get("site.yml") ?? "") as { pre_tasks: Record<string, unknown>[] }[];
    expect(play?.pre_tasks[1]).toEqual({
      name: "Make sure that shop_db_password is given",
      "ansible.builtin.assert": {
        that: ["shop_db_password | string not in ['', 'None']"],
        fail_msg: expect.stringContaining('write the line "shop_db_password: VALUE"') as string,
        quiet: true,
      },
      // A `no_log` would hide the message.
      tags: ["always"],
    });
    expect(files.get("README.md")).toContain("`-e @FILE`");
  });

  it("says in the README which variable to write, where, and how to run it then", () => {
    const readme = withSecret({ from: "vault", variable: "shop_db" }, { environment: "prod" }).get("README.md") ?? "";
    expect(readme).toContain("`shop_db`, encrypted in `inventories/prod/group_vars/all/vault.yml`");
    expect(readme).toContain("ansible-vault create inventories/prod/group_vars/all/vault.yml");
    expect(readme).toContain("ansible-playbook -i inventories/prod site.yml --ask-vault-pass\n");
    expect(readme).toContain("-e @inventories/prod/group_vars/all/main.yml");
  });

  it("names no file that is not there", () => {
    const readme = withSecret({ from: "ask", prompt: "?" }).get("README.md") ?? "";
    expect(readme).toContain("-i '203.0.113.10,'");
    expect(readme).not.toMatch(/main\.yml|vault/);
  });
});

describe("what shall be gone", () => {
  it("takes a repository's key away, of whichever kind it was", () => {
    const files = build(
      programWith([
        machineWith([
          {
            ...base("repository:node", "Remove the repository node"),
            op: "repository",
            name: "node",
            types: ["deb"],
            uris: [],
            suites: [],
            components: [],
            architectures: [],
            key: undefined,
            keyPath: "/etc/apt/keyrings/node.asc",
            sourcesPath: "/etc/apt/sources.list.d/node.sources",
            ensure: "absent",
          },
        ]),
      ]),
    );
    const key = tasksIn(files, "roles/shop/tasks/apt.yml").find((task) => task.name.endsWith(": key"));
    expect(key).toMatchObject({
      "ansible.builtin.file": { path: "{{ item }}", state: "absent" },
      loop: ["/etc/apt/keyrings/node.asc", "/etc/apt/keyrings/node.gpg"],
    });
  });

  it("disables a unit while it can be, and masks it then, whether it is there or not", () => {
    const files = build(
      programWith([
        machineWith([
          {
            ...base("service:exim4.service", "Mask exim4"),
            op: "service",
            unit: "exim4.service",
            enabled: false,
            running: false,
            masked: true,
          },
        ]),
      ]),
    );
    const tasks = tasksIn(files, "roles/shop/tasks/services.yml");
    expect(tasks.map((task) => [task.name, task["ansible.builtin.systemd"], task["when"]])).toEqual([
      ["services | Look whether there is a unit exim4.service", undefined, undefined],
      [
        "services | Disable and stop exim4.service",
        { name: "exim4.service", enabled: false, state: "stopped" },
        "__shop_exim4_service_status.rc | default(4) != 4",
      ],
      ["services | Mask exim4", { name: "exim4.service", masked: true }, undefined],
    ]);
  });
});

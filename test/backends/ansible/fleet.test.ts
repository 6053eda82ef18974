import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { buildSpec } from "../build-spec.ts";
import { type Group, groupsOf, machines, playsOf } from "./fleet-sample.ts";

describe("the way to a host", () => {
  it("goes through a host with what that one says of itself", async () => {
    const groups = await groupsOf(`
      host bastion-1 { machine = bastion, address = "203.0.113.5", ssh { user = "jump", port = 2222 } }
      host web-1 { machine = web, address = "10.0.0.11", ssh { via = bastion-1 } }`);
    expect(groups["bastion"]?.hosts["bastion-1"]).toEqual({
      ansible_host: "203.0.113.5",
      ansible_port: 2222,
      ansible_user: "jump",
      ssh_jump: "{{ ansible_user }}@{{ ansible_host }}:{{ ansible_port }}",
    });
    expect(groups["web"]?.hosts["web-1"]).toEqual({
      ansible_host: "10.0.0.11",
      ansible_ssh_common_args: "-o ProxyJump={{ hostvars['bastion-1']['ssh_jump'] }}",
    });
  });

  it("goes through a chain, what is not described first", async () => {
    const groups = await groupsOf(`
      host outer { machine = bastion, address = "2001:db8::1", ssh { via = "me@gate.example.com:2200" } }
      host inner { machine = bastion, ssh { via = outer } }
      host web-1 { machine = web, address = "10.0.0.11", ssh { via = inner } }`);
    expect(groups["web"]?.hosts["web-1"]?.["ansible_ssh_common_args"]).toBe(
      "-o ProxyJump=me@gate.example.com:2200,{{ hostvars['outer']['ssh_jump'] }},{{ hostvars['inner']['ssh_jump'] }}",
    );
    expect(groups["bastion"]?.hosts["outer"]?.["ssh_jump"]).toBe("[{{ ansible_host }}]");
    expect(groups["bastion"]?.hosts["inner"]?.["ssh_jump"]).toBe("inner");
  });

  it("uses a command where a hop has a key of its own, each inside the next", async () => {
    const groups = await groupsOf(`
      host outer { machine = bastion, address = "203.0.113.5", ssh { key = "~/.ssh/outer key" } }
      host inner { machine = bastion, address = "10.0.0.5", ssh { user = "in", port = 2222, via = outer } }
      host web-1 { machine = web, address = "10.0.0.11", ssh { via = inner } }`);
    const hosts = groups["bastion"]?.hosts ?? {};
    expect(hosts["outer"]?.["ssh_hop"]).toBe("-i {{ ansible_ssh_private_key_file | quote }} {{ ansible_host }}");
    expect(hosts["inner"]?.["ssh_hop"]).toBe("-p {{ ansible_port }} {{ ansible_user }}@{{ ansible_host }}");
    expect(hosts["inner"]?.["ansible_ssh_common_args"]).toBe(
      `-o {{ ("ProxyCommand=ssh -W '[%h]:%p' " ~ hostvars['outer']['ssh_hop']) | quote }}`,
    );
    expect(groups["web"]?.hosts["web-1"]?.["ansible_ssh_common_args"]).toBe(
      `-o {{ ("ProxyCommand=ssh -W '[%h]:%p' -o " ~ (("ProxyCommand=ssh -W '[%h]:%p' " ~ hostvars['outer']['ssh_hop']) ` +
        `| replace('%', '%%') | quote) ~ ' ' ~ hostvars['inner']['ssh_hop']) | quote }}`,
    );
  });

  it("is written once for a group whose hosts all say the same", async () => {
    const groups = await groupsOf(`
      host bastion-1 { machine = bastion, address = "203.0.113.5" }
      host web-1 { machine = web, address = "10.0.0.11", ssh { user = "admin", port = 22, via = bastion-1 } }
      host web-2 { machine = web, address = "10.0.0.12", ssh { user = "admin", port = 2222, via = bastion-1 } }`);
    expect(groups["web"]).toEqual({
      vars: {
        ansible_user: "admin",
        ansible_ssh_common_args: "-o ProxyJump={{ hostvars['bastion-1']['ssh_jump'] }}",
      },
      hosts: {
        "web-1": { ansible_host: "10.0.0.11", ansible_port: 22 },
        "web-2": { ansible_host: "10.0.0.12", ansible_port: 2222 },
      },
    });
  });
});

describe("what the hand-over says of the way", () => {
  const web = (via: string): string => `host web-1 { machine = web, address = "10.0.0.11", ssh { via = ${via} } }`;
  const wayFor = async (hosts: string): Promise<string> => {
    const files = await buildSpec(`${machines}\nenvironment prod {\n${hosts}\n}\n`, "ansible");
    return /## The way to the machines\n([^]*?)\n## /.exec(files.get("README.md") ?? "")?.[1] ?? "";
  };

  it("names the variables that there are", async () => {
    const bastion = `host bastion-1 { machine = bastion, address = "203.0.113.5" }\n`;
    const way = await wayFor(bastion + web("bastion-1"));
    expect(way).toContain("What `ssh_jump` says of it is only for this.");
    expect(way).not.toMatch(/ssh_hop|written out/);
  });

  it("says that a machine which is not described is written out", async () => {
    const way = await wayFor(web('"me@gate.example.com:2200"'));
    expect(way).toContain("That machine is not in the inventory: its user, address and port are written out there");
    expect(way).not.toMatch(/ssh_jump|ssh_hop|made from/);
  });
});

describe("a large inventory", () => {
  const hosts = (count: number): string =>
    Array.from({ length: count }, (_, index) => `host web-${index} { machine = web, address = "10.0.0.1" }`).join("\n");

  it("is JSON that says the same, a host a line", async () => {
    const files = await buildSpec(`${machines}\nenvironment prod {\n${hosts(1001)}\n}\n`, "ansible");
    expect(files.has("inventories/prod/hosts.yml")).toBe(false);
    const text = files.get("inventories/prod/hosts.json") ?? "";
    const children = (JSON.parse(text) as { all: { children: Record<string, Group> } }).all.children;
    expect(Object.keys(children)).toEqual(["bastion", "web", "db"]);
    expect(Object.keys(children["web"]?.hosts ?? {})).toHaveLength(1001);
    expect(text.split("\n")).toContain('          "web-7": {"ansible_host":"10.0.0.1"},');
  });

  it("stays YAML while people can read it, or while a value needs a tag", async () => {
    const small = await buildSpec(`${machines}\nenvironment prod {\n${hosts(1000)}\n}\n`, "ansible");
    expect(small.has("inventories/prod/hosts.yml")).toBe(true);
    const tagged = await buildSpec(
      `${machines}\nlet motd: text\nfile "/etc/motd" { machine = web, text = motd }\n` +
        `environment prod {\nmotd = "a"\n${hosts(1001)}\nhost odd { machine = web, motd = "{{ x }}" }\n}\n`,
      "ansible",
    );
    expect(tagged.get("inventories/prod/hosts.yml")).toContain("!unsafe");
  });
});

it("numbers the names of tasks within a role only", async () => {
  const more = `package curl { machine = web }\npackage redis { machine = db }\npackage tmux { machine = db }\n`;
  const files = await buildSpec(machines + more, "ansible");
  for (const role of ["web", "db"])
    expect(load(files.get(`roles/${role}/tasks/packages.yml`) ?? "")).toMatchObject([
      { name: "packages | Install packages" },
    ]);
});

/** A text without the line ends that double quotes fold. */
function unfolded(text = ""): string {
  return text.replace(/ \\\n +/g, " ");
}

describe("a rolling change", () => {
  const rolling = `
machine web { rolling = 1 }
process api {
  machine = web
  run = ["/usr/bin/sleep", "1"]
  user = nobody
  health = ["/usr/bin/curl", "--fail", "http://\${this.host.name}/$x"]
  env { TOKEN = "a $b" }
}
process worker { machine = web, run = ["/usr/bin/sleep", "1"], user = nobody, port = 3000 }
process quiet { machine = web, run = ["/usr/bin/sleep", "1"], user = nobody }
process stopped { machine = web, run = ["/usr/bin/sleep", "1"], user = nobody, port = 4000, running = false }
environment prod {
  host web-1 { machine = web, address = "10.0.0.1" }
}`;

  it("stops at the first failure and asks for the programs in between", async () => {
    const files = await buildSpec(machines + rolling, "ansible");
    const [play] = playsOf(files);
    expect(play).toMatchObject({ hosts: "web", serial: 1, force_handlers: true });
    expect(play?.post_tasks).toEqual([
      {
        name: "Make sure that the programs of web are well",
        "ansible.builtin.import_tasks": "roles/web/tasks/health.yml",
        tags: ["always", "health"],
      },
    ]);
  });

  it("goes on with nothing once one of several that are changed together has failed", async () => {
    const two = rolling
      .replace("= 1 }", "= 50% }")
      .replace("host web-1", 'host web-2 { machine = web, address = "10.0.0.2" }\n  host web-1');
    const gates = (files: ReadonlyMap<string, string>) =>
      playsOf(files).map((play) => play.post_tasks?.at(-1)?.["ansible.builtin.assert"]);
    const that = ["ansible_play_hosts | length == ansible_play_hosts_all | length"];
    expect(gates(await buildSpec(machines + two, "ansible"))).toMatchObject([{ that }]);
    expect(gates(await buildSpec(machines + rolling, "ansible"))).toEqual([undefined]);
  });

  it("asks by the health command, as the program itself would, else by the port", async () => {
    const files = await buildSpec(machines + rolling, "ansible");
    const tasks = load(files.get("roles/web/tasks/health.yml") ?? "") as readonly Record<string, unknown>[];
    expect(tasks).toEqual([
      {
        name: "health | Wait until api is well",
        "ansible.builtin.shell": {
          cmd: "{{ __web_api_health_command }}",
          chdir: "/",
          executable: "/bin/sh",
        },
        environment: { HEALTH_WORD_3: "http://{{ inventory_hostname }}/$x" },
        register: "__web_api_health",
        until: "__web_api_health is succeeded",
        retries: 30,
        delay: 2,
        when: "not ansible_check_mode",
        changed_when: false,
      },
      {
        name: "health | Wait until worker answers on port 3000",
        "ansible.builtin.wait_for": { port: 3000, timeout: 60 },
        when: "not ansible_check_mode",
      },
    ]);
    expect(files.get("roles/web/tasks/main.yml")).not.toContain("health");
    // systemd gives it what it gives the program, and reads two dollar signs as one.
    expect(unfolded(files.get("roles/web/vars/main.yml"))).toContain(
      [
        "systemd-run --quiet --wait --pipe --collect --property=User=nobody --property=Group=nogroup",
        "--property=WorkingDirectory=/ --property=EnvironmentFile=/etc/default/api --",
        '/usr/bin/curl --fail \\"$(printf %s \\"$HEALTH_WORD_3\\" | sed \'s/[$]/&&/g\')\\"',
      ].join(" "),
    );
  });

  it("asks with the program's secrets and hands none over", async () => {
    const secret = rolling
      .replace("environment prod {", 'secret token = env("TOKEN")\nenvironment prod {')
      .replace('env { TOKEN = "a $b" }', "env { TOKEN = token }")
      .replace('"http://${this.host.name}/$x"', '"http://[::1]/$x"');
    const health = unfolded((await buildSpec(machines + secret, "ansible")).get("roles/web/tasks/health.yml"));
    expect(health).toContain("EnvironmentFile=/etc/default/api -- /usr/bin/curl --fail 'http://[::1]/$$x'");
    expect(health).not.toMatch(/no_log|environment:|web_token/);
  });

  it("takes a share, and says in the hand-over what is waited for", async () => {
    const files = await buildSpec((machines + rolling).replace("rolling = 1", "rolling = 25%"), "ansible");
    expect(playsOf(files)[0]?.serial).toBe("25%");
    expect(files.get("README.md")).toContain("- `web`: 25% at a time; health: [web](roles/web/tasks/health.yml)");
  });

  it("is chosen by a group of the inventory where environments differ", async () => {
    const spec = (machines + rolling).replace("machine web { rolling = 1 }", "");
    const more = `
environment prod { web.rolling = 25% }
environment qa {
  web.rolling = 1
  api.env.TOKEN = "qa"
  host web-qa { machine = web, address = "10.0.0.9" }
}
environment dev { }`;
    const files = await buildSpec(spec + more, "ansible");
    const [play] = playsOf(files);
    expect(play?.serial).toBe(
      "{{ '25%' if 'web_rolling_25_percent' in groups else '1' if 'web_rolling_1' in groups else '100%' }}",
    );
    expect(play?.post_tasks?.[0]?.["when"]).toBe("'web_rolling_25_percent' in groups or 'web_rolling_1' in groups");
    // The role's handlers would take over the condition of a role that is imported.
    expect(Object.keys(play?.post_tasks?.[0] ?? {})).not.toContain("ansible.builtin.import_role");
    const inventory = (name: string): unknown =>
      (load(files.get(`inventories/${name}/hosts.yml`) ?? "") as { all: { children: object } }).all.children;
    expect(inventory("prod")).toHaveProperty("web_rolling_25_percent", { children: { web: {} } });
    expect(inventory("qa")).toHaveProperty("web_rolling_1", { children: { web: {} } });
    // Another number in the group's name would do nothing, so the hand-over says where the number is.
    expect(files.get("README.md")).toContain(
      "- `web`: 25% at a time in `prod` (group `web_rolling_25_percent`), 1 at a time in `qa` (group `web_rolling_1`), all at once in `dev`: `serial` in `site.yml` has the number",
    );
    expect(Object.keys(inventory("dev") as object)).toEqual(["bastion", "web", "db"]);
  });

  it("is not written where nobody asks for it", async () => {
    const files = await buildSpec((machines + rolling).replace("machine web { rolling = 1 }", ""), "ansible");
    expect(files.get("site.yml")).not.toMatch(/serial|health/);
    expect([...files.keys()].some((path) => path.endsWith("health.yml"))).toBe(false);
  });
});

describe("what is done once", () => {
  const migrate = `
command migrate {
  machine = web
  run = "/srv/migrate"
  unless = "/srv/is-done"
  once = true
}`;

  it("is done by the first host of its group, whose guard alone is asked", async () => {
    const files = await buildSpec(
      `${machines}${migrate}\nenvironment prod {\nhost web-1 { machine = web, address = "10.0.0.1" }\n}\n`,
      "ansible",
    );
    const tasks = load(files.get("roles/web/tasks/commands.yml") ?? "") as readonly Record<string, unknown>[];
    expect(tasks.map((task) => task["when"])).toEqual([
      "inventory_hostname == groups['web'][0]",
      ["inventory_hostname == groups['web'][0]", "__web_migrate_unless.rc | default(1) != 0"],
    ]);
    expect(files.get("README.md")).toContain("- web : commands | Run migrate");
  });

  it("keeps the hosts beside it from going on when it has failed", async () => {
    const hosts = ["web-1", "web-2"].map((name, at) => `host ${name} { machine = web, address = "10.0.0.${at}" }`);
    const files = await buildSpec(`${machines}${migrate}\nenvironment prod {\n${hosts.join("\n")}\n}\n`, "ansible");
    const tasks = load(files.get("roles/web/tasks/commands.yml") ?? "") as readonly Record<string, unknown>[];
    expect(tasks.at(-1)).toMatchObject({
      name: "commands | Make sure that no host has failed: Run migrate",
      "ansible.builtin.assert": { that: ["ansible_play_hosts | length == ansible_play_hosts_all | length"] },
    });
  });

  it("also in a project that names no host", async () => {
    const files = await buildSpec(
      `envspec 1\nos = "debian-12"\ncommand a { run = "/srv/a", always = true, once = true }\n`,
      "ansible",
    );
    expect(files.get("roles/main/tasks/commands.yml")).toContain("inventory_hostname == groups['all'][0]");
    // Its inventory may get several.
    expect(files.get("roles/main/tasks/commands.yml")).toContain("ansible_play_hosts_all | length");
  });

  it("is done by one host of the class where a patch splits it, in the first of the plays", async () => {
    const files = await buildSpec(
      `${machines}file "/etc/only" { machine = web, text = "all" }${migrate}
      environment prod {
        machine web { primary = web-2 }
        host web-1 { machine = web, address = "10.0.0.1" }
        host web-2 { machine = web, address = "10.0.0.2", file."/etc/only".text = "two" }
      }\n`,
      "ansible",
    );
    const conditions = [...files].flatMap(([path, text]) =>
      path.endsWith("commands.yml") ? (text.match(/inventory_hostname == .*\[0\]/g) ?? []) : [],
    );
    expect([...new Set(conditions)]).toEqual(["inventory_hostname == groups['web_2'][0]"]);
    expect(playsOf(files).map((play) => play.hosts)).toEqual(["web_2", "web"]);
  });
});

/** Secrets from every source: by reference, with the real Ansible reading them; and which tasks hide what they do. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tmpdir } from "node:os";
import { load, YAML11_SCHEMA } from "js-yaml";
import { afterAll, describe, expect, it } from "vitest";
import { closeVault } from "../../../src/cli/vault/vault-format.ts";
import { compile, type CompileResult } from "../../../src/index.ts";
import { createMemoryFileSystem } from "../../../src/platform/memory-file-system.ts";
import { createProjectFiles } from "../../../src/platform/project-files.ts";

const locked = "db:\n  password: ENC[AES256_GCM,data:p8Wk]\nsops:\n  mac: ENC[AES256_GCM,data:Yk0=]\n";

const spec = `envspec 1

os = "debian-12"

secret from-env = env("LAB_TOKEN")
secret from-vault
secret from_vault = vault("main_made")
secret from-file = file("./clear")
secret from-sops = sops("./locked.yaml", "db.password")
secret from-age = age("./locked.age")
secret made = generate(20)

package nginx
service nginx

user svc { system = true }

process api {
  run = ["/usr/bin/sleep", "infinity"]
  user = svc
  env { TOKEN = from-env }
}

process plain {
  run = ["/usr/bin/sleep", "infinity"]
  user = svc
  env { TOKEN = "none" }
}

schedule nightly {
  run = ["/usr/bin/true"]
  user = svc
  every = 1h
  env { TOKEN = from-sops }
}

file "/etc/one" {
  text = "x \${from-vault} \${from_vault} \${from-file} \${from-age} \${made}\\n"
  reloads = [service.nginx]
}

file "/etc/two" {
  text = "public\\n"
  reloads = [service.nginx]
}

user anna { password = from-env }

command log-in {
  run = "register"
  unless = "test -e /etc/registered"
  env { TOKEN = from-env }
}

command look {
  run = "look"
  unless = "test -e /etc/looked"
}
`;

const vault = closeVault(
  { text: '---\nvault_from_vault: "v1"\nmain_made: "v2"\n', version: "1.1" },
  "pw",
  new Uint8Array(32).fill(3),
);

async function build(): Promise<CompileResult> {
  const files = createMemoryFileSystem({
    "/p/main.envspec": spec,
    "/p/clear": "in clear",
    "/p/locked.yaml": locked,
    "/p/locked.age": "age-encryption.org/v1\n",
    "/p/secrets/vault.yml": vault,
  });
  const project = { root: "main.envspec", files: createProjectFiles(files, "/p", {}) };
  const result = await compile(project, { targets: ["ansible"] });
  expect(result.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return result;
}

type Entry = Readonly<Record<string, unknown>>;

function textOf(result: CompileResult, path: string): string {
  const content = result.builds[0]?.files.find((file) => file.path === path)?.content ?? "";
  return typeof content === "string" ? content : new TextDecoder("latin1").decode(content);
}

/** Every task and handler of the role. */
function tasksOf(result: CompileResult): readonly Entry[] {
  return (result.builds[0]?.files ?? [])
    .filter(({ path }) => /^roles\/main\/(?:tasks|handlers)\//.test(path))
    .flatMap(({ content }) => load(String(content), { schema: YAML11_SCHEMA }) as readonly Entry[]);
}

const secretVariables = /\bmain_(?:from_env|from_vault(?:_2)?|from_file|from_sops|from_age|made_2)\b/;

describe("the tasks of a project with secrets", () => {
  it("hide what they do exactly when they handle a secret", async () => {
    const result = await build();
    const tasks = tasksOf(result);
    const constants = textOf(result, "roles/main/vars/main.yml");
    const touches = (task: Entry): boolean => {
      const source = (task["ansible.builtin.template"] as { readonly src?: string } | undefined)?.src;
      const template = source === undefined ? "" : textOf(result, `roles/main/templates/${source}`);
      const text = JSON.stringify(task);
      const used = [...text.matchAll(/\b__main_\w+/g)].map(([name]) => constants.split(`${name}:`)[1]?.split("\n")[0]);
      // What a command with a secret said may repeat it.
      return secretVariables.test([text, template, ...used].join("\n")) || text.includes("__main_log_in_ran.stdout");
    };
    const hidden = tasks.filter((task) => task["no_log"] === true).map((task) => task["name"]);
    expect(hidden).toEqual(tasks.filter(touches).map((task) => task["name"]));
    expect(tasks.filter((task) => task["diff"] === false).map((task) => task["name"])).toEqual(hidden);
    expect(hidden.map(String).sort()).toEqual([
      "accounts | Create the user anna",
      "commands | Ask whether it is done already: Run log-in",
      "commands | Keep in /var/log/provision-log-in.log what it said: Run log-in",
      "commands | Run log-in",
      "files | Write /etc/one",
      "services | Write the environment of api",
      "services | Write the environment of nightly",
    ]);
  });

  it("restart what uses a secret that changed, and nothing else", async () => {
    const notified = Object.fromEntries(tasksOf(await build()).map((task) => [task["name"], task["notify"]]));
    expect(notified).toMatchObject({
      "files | Write /etc/one": ["Check the configuration of nginx", "Reload nginx"],
      "services | Write the environment of api": ["Restart api"],
      "services | Write the environment of plain": ["Restart plain"],
    });
    // systemd reads the file anew each time that the timer starts the program.
    expect(notified["services | Write the environment of nightly"]).toBeUndefined();
  });
});

describe("encrypted files", () => {
  it("are handed on as they are, and kept out of linters", async () => {
    const result = await build();
    expect(textOf(result, "encrypted/default/locked.yaml")).toBe(locked);
    expect(textOf(result, "inventories/default/group_vars/all/vault.yml")).toBe(new TextDecoder().decode(vault));
    expect(textOf(result, ".yamllint")).toContain("  encrypted/\n  inventories/default/group_vars/all/vault.yml\n");
    expect(textOf(result, ".ansible-lint")).toContain("  - encrypted/\n");
    expect(textOf(result, "README.md")).toContain("ansible-vault edit");
  });
});

const has = (tool: string): boolean => spawnSync(tool, ["--version"]).status === 0;
const folder = mkdtempSync(join(tmpdir(), "envc-secrets "));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.runIf(has("ansible"))("the real Ansible", () => {
  it("gets every secret from its source", { timeout: 300_000 }, async () => {
    const result = await build();
    for (const { path, content } of result.builds[0]?.files ?? []) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const program = (name: string, text: string): void => {
      writeFileSync(join(folder, "bin", name), `#!/bin/sh\n${text}\n`);
      chmodSync(join(folder, "bin", name), 0o755);
    };
    mkdirSync(join(folder, "bin"));
    mkdirSync(join(folder, "secrets/default"), { recursive: true });
    writeFileSync(join(folder, "secrets/default/from_file"), "file\n{{ 1 }}\n");
    writeFileSync(join(folder, "pw"), "pw");
    program("sops", `[ "$3" = '["db"]["password"]' ] && [ -s "$4" ] && printf 'so {{ ps }} \\n'`);
    program("age", '[ "$3" = "/keys/me" ] && [ -s "$4" ] && echo "a\'g\\"e"');
    const names = ["from_env", "from_vault", "from_vault_2", "from_file", "from_sops", "from_age", "made_2"];
    writeFileSync(
      join(folder, "look.yml"),
      JSON.stringify([
        {
          hosts: "localhost",
          connection: "local",
          gather_facts: false,
          tasks: names.map((name) => ({
            "ansible.builtin.copy": {
              dest: join(folder, `got-${name}`),
              content: `{{ main_${name} | string }}`,
              mode: "0600",
            },
          })),
        },
      ]),
    );
    const env = {
      ...process.env,
      PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`,
      LAB_TOKEN: 's3cr3t {{ not }} $HOME `id` "quoted" \\ end',
      SOPS_AGE_KEY_FILE: "/keys/me",
      ANSIBLE_HOME: join(folder, ".ansible"),
      ANSIBLE_VAULT_PASSWORD_FILE: join(folder, "pw"),
    };
    const variables = [
      "-e",
      "@inventories/default/group_vars/all/main.yml",
      "-e",
      "@inventories/default/group_vars/all/vault.yml",
    ];
    const ran = spawnSync("ansible-playbook", ["-i", "localhost,", ...variables, "look.yml"], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    expect(ran.status, ran.stdout + ran.stderr).toBe(0);
    const got = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, `got-${name}`), "utf8")]));
    expect(got).toEqual({
      from_env: env.LAB_TOKEN,
      from_vault: "v1",
      from_vault_2: "v2",
      from_file: "file\n{{ 1 }}",
      from_sops: "so {{ ps }}",
      from_age: "a'g\"e",
      made_2: expect.stringMatching(/^[A-Za-z0-9]{20}$/),
    });
  });
});

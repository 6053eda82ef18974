/** Handlers that fail: those that envc writes are run by the real Ansible, with programs that only say yes or no. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { dump, load } from "js-yaml";
import { afterAll, describe, expect, it } from "vitest";
import { buildSpec } from "../build-spec.ts";

type Handler = Readonly<Record<string, unknown>>;

const start = 'envspec 1\n\nos = "debian-12"\n\n';
const nginx =
  'package nginx\n\nservice nginx {}\n\nfile "/etc/nginx/conf.d/a.conf" { text = "x\\n", reloads = [nginx] }\n';
const cron = 'service cron {}\n\nfile "/etc/cron.d/a" { text = "x\\n", restarts = [cron] }\n';
const isThere = spawnSync("ansible-playbook", ["--version"]).error === undefined;
const folder = mkdtempSync(join(tmpdir(), "envc-handlers-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function build(spec: string): Promise<{ readonly handlers: readonly Handler[]; readonly constants: string }> {
  const files = await buildSpec(start + spec, "ansible");
  const text = (path: string): string => files.get(`roles/main/${path}`) ?? "[]";
  return { handlers: load(text("handlers/main.yml")) as Handler[], constants: text("vars/main.yml") };
}

/** Runs the handlers on this machine, each as a program that fails or does not; asked for twice, as within a play. */
async function run(spec: string, failing: readonly string[]): Promise<{ code: number | null; output: string }> {
  const { handlers, constants } = await build(spec);
  const harmless = handlers.map((handler) => {
    const name = String(handler["name"]);
    const action = Object.keys(handler).find((key) => /builtin\.(?:systemd|command|shell)$/.test(key));
    if (action === undefined) return handler;
    const { [action]: _module, ...rest } = handler;
    return { ...rest, "ansible.builtin.command": failing.includes(name) ? "false" : "true" };
  });
  const names = handlers.flatMap(({ name, listen }) => (listen === undefined ? [name] : []));
  const task = { name: "Change it", "ansible.builtin.command": "true", notify: names };
  const flush = { name: "Run them", "ansible.builtin.meta": "flush_handlers" };
  const play = { hosts: "all", gather_facts: false, force_handlers: true, roles: ["main"] };
  const facts = { ansible_facts: { virtualization_type: "kvm" } };
  for (const [path, text] of [
    ["site.yml", dump([{ ...play, vars: facts }])],
    ["roles/main/handlers/main.yml", dump(harmless)],
    ["roles/main/vars/main.yml", constants === "[]" ? "{}\n" : constants],
    ["roles/main/tasks/main.yml", dump([{ ...task, notify: names.slice(0, 1) }, flush, task])],
  ] as const) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const env = { ...process.env, ANSIBLE_NOCOLOR: "1", ANSIBLE_HOME: folder };
  const words = ["-i", "localhost,", "-c", "local", "site.yml"];
  const ran = spawnSync("ansible-playbook", words, { cwd: folder, env, encoding: "utf8" });
  return { code: ran.status, output: ran.stdout + ran.stderr };
}

describe("a handler that fails", () => {
  it("goes on, and the last one says which have failed", async () => {
    const { handlers } = await build(nginx + cron);
    const last = handlers[handlers.length - 1];
    const others = handlers.slice(0, -1);
    expect(others.length).toBeGreaterThan(2);
    for (const handler of others) expect(handler).toMatchObject({ ignore_errors: true, register: expect.any(String) });
    expect(last).toMatchObject({ "ansible.builtin.assert": {}, listen: others.map(({ name }) => name) });
  });

  it("needs nobody behind it when it is the only one", async () => {
    const { handlers } = await build(cron);
    expect(handlers).toMatchObject([{ name: "Restart cron", ignore_errors: "{{ ansible_check_mode }}" }]);
  });

  it.skipIf(!isThere)(
    "keeps no other from being run, and the host fails all the same",
    { timeout: 120_000 },
    async () => {
      const { code, output } = await run(nginx + cron, ["Check the configuration of nginx"]);
      expect(output).toContain("RUNNING HANDLER [main : Restart cron]");
      // A server with a bad configuration is left alone.
      expect(output).toMatch(/RUNNING HANDLER \[main : Reload nginx\] \*+\nskipping/);
      expect(output).toContain("said is above: Check the configuration of nginx");
      expect(code).not.toBe(0);
    },
  );

  it.skipIf(!isThere)("is not missed where all is well", { timeout: 120_000 }, async () => {
    const { code, output } = await run(nginx + cron, []);
    expect(output).toContain("failed=0");
    expect(code).toBe(0);
  });
});

/** A command that is given a secret and fails: what envc writes is run by the real Ansible. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dump, load } from "js-yaml";
import { afterAll, describe, expect, it } from "vitest";
import { buildSpec } from "../build-spec.ts";

const spec = `envspec 1

os = "debian-12"

secret key = env("KEY")

command job {
  run = "echo \\"the key is $KEY\\"; echo 'table missing' >&2; exit 3"
  unless = "false"

  env { KEY = "\${key}" }
}
`;
const isThere = spawnSync("ansible-playbook", ["--version"]).error === undefined;
const folder = mkdtempSync(join(tmpdir(), "envc-hidden-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Listed = Readonly<Record<string, unknown>>;

describe("a command that is given a secret", () => {
  it.skipIf(!isThere)("fails with a word where root finds what it said", { timeout: 120_000 }, async () => {
    const files = await buildSpec(spec, "ansible");
    const text = (path: string): string => files.get(`roles/main/${path}`) ?? "[]";
    const owner = spawnSync("id", ["--user", "--name"], { encoding: "utf8" }).stdout.trim();
    const group = spawnSync("id", ["--group", "--name"], { encoding: "utf8" }).stdout.trim();
    const here = text("tasks/commands.yml")
      .replace("dest: /var/log/", `dest: ${folder}/`)
      .replace("owner: root", `owner: ${owner}`)
      .replace("group: root", `group: ${group}`);
    const after = { name: "What follows", "ansible.builtin.command": "true" };
    writeFileSync(join(folder, "vars.yml"), `${text("vars/main.yml")}\nmain_key: S3CRET\n`);
    const play = { hosts: "all", gather_facts: false, vars_files: ["vars.yml"] };
    writeFileSync(join(folder, "site.yml"), dump([{ ...play, tasks: [...(load(here) as Listed[]), after] }]));
    const env = { ...process.env, ANSIBLE_NOCOLOR: "1", ANSIBLE_HOME: folder };
    const words = ["-i", "localhost,", "-c", "local", "--diff", "site.yml"];
    const { status, stdout, stderr } = spawnSync("ansible-playbook", words, { cwd: folder, env, encoding: "utf8" });
    const output = stdout + stderr;
    expect(status).toBe(2);
    expect(output).toContain("this shows what it said: sudo cat /var/log/provision-job.log");
    expect(output).not.toContain("S3CRET");
    expect(output).not.toContain("table missing");
    expect(output).not.toContain("What follows");
    const log = join(folder, "provision-job.log");
    expect(readFileSync(log, "utf8")).toBe("non-zero return code\nthe key is S3CRET\ntable missing\n");
    expect((statSync(log).mode & 0o777).toString(8)).toBe("600");
  });

  it("that follows a change keeps what it said, too", async () => {
    const follows = spec.replace('unless = "false"', 'on-change = [file."/etc/x"]');
    const files = await buildSpec(`${follows}\nfile "/etc/x" { text = "x\\n" }\n`, "ansible");
    const handlers = load(files.get("roles/main/handlers/main.yml") ?? "[]") as Listed[];
    const names = handlers.map(({ name }) => name);
    const kept = "Keep in /var/log/provision-job.log what it said: Run job";
    expect(names).toEqual(["Run job", kept, "Note what it was done for: Run job", "Stop when a handler has failed"]);
    const [write] = load(files.get("roles/main/tasks/files.yml") ?? "[]") as Listed[];
    expect(write?.["notify"]).toEqual(names.slice(0, 3));
  });
});

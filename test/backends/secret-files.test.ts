/**
 * Secrets in files, with the programs that read them: what envc writes for Ansible and for Compose is run.
 * age is the real one. sops is in neither Debian nor the npm registry, so a stand-in checks its exact command line.
 */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../src/index.ts";
import { createProjectFiles } from "../../src/platform/project-files.ts";
import { nodeFileSystem } from "../../src/platform/node-file-system.ts";

const value = "s3cr3t {{ not }} $HOME `id` \"quoted\" 'q' \\ end";
const isThere = (program: string): boolean => spawnSync(program, ["--version"]).error === undefined;

let folder = "";
let environment: NodeJS.ProcessEnv = {};

/** Builds what `spec` says beside the files of the folder, for the target, into `out/<target>`. */
async function build(spec: string, target: string): Promise<string> {
  writeFileSync(join(folder, "main.envspec"), spec);
  const files = createProjectFiles(nodeFileSystem, folder, {});
  const { builds, diagnostics } = await compile({ root: "main.envspec", files }, { targets: [target] });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const out = join(folder, "out", target);
  for (const file of builds.flatMap((each) => each.files)) {
    mkdirSync(dirname(join(out, file.path)), { recursive: true });
    writeFileSync(join(out, file.path), file.content);
  }
  return out;
}

function run(program: string, args: readonly string[], cwd = folder, input = ""): string {
  const ran = spawnSync(program, args, { cwd, env: environment, input, encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`${program} ${args.join(" ")}: ${ran.stdout}${ran.stderr}`);
  return ran.stdout;
}

/** The value that Ansible has for the secret's variable, as it would hand it to a task. */
async function inAnsible(spec: string): Promise<unknown> {
  const project = await build(spec, "ansible");
  const inClear = join(folder, "token.txt");
  if (existsSync(inClear)) {
    // As the comment in `group_vars` says.
    mkdirSync(join(project, "secrets/default"), { recursive: true });
    copyFileSync(inClear, join(project, "secrets/default/token"));
  }
  const words = ["web-1", "-i", "inventories/default", "-m", "ansible.builtin.debug", "-a", "var=main_token"];
  const output = run("ansible", ["--playbook-dir", ".", ...words], project);
  return (JSON.parse(output.slice(output.indexOf("{"))) as { main_token: unknown }).main_token;
}

/** The file that Compose takes the secret from, once the README's commands have filled it. */
async function inCompose(spec: string): Promise<string> {
  const project = await build(spec, "dockerfile");
  const readme = readFileSync(join(project, "README.md"), "utf8");
  const section = /## Secrets in files[\s\S]*?(?=\n## )/.exec(readme)?.[0] ?? "";
  const commands = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] ?? "exit 1");
  run("sh", ["-eu", "-c", commands.join("")], project);
  return readFileSync(join(project, "secrets/token"), "utf8");
}

const spec = (source: string): string => `envspec 1

os = "debian-12"

secret token = ${source}

host web-1 { address = "203.0.113.10" }

process app {
  run = ["/usr/bin/sleep", "infinity"]
  user = nobody
  env { TOKEN = token }
}
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "envc-encrypted-"));
  environment = { ...process.env, HOME: folder, LC_ALL: "C.UTF-8", ANSIBLE_NOCOLOR: "1", ANSIBLE_HOME: folder };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!isThere("ansible"))("a file in clear, with a line end after the value", () => {
  beforeAll(() => writeFileSync(join(folder, "token.txt"), `${value}\n`));
  afterAll(() => rmSync(join(folder, "token.txt")));

  it("is read by Ansible", { timeout: 120_000 }, async () => {
    expect(await inAnsible(spec('file("./token.txt")'))).toBe(value);
  });

  it("fills the file that Compose reads", { timeout: 60_000 }, async () => {
    expect(await inCompose(spec('file("./token.txt")'))).toBe(value);
  });
});

describe.skipIf(!isThere("age") || !isThere("ansible"))("a file that age encrypted", () => {
  beforeAll(() => {
    const keys = join(folder, ".config/sops/age");
    mkdirSync(keys, { recursive: true });
    run("age-keygen", ["-o", join(keys, "keys.txt")]);
    const recipient = run("age-keygen", ["-y", join(keys, "keys.txt")]).trim();
    run("age", ["--encrypt", "--recipient", recipient, "-o", join(folder, "token.age")], folder, value);
  });

  it("is read by Ansible", { timeout: 120_000 }, async () => {
    expect(await inAnsible(spec('age("./token.age")'))).toBe(value);
  });

  it("fills the file that Compose reads", { timeout: 60_000 }, async () => {
    expect(await inCompose(spec('age("./token.age")'))).toBe(value);
  });
});

/** Prints the value when it is asked for exactly what sops(1) wants: `--decrypt --extract '["a"]["b"]' FILE`. */
const standIn = `#!/bin/sh
set -eu
[ $# -eq 4 ] && [ "$1" = --decrypt ] && [ "$2" = --extract ] && [ "$3" = '["mail"]["tokens"][0]' ]
grep -q '"sops"\\|^sops:' "$4"
exec cat "$HOME/value"
`;

describe.skipIf(!isThere("ansible"))("a file that sops encrypted, with a stand-in for sops", () => {
  beforeAll(() => {
    const programs = join(folder, "bin");
    mkdirSync(programs);
    writeFileSync(join(programs, "sops"), standIn);
    chmodSync(join(programs, "sops"), 0o755);
    writeFileSync(join(folder, "value"), value);
    environment = { ...environment, PATH: `${programs}:${process.env["PATH"] ?? ""}` };
    writeFileSync(
      join(folder, "secrets.yaml"),
      "mail:\n    tokens:\n        - ENC[AES256_GCM,data:eA==,iv:eA==,tag:eA==,type:str]\nsops:\n    mac: ENC[AES256_GCM,data:eA==,iv:eA==,tag:eA==,type:str]\n    version: 3.9.0\n",
    );
  });

  it("is read by Ansible", { timeout: 120_000 }, async () => {
    expect(await inAnsible(spec('sops("./secrets.yaml", "mail.tokens.0")'))).toBe(value);
  });

  it("fills the file that Compose reads", { timeout: 60_000 }, async () => {
    expect(await inCompose(spec('sops("./secrets.yaml", "mail.tokens.0")'))).toBe(value);
  });
});

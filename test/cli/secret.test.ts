import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createMemoryPlatform, type MemoryPlatformOptions } from "../../src/platform/memory-platform.ts";
import { createNodePlatform } from "../../src/platform/node-platform.ts";
import type { Platform } from "../../src/platform/platform.ts";
import { run } from "../../src/cli/run.ts";
import { closeVault, openVault } from "../../src/cli/vault/vault-format.ts";

const spec = `envspec 1

os = "debian-12"

secret db-password
secret api-key = vault("shop_api_key")
secret token = env("TOKEN")

file "/etc/shop/db" { text = "\${db-password}\\n" }

environment dev {}
environment prod { target = ansible }
`;
const path = "/work/secrets/prod.vault.yml";

async function envc(options: MemoryPlatformOptions, ...words: readonly string[]) {
  const platform = createMemoryPlatform({
    environment: { ANSIBLE_VAULT_PASSWORD_FILE: "/pw" },
    ...options,
    files: { "/work/shop.envspec": spec, "/pw": "correct horse\n", ...options.files },
  });
  const code = await run(words, platform);
  return { platform, code, out: platform.printed(), err: platform.printedErrors() };
}

function read(platform: Platform, password = "correct horse"): unknown {
  const opened = openVault(platform.files.read(path, 100_000), password);
  return typeof opened === "string" ? opened : opened.text;
}

function vault(text: string, version = "1.1"): Uint8Array {
  return closeVault({ text, version }, "correct horse", new Uint8Array(32).fill(7));
}

describe("envc secret set", () => {
  it("makes the vault of the environment, for its owner's eyes only, and prints no value", async () => {
    const { platform, code, out, err } = await envc(
      { input: "hunter2\n" },
      "secret",
      "set",
      "db-password",
      "--env",
      "prod",
    );
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(read(platform)).toBe('---\nvault_db_password: "hunter2"\n');
    expect(platform.files.inspect(path)?.permissions).toBe(0o600);
    expect(out).toContain("Put db-password in secrets/prod.vault.yml");
    expect(out).not.toContain("hunter2");
  });

  it("changes one line and keeps every other one, comments and the vault's label", async () => {
    const text = "---\n# The database.\nvault_db_password: old # of 2025\nshop_api_key: |\n  a\n  b\nother: [1, 2]\n";
    const { platform, code } = await envc(
      { input: "new {{ x }}", files: { [path]: vault(text, "1.2;prod") } },
      "secret",
      "set",
      "db-password",
      "--env",
      "prod",
    );
    expect(code).toBe(0);
    expect(read(platform)).toBe(text.replace("old #", '!unsafe "new {{ x }}" #'));
    const first = new TextDecoder().decode(platform.files.read(path, 100_000)).split("\n")[0];
    expect(first).toBe("$ANSIBLE_VAULT;1.2;AES256;prod");
  });

  it("replaces a value of several lines, and keeps the last line end of a new one", async () => {
    const text = "---\nshop_api_key: |\n  a\n  b\nother: 1\n";
    const { platform } = await envc(
      { input: "-----BEGIN\nkey\n", files: { [path]: vault(text) } },
      "secret",
      "set",
      "api-key",
      "--env",
      "prod",
    );
    expect(read(platform)).toBe('---\nshop_api_key: "-----BEGIN\\nkey\\n"\nother: 1\n');
  });

  it("asks for the password of a new vault twice, and for the value, in a terminal", async () => {
    const words = ["secret", "set", "db-password", "--env", "prod"];
    const typed = { isTerminal: true, environment: { NO_COLOR: "1" } };
    const good = await envc({ ...typed, answers: ["pw", "pw", "v"] }, ...words);
    expect(read(good.platform, "pw")).toBe('---\nvault_db_password: "v"\n');
    const bad = await envc({ ...typed, answers: ["pw", "wp", "v"] }, ...words);
    expect([bad.code, bad.platform.files.inspect(path)]).toEqual([2, undefined]);
    const left = await envc({ ...typed, answers: [] }, ...words);
    expect([left.code, left.platform.files.inspect(path)]).toEqual([0, undefined]);
  });

  it("takes the password from a program, as Ansible does", async () => {
    const { platform } = await envc(
      {
        input: "v",
        files: { "/bin/pass": { content: "#!/bin/sh\n", executable: true } },
        programs: { "/bin/pass": "from a program\n" },
      },
      ..."secret set db-password --env prod --vault-password-file /bin/pass".split(" "),
    );
    expect(read(platform, "from a program")).toContain("vault_db_password");
  });

  it.each([
    ["secret set db-passwort --env prod", "Did you mean `db-password`?"],
    ["secret set token --env prod", "does not come from the vault"],
    ["secret set db-password", "--env dev, --env prod"],
    ["secret set db-password --env qa", "no environment `qa`"],
    ["secret set db-password --env prod --vault-password-file /nope", "no file `/nope`"],
    ["secret remove db-password --env prod", "There is no `secrets/prod.vault.yml` yet"],
    ["secret generate db-password --env prod --length 3", "12 to 1024"],
  ])("%s: exit code 2 and what to do", async (words, expected) => {
    const { code, err, out, platform } = await envc({ input: "hunter2" }, ...words.split(" "));
    expect(code).toBe(2);
    expect(err).toContain(expected);
    expect(out + err).not.toContain("hunter2");
    expect(platform.files.inspect(path)).toBeUndefined();
  });

  it.each([
    [
      "a wrong password",
      closeVault({ text: "a: 1\n", version: "1.1" }, "other", new Uint8Array(32)),
      "cannot be opened",
    ],
    ["a file in clear", "vault_db_password: canary-in-clear\n", "is not an Ansible Vault"],
    ["a damaged file", "$ANSIBLE_VAULT;1.1;AES256\n6162\n", "is damaged"],
    ["YAML that cannot be read", vault("canary: [in clear\n  x: }\n"), "is not a list of lines"],
    ["YAML that is no mapping", vault("{canary-in-clear: 1}\n"), "is not a list of lines"],
  ])("leaves %s alone, and shows nothing of it", async (_, content, expected) => {
    const { code, err, out, platform } = await envc(
      { input: "hunter2", files: { [path]: content } },
      ..."secret set db-password --env prod".split(" "),
    );
    expect(code).toBe(2);
    expect(err).toContain(expected);
    expect(out + err).not.toMatch(/hunter2|canary/);
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content);
    expect(new Uint8Array(platform.files.read(path, 100_000))).toEqual(bytes);
  });

  it("says nothing of what it knew when envc itself is broken", async () => {
    const platform = createMemoryPlatform({
      environment: { ANSIBLE_VAULT_PASSWORD_FILE: "/pw", ENVC_DEBUG: "1" },
      files: { "/work/shop.envspec": spec, "/pw": "correct horse" },
      input: "hunter2",
    });
    const broken: Platform = {
      ...platform,
      randomBytes: () => {
        throw new Error("hunter2 and correct horse");
      },
    };
    expect(await run("secret set db-password --env prod".split(" "), broken)).toBe(70);
    expect(platform.printed() + platform.printedErrors()).not.toMatch(/hunter2|correct horse/);
  });
});

describe("envc secret generate, remove and list", () => {
  it("makes up letters and digits, and replaces a value only when it is told to", async () => {
    const first = await envc({}, ..."secret generate db-password --env prod --length 20".split(" "));
    expect(String(read(first.platform))).toMatch(/^---\nvault_db_password: "[A-Za-z0-9]{20}"\n$/);
    const files = { [path]: first.platform.files.read(path, 100_000) };
    const again = await envc({ files }, ..."secret generate db-password --env prod".split(" "));
    expect([again.code, read(again.platform)]).toEqual([2, read(first.platform)]);
    const forced = await envc({ files }, ..."secret generate db-password --env prod --force".split(" "));
    expect(String(read(forced.platform))).toMatch(/^---\nvault_db_password: "[A-Za-z0-9]{48}"\n$/);
  });

  it("takes a value out", async () => {
    const { platform, code } = await envc(
      { files: { [path]: vault('a: 1\nvault_db_password: "x"\nb: 2\n') } },
      ..."secret remove db-password --env prod".split(" "),
    );
    expect([code, read(platform)]).toEqual([0, "a: 1\nb: 2\n"]);
  });

  it("lists sources and what is there, never a value", async () => {
    const files = { [path]: vault('vault_db_password: "canary"\n') };
    const { out } = await envc({ files }, ..."secret list --env prod".split(" "));
    expect(out).toMatch(/^db-password +to be provided +in secrets\/prod.vault.yml$/m);
    expect(out).toMatch(
      /^api-key +from the vault, shop_api_key +not there yet: envc secret set api-key shop.envspec --env prod$/m,
    );
    expect(out).toMatch(/^token +from the environment variable TOKEN$/m);
    const closed = await envc({ files, environment: {} }, ..."secret list --env prod".split(" "));
    expect(closed.out).toContain("say its password");
    expect(out + closed.out).not.toContain("canary");
  });
});

const ansible = spawnSync("ansible-vault", ["--version"]).status === 0;
const folder = mkdtempSync(join(tmpdir(), "envc-vault-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.runIf(ansible)("the real ansible-vault", () => {
  const nasty = 's3cr3t {{ not }} {% raw %} $HOME `id` "quoted" \\ ünïcode 🔑\n\ttab: #x\u0085 end ';

  it("reads what envc wrote, and envc what it wrote", { timeout: 60_000 }, async () => {
    writeFileSync(join(folder, "shop.envspec"), spec);
    writeFileSync(join(folder, "pw"), "correct horse\n", { mode: 0o600 });
    const real = createNodePlatform();
    const quiet = createMemoryPlatform({
      input: nasty,
      environment: { ANSIBLE_VAULT_PASSWORD_FILE: join(folder, "pw") },
    });
    const platform: Platform = {
      ...quiet,
      files: real.files,
      randomBytes: (count) => real.randomBytes(count),
      workingFolder: folder,
    };
    expect(await run("secret set db-password --env prod".split(" "), platform)).toBe(0);
    const file = join(folder, "secrets/prod.vault.yml");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const env = {
      ...process.env,
      ANSIBLE_VAULT_PASSWORD_FILE: join(folder, "pw"),
      ANSIBLE_HOME: join(folder, ".ansible"),
    };
    const view = spawnSync("ansible-vault", ["view", file], { env, encoding: "utf8" });
    expect([view.stderr, view.stdout]).toEqual(["", expect.stringMatching(/^---\nvault_db_password: !unsafe "/)]);
    const shown = spawnSync(
      "ansible",
      [
        "localhost",
        "-e",
        `@${file}`,
        "-m",
        "ansible.builtin.copy",
        "-a",
        `dest=${join(folder, "value")} content="{{ vault_db_password }}"`,
      ],
      { env, encoding: "utf8", cwd: folder },
    );
    expect(shown.status, shown.stdout + shown.stderr).toBe(0);
    expect(readFileSync(join(folder, "value"), "utf8")).toBe(nasty);

    expect(spawnSync("ansible-vault", ["decrypt", file], { env }).status).toBe(0);
    expect(spawnSync("ansible-vault", ["encrypt", "--encrypt-vault-id", "default", file], { env }).status).toBe(0);
    const opened = openVault(readFileSync(file), "correct horse");
    expect(typeof opened === "string" ? opened : opened.text).toBe(view.stdout);
  });
});

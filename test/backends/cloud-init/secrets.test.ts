/** Secrets that a machine fetches on its first boot: the script is run, with its paths and its programs replaced. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load, YAML11_SCHEMA } from "js-yaml";
import { afterEach, describe, expect, it } from "vitest";
import { compile } from "../../../src/index.ts";
import { createMemoryFileSystem } from "../../../src/platform/memory-file-system.ts";
import { createProjectFiles } from "../../../src/platform/project-files.ts";

const canary = "c4n4ry {{ x }} $HOME `id` \"q\" 'a' \\ \\n & end";

const spec = `envspec 1

os = "debian-12"

## The key of the shop.
secret api-key = env("API_KEY") { fetch = ["/usr/local/bin/get-secret", "api-key"] }
secret other = env("OTHER") { fetch = ["/usr/local/bin/get-secret", "other"] }

file "/usr/local/bin/get-secret" {
  text = "#!/bin/sh\\n"
  mode = 0755
}

file "/srv/app.conf" {
  text = "url = https://x:\${api-key}@\${other}/\\n"
}

command register {
  run = "printf %s \\"$LOGIN\\" > /srv/registered; printf %s \\"$PLAIN\\" > /srv/plain"
  unless = "test -e /srv/registered"
  env { LOGIN = "me:\${api-key}", PLAIN = "it's" }
}
`;

interface Built {
  readonly codes: readonly string[];
  readonly yaml: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly readme: string;
}

async function build(text: string): Promise<Built> {
  const files = createProjectFiles(createMemoryFileSystem({ "/p/app.envspec": text }), "/p", { API_KEY: canary });
  const result = await compile({ root: "app.envspec", files }, { targets: ["cloud-init"] });
  const find = (path: string): string =>
    String(result.builds[0]?.files.find((file) => file.path === path)?.content ?? "");
  const yaml = find("app.yaml");
  const data = (yaml === "" ? {} : load(yaml, { schema: YAML11_SCHEMA })) as {
    readonly write_files?: readonly { readonly path: string; readonly content: string }[];
  };
  const scripts = Object.fromEntries((data.write_files ?? []).map((file) => [file.path, file.content]));
  return { codes: result.diagnostics.map(({ code }) => code), yaml, scripts, readme: find("README.md") };
}

let root = "";
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** The machine of one test: its script, the fetching program, and programs that note what they are called with. */
async function boot(
  getSecret: string,
): Promise<(fetch?: string) => { readonly code: number | null; readonly output: string }> {
  root = mkdtempSync(join(tmpdir(), "envc-boot-"));
  const { scripts } = await build(spec);
  for (const folder of ["bin", "run", "work", "srv", "usr/local/bin"])
    mkdirSync(join(root, folder), { recursive: true });
  const place = (text: string): string =>
    text
      .replaceAll("/run/provision-secrets", `${root}/run/provision-secrets`)
      .replaceAll("/var/lib/provision", `${root}/work`)
      .replaceAll("/usr/local/bin/get-secret", `${root}/usr/local/bin/get-secret`)
      .replaceAll("/srv/", `${root}/srv/`)
      .replace(/^export PATH=.*$/m, `export PATH=${root}/bin:/usr/sbin:/usr/bin:/sbin:/bin`);
  const program = (path: string, text: string): void => {
    writeFileSync(join(root, path), `#!/bin/sh\n${text}\n`);
    chmodSync(join(root, path), 0o755);
  };
  for (const name of [
    "cat",
    "sed",
    "chown",
    "chmod",
    "mktemp",
    "mv",
    "mkdir",
    "sha256sum",
    "cmp",
    "stat",
    "env",
    "runuser",
    "timeout",
  ])
    program(
      `bin/${name}`,
      `printf '%s ' "$0" "$@" >>${root}/arguments; exec /usr/bin/env -u x "$(PATH=/usr/sbin:/usr/bin:/sbin:/bin command -v ${name})" "$@"`,
    );
  program("bin/sleep", `printf '%s ' "$1" >>${root}/slept`);
  program("bin/systemctl", "exit 0");
  const script = place(scripts["/var/lib/provision/provision.sh"] ?? "");
  writeFileSync(join(root, "provision.sh"), script);
  const verify = place(scripts["/var/lib/provision/verify.sh"] ?? "");
  writeFileSync(join(root, "work/verify.sh"), verify.replace(/^has_file \S+get-secret .*$(?:\n  .*)*/m, ":"));
  return (fetch = getSecret) => {
    // cloud-init lays the spec's program down before the script runs; here it does what the test wants.
    program("usr/local/bin/get-secret", fetch);
    const ran = spawnSync("sh", [join(root, "provision.sh")], { encoding: "utf8", env: { PATH: "/usr/bin:/bin" } });
    return { code: ran.status, output: ran.stdout + ran.stderr };
  };
}

const read = (path: string): string => readFileSync(join(root, path), "utf8");
const mode = (path: string): number => statSync(join(root, path)).mode & 0o777;
const isRoot = process.getuid?.() === 0;

describe("a secret without a command", () => {
  it("is refused at its place", async () => {
    const { codes } = await build(spec.replace(/secret other = .*$/m, 'secret other = env("OTHER")'));
    expect(codes).toEqual(["E0840"]);
  });
});

describe("the cloud-config file", () => {
  it("holds the command and no value, and fetches after the program is there and before it is needed", async () => {
    const { yaml, scripts, readme } = await build(spec);
    expect(yaml).not.toContain("c4n4ry");
    const script = scripts["/var/lib/provision/provision.sh"] ?? "";
    expect(Object.keys(scripts)).toContain("/usr/local/bin/get-secret");
    const order = ["fetch_secret api_key /usr/local/bin/get-secret api-key", "fill_file /srv/app.conf"];
    const places = order.map((words) => script.indexOf(`\n${words}`));
    expect(places).not.toContain(-1);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    expect(script.match(/^fetch_secret /gm)).toHaveLength(2);
    expect(readme).toContain("| `api-key` | `/usr/local/bin/get-secret api-key` | The key of the shop. |");
  });

  it.runIf(spawnSync("shellcheck", ["--version"]).status === 0)("holds scripts that shellcheck accepts", async () => {
    const { scripts } = await build(`${spec}secret pw { fetch = ["/bin/get"] }\nuser anna { password = pw }\n`);
    for (const name of ["provision", "verify"]) {
      const input = scripts[`/var/lib/provision/${name}.sh`] ?? "";
      const ran = spawnSync("shellcheck", ["--shell=sh", "-"], { input, encoding: "utf8" });
      expect(ran.stdout).toBe("");
    }
  });

  it("is as it was when there is no secret", async () => {
    const { scripts } = await build('envspec 1\nos = "debian-12"\nfile "/etc/motd" { text = "x\\n" }\n');
    expect(scripts["/var/lib/provision/provision.sh"]).not.toMatch(/secret/);
  });
});

describe.runIf(isRoot)("the first boot", { timeout: 60_000 }, () => {
  const good = `case $1 in api-key) printf '%s\\n\\n' '${canary.replaceAll("'", "'\\''")}' ;; other) echo two ;; esac`;

  it("puts the value where it is meant to be, and nowhere else", async () => {
    const start = await boot(good);
    const { code, output } = start();
    expect(output).toContain("provisioning: ok");
    expect(code).toBe(0);
    expect(read("srv/app.conf")).toBe(`url = https://x:${canary}@two/\n`);
    expect(mode("srv/app.conf")).toBe(0o600);
    expect([read("srv/registered"), read("srv/plain")]).toEqual([`me:${canary}`, "it's"]);
    expect(read("arguments")).toContain("runuser");
    expect(output + read("arguments")).not.toContain("c4n4ry");
    expect(existsSync(join(root, "run/provision-secrets"))).toBe(false);
    expect(
      spawnSync("grep", ["-rl", "c4n4ry", join(root, "work"), join(root, "run")], { encoding: "utf8" }).stdout,
    ).toBe("");
    const open = spawnSync("find", [join(root, "work/sums"), "-type", "f", "!", "-perm", "0600"], { encoding: "utf8" });
    expect(open.stdout).toBe("");
  });

  it("changes nothing the second time, and takes in a secret that changed", async () => {
    const start = await boot(good);
    start();
    expect(start().output).toContain("changes made: 0");
    const changed = start(good.replace("echo two", "echo three"));
    expect(changed.output).toContain("changes made: 1");
    expect(read("srv/app.conf")).toContain("@three/");
  });

  it("tries again, with growing pauses", async () => {
    const start = await boot(`echo >>"$0.tries"; [ "$(wc -l <"$0.tries")" -ge 3 ] || exit 3\n${good}`);
    const { output } = start();
    expect(output).toContain("provisioning: ok");
    expect(read("slept").trim().split(" ").slice(0, 2)).toEqual(["1", "2"]);
  });

  it("ends when a secret cannot be fetched, names it, and shows nothing of what was said", async () => {
    const start = await boot('[ "$1" = other ] && echo two || { echo "almost c4n4ry" >&2; exit 3; }');
    const { code, output } = start();
    expect(code).toBe(1);
    expect(output).toContain(`the secret api_key cannot be fetched: ${root}/usr/local/bin/get-secret failed 7 times`);
    expect(output).not.toContain("c4n4ry");
    expect(read("work/status")).toBe("failed (exit code 1) at: Fetch the secret api-key\n");
    expect(read("slept").trim()).toBe("1 2 4 8 16 32");
    expect(read("work/fetch-api_key.log")).toBe("almost c4n4ry\n");
    expect(mode("work/fetch-api_key.log")).toBe(0o600);
    expect(existsSync(join(root, "srv/app.conf"))).toBe(false);
    expect(existsSync(join(root, "run/provision-secrets"))).toBe(false);
    const verify = spawnSync("sh", [join(root, "work/verify.sh")], { encoding: "utf8" });
    expect(verify.status).toBe(1);
    expect(verify.stderr).toContain('is "not fetched yet", not "as fetched"');
  });

  it("notices afterwards that a file with a secret was changed, and shows neither it nor a sum", async () => {
    const start = await boot(good);
    start();
    writeFileSync(join(root, "srv/app.conf"), "c4n4ry of somebody else\n");
    const verify = spawnSync("sh", [join(root, "work/verify.sh")], { encoding: "utf8" });
    expect(verify.stderr).toContain(`secret content of ${root}/srv/app.conf is "changed", not "as fetched"`);
    expect(verify.stdout + verify.stderr).not.toMatch(/c4n4ry|[0-9a-f]{32}/);
  });

  it("sets a password that it fetched, once, without an argument", async () => {
    root = mkdtempSync(join(tmpdir(), "envc-boot-"));
    const { scripts } = await build(
      'envspec 1\nos = "debian-12"\nsecret pw { fetch = ["/bin/get"] }\nuser anna { password = pw }\n',
    );
    const script = scripts["/var/lib/provision/provision.sh"] ?? "";
    expect(script).toContain("\nset_password anna pw\n");
    const body = /^set_password\(\) \{[\s\S]*?^\}$/m.exec(script)?.[0] ?? "";
    mkdirSync(join(root, "values"));
    writeFileSync(join(root, "values/pw"), canary);
    const fakes = [
      `secrets=${root}`,
      "mark_changed() { echo changed; }",
      `getent() { /usr/bin/cat ${root}/shadow; }`,
      // What chpasswd does with it.
      `chpasswd() { perl -e 'my $l = <STDIN>; chomp $l; $l =~ s/^anna://; print "anna:", crypt($l, q($6$salt)), ":x"' >${root}/shadow; }`,
    ];
    writeFileSync(join(root, "shadow"), "anna:!:x");
    const run = (): string =>
      spawnSync("sh", ["-eu", "-c", [...fakes, body, "set_password anna pw"].join("\n")], { encoding: "utf8" }).stdout;
    expect([run(), run()]).toEqual(["changed\n", ""]);
    expect(read("shadow")).toMatch(/^anna:\$6\$salt\$/);
    expect(readdirSync(root).sort()).toEqual(["shadow", "values"]);
  });
});

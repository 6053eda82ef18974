import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  createMemoryPlatform,
  type MemoryPlatform,
  type MemoryPlatformOptions,
} from "../../src/platform/memory-platform.ts";
import type { MemoryEntry } from "../../src/platform/memory-file-system.ts";
import { run } from "../../src/cli/run.ts";
import { snapshot } from "./output-helpers.ts";

const spec = `envspec 1

os = "debian-12"

package nginx

file "/etc/motd" {
  text = "Hello\\n"
}

service nginx
`;

const environments = `envspec 1

os = "debian-12"

let greeting = "Hello"

file "/etc/motd" {
  text = "\${greeting}\\n"
}

environment dev {
  target = dockerfile
}

environment prod {
  greeting = "Welcome"
}
`;

function start(files: Readonly<Record<string, MemoryEntry>>, options: MemoryPlatformOptions = {}): MemoryPlatform {
  const placed = Object.fromEntries(
    Object.entries(files).map(([path, entry]) => [path.startsWith("/") ? path : `/work/${path}`, entry]),
  );
  return createMemoryPlatform({ ...options, files: placed });
}

async function envc(platform: MemoryPlatform, ...words: readonly string[]) {
  const before = { out: platform.printed().length, err: platform.printedErrors().length };
  const code = await run(words, platform);
  return { code, out: platform.printed().slice(before.out), err: platform.printedErrors().slice(before.err) };
}

function text(platform: MemoryPlatform, path: string): string {
  return new TextDecoder().decode(platform.files.read(`/work/${path}`, 1e9));
}

describe("the command line", () => {
  it("prints its version", async () => {
    expect(await envc(start({}), "--version")).toEqual({ code: 0, out: "0.1.0\n", err: "" });
  });

  it("teaches", async () => {
    const { code, out } = await envc(start({}), "--help");
    expect(code).toBe(0);
    for (const word of ["init", "build", "check", "fmt", "show", "explain", "completion", "Exit codes"])
      expect(out).toContain(word);
    for (const command of ["init", "build", "check", "fmt", "show", "explain", "completion"]) {
      const help = await envc(start({}), command, "--help");
      expect(help.code).toBe(0);
      expect(help.out).toContain("Examples:");
    }
  });

  it.each([
    [["biuld"], "Did you mean build?"],
    [["build", "--taget", "x"], "Did you mean --target?"],
    [["check", "--format", "xml"], "Allowed choices"],
    [["build", "--emit", "tokens"], "Allowed choices"],
    [["completion", "tcsh"], "bash"],
    [["explain", "proces"], "Did you mean `process`?"],
    [["explain", "E9999"], "nothing called"],
    [["build"], "no .envspec file in this folder"],
    [["check", "nowhere"], "E0920"],
    [["fmt", "-", "x"], "stands alone"],
    [["init"], "--template"],
  ])("%j is wrong usage", async (words, message) => {
    const { code, out, err } = await envc(start({}), ...words);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
  });

  it("without words shows the help, which is not what was asked for", async () => {
    const { code, out } = await envc(start({}));
    expect(code).toBe(2);
    expect(out).toContain("Usage: envc");
  });

  it("asks which file when there are several", async () => {
    const { code, err } = await envc(start({ "a.envspec": spec, "b.envspec": spec }), "check");
    expect(code).toBe(2);
    expect(err).toContain("a.envspec, b.envspec");
  });

  it("takes a folder with one spec", async () => {
    expect((await envc(start({ "shop/a.envspec": spec }), "check", "shop")).out).toBe(
      "shop/a.envspec: no mistakes found\n",
    );
  });

  it("calls an exception a bug, briefly, and shows the stack only when told to", async () => {
    for (const debug of [false, true]) {
      const platform = start({ "a.envspec": spec }, { environment: debug ? { ENVC_DEBUG: "1" } : {} });
      const broken: MemoryPlatform = {
        ...platform,
        files: {
          ...platform.files,
          resolve: () => {
            throw new TypeError("boom");
          },
        },
      };
      const { code, out, err } = await envc(broken, "check");
      expect({ code, out }).toEqual({ code: 70, out: "" });
      expect(err).toContain("this is a bug in envc 0.1.0, not in your file: boom");
      expect(err.includes("    at ")).toBe(debug);
    }
  });

  it("prints no colour unless told to, and in a terminal", async () => {
    const bad = { "a.envspec": spec.replace("nginx", "nginx\nfile x { txt = 1 }") };
    const plain = await envc(start(bad), "check");
    expect(plain.err + plain.out).not.toContain("\u001b");
    expect((await envc(start(bad, { isTerminal: true }), "check")).err).toContain("\u001b[");
    expect((await envc(start(bad, { isTerminal: true, environment: { NO_COLOR: "1" } }), "check")).err).not.toContain(
      "\u001b",
    );
  });
});

describe("build", () => {
  it("writes every target, the report and the maps, and says what to do next", async () => {
    const platform = start({ "shop.envspec": spec });
    const { code, out, err } = await envc(platform, "build");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("Built shop.envspec");
    expect(out).toContain("ansible-playbook");
    expect(out).toMatch(/package\S*nginx/);
    const paths = Object.keys(snapshot(platform.files, "/work/out"));
    expect(paths).toEqual(
      expect.arrayContaining([
        ".envc-manifest.json",
        "ansible.map.json",
        "ansible/site.yml",
        "cloud-init.map.json",
        "dockerfile.map.json",
        "envc-report.json",
      ]),
    );
    const report = JSON.parse(text(platform, "out/envc-report.json")) as { builds: { target: string }[] };
    expect(report.builds.map(({ target }) => target)).toEqual(["ansible", "cloud-init", "dockerfile"]);
  });

  describe("says what to type next", () => {
    const next = async (body: string): Promise<string> => {
      const { out, err } = await envc(start({ "shop.envspec": `envspec 1\n\n${body}` }), "build");
      expect(err).not.toContain("error");
      return out.slice(out.indexOf("Next:"));
    };
    const machine = 'os = "debian-12"\npackage nginx\n';

    it("without a host, the line that Ansible needs", async () => {
      expect(await next(machine)).toContain('  host web-1 { address = "203.0.113.11" }\n');
      expect(await next(machine)).toContain("into shop.envspec, and build again");
      const inEnvironment = await next(
        'machine lb {\n  os = "debian-12"\n}\nenvironment prod {\n  target = ansible\n}\n',
      );
      expect(inEnvironment).toContain('  host lb-1 { machine = lb, address = "203.0.113.11" }\n');
      expect(inEnvironment).toContain("into `environment prod` of shop.envspec");
    });

    it("the line works, and is not said again", async () => {
      const again = await next(`${machine}host web-1 { address = "203.0.113.11" }\n`);
      expect(again).not.toContain("knows no server");
      expect(again).toContain("ansible-playbook");
    });

    it("`up` only when something starts", async () => {
      expect(await next(machine)).toContain("docker compose build\n");
      expect(await next(machine)).not.toContain("docker compose up");
      expect(await next(`${machine}service nginx\n`)).toContain("docker compose up --build\n");
    });

    it(".env when Compose takes something from it", async () => {
      const secret = 'secret key = env("KEY")\nfile "/etc/key" { text = "${key}" }\n';
      const only = "environment dev {\n  target = dockerfile\n}\n";
      expect(await next(`${machine}${secret}${only}`)).toContain(
        "cp out/dev/dockerfile/.env.example out/dev/dockerfile/.env\n",
      );
      expect(await next(`${machine}${only}`)).not.toContain(".env");
      const filled = start({
        "shop.envspec": `envspec 1\n\n${machine}${secret}${only}`,
        "out/dev/dockerfile/.env": "KEY=x\n",
      });
      expect((await envc(filled, "build", "--force")).out).not.toContain("cp out");
    });
  });

  it("takes the file that no other one uses when none is named", async () => {
    const platform = start({ "shop.envspec": `${spec}\nuse "./part.envspec"\n`, "part.envspec": "envspec 1\n" });
    const { code, out } = await envc(platform, "build");
    expect(code).toBe(0);
    expect(out).toContain("Built shop.envspec");
  });

  it("leaves what another file's build wrote, unless it is told to", async () => {
    const platform = start({ "shop.envspec": spec, "blog.envspec": spec });
    await envc(platform, "build", "shop.envspec");
    const before = snapshot(platform.files, "/work/out");
    const refused = await envc(platform, "build", "blog.envspec");
    expect(refused.code).toBe(3);
    expect(refused.err).toContain("E0912");
    expect(refused.err).toContain("shop.envspec");
    expect(snapshot(platform.files, "/work/out")).toEqual(before);
    expect((await envc(platform, "build", "blog.envspec", "--force")).code).toBe(0);
  });

  it("writes nothing the second time, and says so", async () => {
    const platform = start({ "shop.envspec": spec });
    await envc(platform, "build");
    const look = () => [platform.files.inspect("/work/out"), platform.files.inspect("/work/out/ansible/site.yml")];
    const before = look();
    expect((await envc(platform, "build")).out).toContain("Nothing changed");
    expect(look()).toEqual(before);
  });

  it("gives the same bytes wherever and whenever it runs", async () => {
    const one = start({ "shop.envspec": spec });
    const two = createMemoryPlatform({ files: { "/somewhere/else/shop.envspec": spec }, workingFolder: "/somewhere" });
    await envc(one, "build");
    await envc(two, "build", "else/shop.envspec", "--out", "/tmp/result");
    expect(snapshot(two.files, "/tmp/result")).toEqual(snapshot(one.files, "/work/out"));
  });

  it("writes nothing at all when there is an error", async () => {
    const platform = start({ "shop.envspec": spec.replace("text =", "txt =") });
    const { code, out, err } = await envc(platform, "build");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("┌─ shop.envspec:8:3");
    expect(platform.files.list("/work")).toEqual(["shop.envspec"]);
  });

  it("puts environments in folders of their own, aside from what they share, and asks each for its targets", async () => {
    const platform = start({ "shop.envspec": environments });
    const { code, out } = await envc(platform, "build");
    expect(code).toBe(0);
    expect(out).toContain("ansible (prod)");
    expect(platform.files.list("/work/out")).toEqual([
      ".envc-base.json",
      ".envc-manifest.json",
      "ansible",
      "ansible.map.json",
      "dev",
      "envc-report.json",
      "prod",
    ]);
    expect(platform.files.list("/work/out/dev")).toEqual(["dockerfile", "dockerfile.map.json"]);
    expect(platform.files.list("/work/out/prod")).not.toContain("ansible");
  });

  it("of one target or environment leaves the others, in the report too", async () => {
    const platform = start({ "shop.envspec": environments });
    await envc(platform, "build");
    const full = snapshot(platform.files, "/work/out");
    expect((await envc(platform, "build", "--target", "ansible")).code).toBe(0);
    const withDev = snapshot(platform.files, "/work/out");
    expect(Object.keys(withDev)).toContain("ansible/inventories/dev/hosts.yml");
    expect(withDev["prod/cloud-init.map.json"]).toBe(full["prod/cloud-init.map.json"]);
    // What environments share is made of those that are asked for; what dev has for itself stays.
    await envc(platform, "build", "--env", "prod");
    expect(snapshot(platform.files, "/work/out")).toEqual(full);
    // And an environment without the target says nothing about it.
    await envc(platform, "build", "--env", "dev");
    expect(snapshot(platform.files, "/work/out")).toEqual(full);
    await envc(platform, "build");
    expect(snapshot(platform.files, "/work/out")).toEqual(full);
  });

  it("refuses with exit code 3 what it would overwrite, and does it with --force", async () => {
    const platform = start({ "shop.envspec": spec, "out/ansible/site.yml": "mine\n" });
    const { code, err } = await envc(platform, "build");
    expect(code).toBe(3);
    expect(err).toContain("`out/ansible/site.yml` is in the way");
    expect(snapshot(platform.files, "/work/out")).toEqual({ "ansible/site.yml": "mine\n" });
    expect((await envc(platform, "build", "--force")).code).toBe(0);
  });

  it("only says what it would do in a dry run", async () => {
    const platform = start({ "shop.envspec": spec });
    const { code, out } = await envc(platform, "build", "--dry-run");
    expect(code).toBe(0);
    expect(out).toContain("+ ansible/site.yml");
    expect(platform.files.list("/work")).toEqual(["shop.envspec"]);
  });

  it.each([["."], [".."], ["/"], ["/work"]])(
    "does not take %s, which holds the project, for its output",
    async (out) => {
      expect((await envc(start({ "shop.envspec": spec }), "build", "--out", out)).code).toBe(2);
    },
  );

  it.each(["ast", "model", "ir"])("emits the %s as stable JSON and writes nothing", async (form) => {
    const platform = start({ "shop.envspec": environments });
    const { code, out, err } = await envc(platform, "build", "--emit", form);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out)).toMatchObject({ format: 1 });
    expect((await envc(platform, "build", "--emit", form)).out).toBe(out);
    expect(platform.files.list("/work")).toEqual(["shop.envspec"]);
  });

  it("unknown targets and environments are usage errors with what there is", async () => {
    const platform = start({ "shop.envspec": environments });
    const target = await envc(platform, "build", "--target", "docker");
    expect(target.code).toBe(2);
    expect(target.err).toContain("`dockerfile`");
    const environment = await envc(platform, "build", "--env", "prd");
    expect(environment.code).toBe(2);
    expect(environment.err).toContain("did you mean `prod`?");
  });
});

describe("check", () => {
  it("reports several files, each under the path it was given", async () => {
    const wrong = spec.replace("text =", "txt =");
    const platform = start({ "a/main.envspec": wrong, "b/main.envspec": spec, "c/main.envspec": wrong });
    const { code, out } = await envc(platform, "check", "a", "b/main.envspec", "c", "--format", "short");
    expect(code).toBe(1);
    expect(
      out
        .split("\n")
        .map((line) => line.split(":")[0])
        .filter((path) => path !== ""),
    ).toEqual(expect.arrayContaining(["a/main.envspec", "c/main.envspec"]));
    expect(out).not.toContain("b/main");
  });

  it("prints json and github for programs", async () => {
    const platform = start({ "a.envspec": spec.replace("}", "  mod = 0644\n}") });
    const json = JSON.parse((await envc(platform, "check", "--format", "json")).out) as {
      diagnostics: { span: unknown }[];
    };
    expect(json.diagnostics[0]?.span).toMatchObject({ file: "a.envspec", start: { line: 9, column: 3 } });
    expect((await envc(platform, "check", "--format", "github")).out).toMatch(
      /^::error file=a\.envspec,line=9,endLine=9,col=3,/,
    );
  });

  it("--fix mends what is safe and reports the rest", async () => {
    const platform = start({ "a.envspec": spec.replace("envspec 1\n\n", "").replace('"debian-12"', "'debian-12'") });
    const { code, err } = await envc(platform, "check", "--fix");
    expect(err).toContain("Mended");
    expect(code).toBe(0);
    expect(text(platform, "a.envspec")).toBe(spec);
  });

  it("reads files with Windows line ends", async () => {
    expect((await envc(start({ "a.envspec": spec.replaceAll("\n", "\r\n") }), "check")).code).toBe(0);
  });
});

describe("fmt", () => {
  const messy = spec.replace("  text", "      text");

  it("formats files in place", async () => {
    const platform = start({ "a.envspec": messy });
    expect(await envc(platform, "fmt")).toMatchObject({ code: 0, out: "formatted a.envspec\n" });
    expect(text(platform, "a.envspec")).toBe(spec);
    expect(await envc(platform, "fmt")).toMatchObject({ code: 0, out: "" });
  });

  it("keeps Windows line ends", async () => {
    const platform = start({ "a.envspec": messy.replaceAll("\n", "\r\n") });
    await envc(platform, "fmt");
    expect(text(platform, "a.envspec")).toBe(spec.replaceAll("\n", "\r\n"));
  });

  it("--check and --diff change nothing", async () => {
    const platform = start({ "a.envspec": messy });
    expect((await envc(platform, "fmt", "--check")).code).toBe(1);
    const diff = await envc(platform, "fmt", "--diff");
    expect(diff.code).toBe(0);
    expect(diff.out).toBe(
      '--- a.envspec\n+++ a.envspec\n@@ -5,7 +5,7 @@\n package nginx\n \n file "/etc/motd" {\n-      text = "Hello\\n"\n+  text = "Hello\\n"\n }\n \n service nginx\n',
    );
    expect(text(platform, "a.envspec")).toBe(messy);
    expect((await envc(start({ "a.envspec": spec }), "fmt", "--check")).code).toBe(0);
  });

  it("- reads standard input", async () => {
    expect(await envc(start({}, { input: messy }), "fmt", "-")).toEqual({ code: 0, out: spec, err: "" });
  });

  it("leaves a file with syntax errors alone", async () => {
    const broken = `${messy}file {{{\n`;
    const platform = start({ "a.envspec": broken });
    const { code, err } = await envc(platform, "fmt");
    expect(code).toBe(1);
    expect(err).toContain("a.envspec:");
    expect(text(platform, "a.envspec")).toBe(broken);
  });
});

describe("a name on the command line that there is none of", () => {
  it.each([
    [["build", "--env", "pord"], "envc build --env pord", "did you mean `prod`?"],
    [["build", "-e", "pord", "--emit", "ir"], "envc build --env pord", "did you mean `prod`?"],
    [["build", "-t", "ansibel"], "envc build --target ansibel", "did you mean `ansible`?"],
    [["show", "--env", "pord"], "envc show --env pord", "did you mean `prod`?"],
  ])("%j is shown there, and not at the first line of the file", async (words, shown, help) => {
    const { code, err } = await envc(start({ "shop.envspec": environments }), ...words);
    expect(code).toBe(words.includes("--emit") ? 1 : 2);
    expect(err).toContain(` 1 │ ${shown}\n`);
    expect(err).toContain("┌─ command line:1:");
    expect(err).toContain(help);
    expect(err).not.toContain("envspec 1");
  });
});

describe("show", () => {
  it("prints every value with where it comes from", async () => {
    const platform = start({ "shop.envspec": environments });
    const { code, out } = await envc(platform, "show", "--env", "prod");
    expect(code).toBe(0);
    expect(out).toMatch(/greeting\s+"Welcome"\s+patched, shop\.envspec:16:/);
    expect(out).toMatch(/mode\s+.*0644.*default/);
  });

  it("wants to know which environment", async () => {
    const { code, err } = await envc(start({ "shop.envspec": environments }), "show");
    expect(code).toBe(2);
    expect(err).toContain("--env dev | prod");
  });

  it("never shows a secret", async () => {
    const source = `envspec 1\n\nos = "debian-12"\n\nsecret token = env("TOKEN")\n\nfile "/etc/token" {\n  text = "\${token}"\n}\n`;
    const platform = start({ "a.envspec": source }, { environment: { TOKEN: "canary-value" } });
    const { code, out } = await envc(platform, "show");
    expect(code).toBe(0);
    expect(out).toContain("environment variable TOKEN");
    expect(out).not.toContain("canary-value");
  });
});

describe("explain", () => {
  it("explains codes, kinds, blocks and attributes", async () => {
    const platform = start({});
    expect((await envc(platform, "explain", "E0101")).out).toContain("Right:");
    expect((await envc(platform, "explain", "missing-header")).out).toContain("E0101");
    expect((await envc(platform, "explain", "file")).out).toContain("mode");
    expect((await envc(platform, "explain", "file.mode")).out).toContain("0644");
    expect((await envc(platform, "explain", "process.env")).out).toContain("process.env");
  });

  it("leads from a line of the output to the line of the spec", async () => {
    const platform = start({ "shop.envspec": spec });
    await envc(platform, "build");
    const map = JSON.parse(text(platform, "out/ansible.map.json")) as {
      files: Record<string, [number, number, string, string, string][]>;
    };
    const [path, rows] =
      Object.entries(map.files).find(([, each]) => each.some((row) => row[3] === "file:/etc/motd")) ?? [];
    const row = rows?.find((each) => each[3] === "file:/etc/motd");
    const { code, out } = await envc(platform, "explain", `out/ansible/${path}:${row?.[0]}`);
    expect(code).toBe(0);
    expect(out).toContain("shop.envspec:7:1");
    expect(out).toContain('file "/etc/motd" {');
  });

  it("finds the doc comment that a README repeats", async () => {
    const documented = `envspec 1\n## Our <shop> of \`books\`.\n\nos = "debian-12"\n\n## What visitors type.\nlet domain = "a.example"\n\nfile "/etc/motd" { text = "\${domain}" }\n`;
    const platform = start({ "shop.envspec": documented });
    await envc(platform, "build");
    const lineOf = (path: string, words: RegExp): number =>
      text(platform, path)
        .split("\n")
        .findIndex((line) => words.test(line)) + 1;
    for (const [path, words, at] of [
      ["out/ansible/README.md", /^Our /, "shop.envspec:2:1"],
      ["out/cloud-init/README.md", /^Our /, "shop.envspec:2:1"],
      ["out/ansible/roles/shop/README.md", /What visitors type/, "shop.envspec:6:1"],
    ] as const) {
      const { code, out } = await envc(platform, "explain", `${path}:${lineOf(path, words)}`);
      expect({ code, path }).toEqual({ code: 0, path });
      expect(out).toContain(at);
    }
    expect((await envc(platform, "explain", "out/ansible/README.md:1")).out).toContain("No line of the spec");
  });

  it.each(["out/nowhere.yml:1", "shop.envspec:1"])("%s is nothing it could explain", async (place) => {
    expect((await envc(start({ "shop.envspec": spec }), "explain", place)).code).toBe(2);
  });
});

describe("init", () => {
  const examples = fileURLToPath(new URL("../../examples", import.meta.url));
  const templates: Record<string, MemoryEntry> = {};
  for (const entry of readdirSync(examples, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !path.includes("/out/"))
      templates[`/templates${path.slice(examples.length)}`] = readFileSync(path);
  }

  it.each(["static-site", "node-app", "hardened-base", "minimal"])(
    "from %s gives something that builds",
    async (template) => {
      const platform = start(templates);
      const { code, out } = await envc(platform, "init", "new", "--template", template);
      expect(code).toBe(0);
      expect(out).toContain("envc build new");
      const built = await envc(platform, "build", "new");
      expect(built.code, built.err).toBe(0);
      const { err } = await envc(platform, "fmt", "--check", "new");
      expect(err).toBe("");
    },
  );

  it("replaces nothing unless told to", async () => {
    const platform = start({ ...templates, "new/main.envspec": "mine\n" });
    expect((await envc(platform, "init", "new", "--template", "minimal")).code).toBe(3);
    expect(text(platform, "new/main.envspec")).toBe("mine\n");
    expect((await envc(platform, "init", "new", "--template", "minimal", "--force")).code).toBe(0);
    expect(text(platform, "new/main.envspec")).toContain("envspec 1");
  });
});

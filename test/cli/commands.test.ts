import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { MemoryEntry } from "../../src/platform/memory-file-system.ts";
import { envc, start, text } from "./run-in-memory.ts";

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

  it("shows the address of another machine's thing as it is written", async () => {
    const spec =
      'envspec 1\n\nmachine [web, data] { os = "debian-12" }\n\nsecret pw = generate(32)\n\nredis cache {\n  machine = data\n  password = pw\n}\n\nprocess api {\n  machine = web\n  run = ["/usr/bin/sleep", "infinity"]\n  user = nobody\n  env { URL = "x:${cache.host}:1", DATA = data.host }\n}\n';
    const { out } = await envc(start({ "shop.envspec": spec }), "show");
    expect(out).toContain('"x:${cache.host}:1"');
    expect(out).toContain('"${data.host}"');
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
  it("tells what `absent` does to a kind", async () => {
    const { code, out } = await envc(start({}), "explain", "absent user");
    expect(code).toBe(0);
    expect(out).toContain("the home stays");
    expect(out).toContain("absent user … asks that it be gone.");
    expect((await envc(start({}), "explain", "absent host")).out).toContain("is not asked to be gone");
  });

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
    expect((await envc(platform, "explain", "out/ansible/README.md:1")).out).toContain("is not recorded");
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

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { backendNames, compile, format } from "../../src/index.ts";
import { nodeFileSystem } from "../../src/platform/node-file-system.ts";
import { createProjectFiles } from "../../src/platform/project-files.ts";

const folder = join(import.meta.dirname, "../../examples");
const examples = readdirSync(folder).sort();

describe.each(examples)("example %s", (name) => {
  const own = join(folder, name);
  const specs = readdirSync(own).filter((file) => file.endsWith(".envspec"));
  const root = specs.find((file) => /^\s*os = /m.test(readFileSync(join(own, file), "utf8"))) ?? "";

  test("has a README that says what to type", () => {
    expect(readFileSync(join(own, "README.md"), "utf8")).toContain(`examples/${name}/${root}`);
  });

  test.each(specs)("%s is in canonical form", async (file) => {
    const text = readFileSync(join(own, file), "utf8");
    expect((await format(file, text)).text).toBe(text);
  });

  test("builds for every environment and every target, or says at the line why not", async () => {
    const project = { root, files: createProjectFiles(nodeFileSystem, own, {}) };
    const asked = await compile(project);
    expect(asked.diagnostics.filter((d) => d.severity === "error")).toEqual([]);
    expect(asked.builds.length).toBeGreaterThan(0);
    for (const environment of asked.environments.length === 0 ? [undefined] : asked.environments) {
      const result = await compile(project, {
        targets: backendNames,
        ...(environment === undefined ? {} : { environments: [environment] }),
      });
      const errors = result.diagnostics.filter((d) => d.severity === "error");
      // A file for one computer knows no addresses of hosts, which a cloud-init file must hold.
      expect(errors.filter((d) => d.code !== "E0842")).toEqual([]);
      for (const { span, help } of errors) expect([span.end > 0, help]).toEqual([true, expect.stringMatching(/host/)]);
      expect(result.builds.map((made) => made.target)).toEqual(errors.length === 0 ? [...backendNames] : []);
    }
  });

  test("what is handed over runs without envc: only comments and READMEs speak of it", async () => {
    const { builds } = await compile({ root, files: createProjectFiles(nodeFileSystem, own, {}) });
    for (const { files } of builds)
      for (const file of files) {
        expect(file.path).not.toMatch(/envc/i);
        if (typeof file.content !== "string" || /(?:^|\/)README\.md$/.test(file.path)) continue;
        const code = file.content.split("\n").filter((line) => !/^\s*#/.test(line));
        expect(code.join("\n"), file.path).not.toMatch(/\benvc\b/i);
      }
  });

  test("mentions only files that exist", () => {
    const text = readFileSync(join(own, "README.md"), "utf8");
    for (const match of text.matchAll(/examples\/[\w./-]+\.envspec/g))
      expect(existsSync(join(folder, "..", match[0]))).toBe(true);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile, format, type CompileResult } from "../../src/index.ts";
import { createMemoryFileSystem, type MemoryEntry } from "../../src/platform/memory-file-system.ts";
import { createProjectFiles } from "../../src/platform/project-files.ts";
import { arbitrarySpec, specText, type RandomSpec } from "./arbitrary-spec.ts";

const numRuns = process.env["ENVC_LONG"] === undefined ? 60 : 10_000;

function build(
  files: Readonly<Record<string, MemoryEntry>>,
  variables: Readonly<Record<string, string>> = {},
): Promise<CompileResult> {
  const inProject = Object.fromEntries(Object.entries(files).map(([path, entry]) => [`/project/${path}`, entry]));
  const fileSystem = createMemoryFileSystem(inProject);
  return compile({ root: "main.envspec", files: createProjectFiles(fileSystem, "/project", variables) });
}

const buildText = (text: string): Promise<CompileResult> => build({ "main.envspec": text });

/** Everything that goes to a disk, as one text: what has to be equal between two builds. */
function written(result: CompileResult): string {
  return result.builds
    .flatMap((made) =>
      made.files.map((file) => `=== ${made.target}/${file.path}\n${Buffer.from(file.content).toString("utf8")}`),
    )
    .join("\n");
}

describe("random specs", () => {
  test("compile for every target without an error", async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySpec, async (spec) => {
        const result = await buildText(specText(spec));
        const errors = result.diagnostics.filter((d) => d.severity === "error");
        expect(errors.map((d) => `${d.code} ${d.title}`)).toEqual([]);
        expect(result.builds.map((made) => made.target).sort()).toEqual(["ansible", "cloud-init", "dockerfile"]);
      }),
      { numRuns },
    );
  });

  test("give the same bytes whatever the order of their blocks", async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitrarySpec.chain((spec) =>
          fc.tuple(
            fc.constant(spec),
            fc.shuffledSubarray([...spec.blocks], { minLength: spec.blocks.length, maxLength: spec.blocks.length }),
          ),
        ),
        async ([spec, shuffled]) => {
          const one = await buildText(specText(spec));
          const other = await buildText(specText(spec, shuffled));
          expect(written(other)).toBe(written(one));
        },
      ),
      { numRuns },
    );
  });

  test("give the same bytes after formatting, with Windows line ends and split over two files", async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySpec, fc.nat(12), async (spec, cut) => {
        const text = specText(spec);
        const original = written(await buildText(text));
        const formatted = await format("main.envspec", text);
        expect(written(await buildText(formatted.text ?? ""))).toBe(original);
        expect(written(await buildText(text.replaceAll("\n", "\r\n")))).toBe(original);
        expect(written(await build(splitInTwo(spec, cut)))).toBe(original);
      }),
      { numRuns },
    );
  });
});

function splitInTwo(spec: RandomSpec, cut: number): Readonly<Record<string, string>> {
  return {
    "main.envspec": specText({ head: ['use "./rest.envspec"', ...spec.head], blocks: spec.blocks.slice(0, cut) }),
    "rest.envspec": specText({ head: [], blocks: spec.blocks.slice(cut) }),
  };
}

describe("a secret", () => {
  const canary = "kAnArIeNvOgEl-47-§";

  test("is in nothing that is written, whatever its source and wherever it goes", async () => {
    const sources = [
      'env("CANARY")',
      "generate(48)",
      'ask("Password")',
      'vault("db_password")',
      'file("./secret.txt")',
      "",
    ];
    for (const source of sources)
      for (const target of ["ansible", "dockerfile", "cloud-init"]) {
        const text = [
          "envspec 1",
          'os = "debian-12"',
          source === "" ? "secret db-password" : `secret db-password = ${source}`,
          'file "/etc/app/secret.conf" { text = "password=${db-password}\\n" }',
          "process app {",
          '  run = ["/usr/bin/sleep", "infinity"]',
          '  user = "nobody"',
          "  env { DB_PASSWORD = db-password }",
          "}",
          `environment prod { target = ${target} }`,
        ].join("\n");
        const result = await build({ "main.envspec": text, "secret.txt": canary }, { CANARY: canary });
        const everything = JSON.stringify([
          written(result),
          result.diagnostics,
          result.report,
          result.models,
          result.builds.map((made) => made.sourceMap),
        ]);
        expect(everything).not.toContain(canary);
        expect(everything).not.toContain(Buffer.from(canary).toString("base64"));
        const refused = result.diagnostics.some((d) => d.severity === "error");
        expect(refused || result.builds.length === 1).toBe(true);
      }
  });
});

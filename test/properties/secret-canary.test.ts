/** A value that is put into every secret of random specs appears in nothing that envc writes, prints or starts. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { closeVault } from "../../src/cli/vault/vault-format.ts";
import { createMemoryPlatform } from "../../src/platform/memory-platform.ts";
import type { Platform } from "../../src/platform/platform.ts";

// Each run is six runs of the whole program.
const numRuns = process.env["ENVC_LONG"] ? 10_000 : 40;

const canary = "c4n4ry-Zq8Lr2";
const password = "p4ssw0rd-of-the-vault";

/** What declares a secret, by its name; the value is where the source says. */
const sources: readonly ((name: string) => string)[] = [
  (name) => ` = env("${name.toUpperCase()}")`,
  () => " = generate(24)",
  () => ' = ask("The value")',
  (name) => ` = vault("shop_${name.replaceAll("-", "_")}")`,
  () => ' = file("./clear")',
  () => ' = sops("./locked.yaml", "db.password")',
  () => ' = age("./locked.age")',
  () => "",
];

/** What uses one. */
const uses: readonly ((name: string, index: number) => string)[] = [
  (name, index) => `file "/etc/app/${index}" { text = "a \${${name}} b\\n" }`,
  (name, index) => `file "/etc/only/${index}" { text = "\${${name}}" }`,
  (name, index) => `process p${index} { run = ["/bin/true"], user = nobody, env { A = ${name}, B = "x\${${name}}" } }`,
  (name, index) => `schedule s${index} { run = ["/bin/true"], user = nobody, every = 1h, env { A = ${name} } }`,
  (name, index) => `command c${index} { run = "x", creates = "/x${index}", env { A = ${name} } }`,
  (name, index) => `command d${index} { run = "x", unless = "y", env { A = "\${${name}}!" } }`,
  (name, index) => `user u${index} { password = ${name} }`,
  // Mistakes: their messages must not know the value either.
  (name, index) => `file "/etc/m/${index}" { text = "x", owner = ${name} }`,
  (name, index) => `file "/etc/m/${index}" { text = "\${${name}}", mode = 0644 }`,
  (name, index) => `package "x\${${name}}${index}"`,
  (name, index) => `process q${index} { run = ["/bin/true", ${name}], user = nobody }`,
  (name, index) => `sysctl "vm.swappiness${index}" { value = ${name} }`,
];

const secret = fc.record({
  source: fc.nat({ max: sources.length - 1 }),
  fetch: fc.boolean(),
  // Mistakes are rarer than uses, or nothing would ever be built.
  uses: fc.array(
    fc.oneof({ weight: 12, arbitrary: fc.nat({ max: 6 }) }, { weight: 1, arbitrary: fc.nat({ max: 11 }) }),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
});

const spec = fc
  .record({
    secrets: fc.array(secret, { minLength: 1, maxLength: 4 }),
    environments: fc.boolean(),
    targets: fc.constantFrom("", "-t ansible", "-t dockerfile", "-t cloud-init", "-t ansible -t dockerfile"),
  })
  .map(({ secrets, environments, targets }) => {
    let count = 0;
    const lines = secrets.flatMap((each, index) => {
      const name = `s-${String.fromCharCode(97 + index)}`;
      const fetch = each.fetch ? ` { fetch = ["/usr/bin/get", "${name}"] }` : "";
      const declaration = `secret ${name}${(sources[each.source] ?? sources[0])?.(name)}${fetch}`;
      return [declaration, ...each.uses.map((use) => uses[use]?.(name, count++) ?? "")];
    });
    const tail = environments ? ['environment dev { s-a = env("S_A") }', "environment prod { target = ansible }"] : [];
    return { text: ["envspec 1", 'os = "debian-12"', ...lines, ...tail, ""].join("\n"), targets, environments };
  });

const vault = closeVault(
  { text: ["a", "b", "c", "d"].map((each) => `vault_s_${each}: ${canary}\n`).join(""), version: "1.1" },
  password,
  new Uint8Array(32).fill(9),
);

function contentsOf(platform: Platform, folder: string): string {
  const { files } = platform;
  const decoder = new TextDecoder("latin1");
  return files
    .list(folder)
    .map((name) => {
      const path = `${folder}/${name}`;
      if (files.inspect(path)?.kind === "directory") return name + contentsOf(platform, path);
      return name + decoder.decode(files.read(path, 10_000_000));
    })
    .join("\n");
}

test("a canary in every secret appears in nothing", { timeout: 3_600_000 }, async () => {
  let built = 0;
  await fc.assert(
    fc.asyncProperty(spec, async ({ text, targets, environments }) => {
      const clear = ["S-A", "S-B", "S-C", "S-D", "S_A"].map((name) => [name, canary]);
      const memory = createMemoryPlatform({
        environment: { ...Object.fromEntries(clear), ENVC_DEBUG: "1" },
        files: {
          "/work/app.envspec": text,
          "/work/clear": canary,
          "/work/locked.yaml": "db:\n  password: ENC[AES256_GCM,data:x]\nsops:\n  mac: ENC[AES256_GCM,data:y]\n",
          "/work/locked.age": "age-encryption.org/v1\n",
          "/work/secrets/vault.yml": vault,
          "/work/secrets/dev.vault.yml": vault,
          "/work/secrets/prod.vault.yml": vault,
        },
      });
      const platform: Platform = {
        ...memory,
        runForOutput: () => {
          throw new Error("no program is started");
        },
      };
      const all = [
        `build app.envspec ${targets}`.trim(),
        ...["human", "json"].map((format) => `check app.envspec --format ${format}`),
        `show app.envspec${environments ? " --env dev" : ""}`,
        "build app.envspec --emit ir",
        `secret list app.envspec${environments ? " --env dev" : ""}`,
      ];
      for (const words of all) {
        const code = await run(words.split(" "), platform);
        expect(code, memory.printedErrors()).not.toBe(70);
        if (words.startsWith("build app.envspec") && !words.includes("emit") && code === 0) built++;
      }
      const folder = platform.files.inspect("/work/out") === undefined ? "" : contentsOf(platform, "/work/out");
      const everything = memory.printed() + memory.printedErrors() + folder;
      expect(everything).not.toContain(canary);
      expect(everything).not.toContain(password);
      // Nor in the forms in which targets write texts.
      for (const form of [Buffer.from(canary).toString("base64").slice(0, 12), Buffer.from(canary).toString("hex")])
        expect(everything).not.toContain(form);
    }),
    { numRuns },
  );
  expect(built).toBeGreaterThan(numRuns / 10);
});

test("a bug of envc shows no secret either", async () => {
  const memory = createMemoryPlatform({
    environment: { S_A: canary, ENVC_DEBUG: "1" },
    files: {
      "/work/app.envspec":
        'envspec 1\nos = "debian-12"\nsecret s = env("S_A")\nsecret t = file("./clear")\nfile "/etc/x" { text = "${s}${t}" }\n',
      "/work/clear": canary,
    },
  });
  const reads: string[] = [];
  const broken: Platform = {
    ...memory,
    files: {
      ...memory.files,
      read: (path, limit) => {
        reads.push(path);
        return memory.files.read(path, limit);
      },
      makeDirectory: () => {
        throw new Error("no folder today");
      },
    },
  };
  expect(await run(["build", "app.envspec", "-t", "ansible"], broken)).toBe(70);
  expect(memory.printedErrors()).toContain("no folder today");
  expect(memory.printed() + memory.printedErrors()).not.toContain(canary);
  // What was never read can be in no message, whatever goes wrong.
  expect(reads).toContain("/work/app.envspec");
  expect(reads).not.toContain("/work/clear");
});

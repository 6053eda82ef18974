/**
 * Random specs, built, edited in the output and adopted: what was taken over comes out of the next build byte for byte,
 * and the spec keeps its comments; what was not taken over is still there as the user left it.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { createMemoryPlatform } from "../../src/platform/memory-platform.ts";
import { run } from "../../src/cli/run.ts";

const runs = process.env["ENVC_LONG"] ? 10_000 : 40;

const words = fc.oneof(
  { weight: 9, arbitrary: fc.stringMatching(/^[a-z][a-z0-9 '#:$%&*!?<>|@`=+,;/~.-]{0,12}[a-z0-9]$/) },
  // What envc writes with escapes: a user writes it as it is, and that is another form of the same value.
  { weight: 1, arbitrary: fc.constantFrom("Straße", 'say "hi"', "{{ no }}", "yes", "012") },
);
const number = fc.integer({ min: 1, max: 65_535 });

interface Let {
  readonly type: "text" | "int" | "bool" | "port";
  readonly first: string | number | boolean;
}

const value = (type: Let["type"]): fc.Arbitrary<string | number | boolean> => {
  if (type === "text") return words;
  return type === "bool" ? fc.boolean() : number;
};
const anyLet = fc
  .constantFrom("text" as const, "int" as const, "bool" as const, "port" as const)
  .chain((type) => value(type).map((first): Let => ({ type, first })));

const project = fc.record({
  lets: fc.array(anyLet, { minLength: 1, maxLength: 4 }),
  environments: fc.subarray(["dev", "qa", "prod"]),
  /** Whether an environment patches a let, a module's param, a host's own value. */
  patches: fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }),
  values: fc.array(words, { minLength: 24, maxLength: 24 }),
  color: words,
});
type Spec = typeof project extends fc.Arbitrary<infer T> ? T : never;

function spell(given: string | number | boolean): string {
  return typeof given === "string" ? `"${given.replaceAll('"', '\\"').replaceAll("${", "\\${")}"` : String(given);
}

function printSpec({ lets, environments, patches, values, color }: Spec): string {
  const names = lets.map((_, index) => `value-${index}`);
  const lines = ["envspec 1", ""];
  for (const [index, { type, first }] of lets.entries())
    lines.push(`## About ${index}.`, `let value-${index}: ${type} = ${spell(first)} # trailing ${index}`, "");
  lines.push(
    "machine web {",
    '  os = "debian-12"',
    "}",
    "",
    "module page {",
    "  # inside",
    `  param color: text = ${spell(color)}`,
    "",
  );
  lines.push('  file "/srv/${this.name}" {', '    text = "${color}\\n"', "  }", "}", "");
  lines.push(
    "page acme { machine = web }",
    "",
    "page bolt {",
    "  machine = web",
    `  color = ${spell(color)} # ours`,
    "}",
    "",
  );
  lines.push(
    'file "/etc/all" {',
    "  machine = web",
    `  text = "${names.map((name) => `\${${name}}`).join(" ")}\\n"`,
    "}",
    "",
  );
  for (const [number, environment] of environments.entries()) {
    lines.push(`environment ${environment} {`, `  # comment of ${environment}`);
    for (const [index, { type }] of lets.entries())
      if (type === "text" && patches[number * 8 + index])
        lines.push(`  value-${index} = ${spell(values[number * 8 + index] ?? "")} # patched`);
    if (patches[number * 8 + 4]) lines.push(`  acme.color = ${spell(values[number * 8 + 4] ?? "")}`);
    lines.push(
      "",
      `  host h-${environment} {`,
      "    machine = web",
      `    address = "10.0.0.${number + 1}" # there`,
      "  }",
      "}",
      "",
    );
  }
  return lines.join("\n");
}

/** An edit of a line that holds a value, in the form that the line has. */
function editLine(line: string, text: string, count: number): string | undefined {
  const match = /^(\s*[\w-]+: )(".*"|\d+|true|false)$/.exec(line);
  const [, key = "", old = ""] = match ?? [];
  if (match === null || key.includes("packages") || old.includes("{{")) return undefined;
  if (old.startsWith('"')) {
    const fresh = key.includes("ansible_host") ? `192.168.0.${count % 250}` : text;
    return `${key}"${fresh.replaceAll('"', '\\"')}"`;
  }
  return /^\d/.test(old) ? `${key}${count}` : `${key}${old === "true" ? "false" : "true"}`;
}

it("what is adopted is built again byte for byte, and nothing else is lost", async () => {
  let adoptions = 0;
  let leftovers = 0;
  await fc.assert(
    fc.asyncProperty(
      project,
      fc.array(fc.tuple(fc.nat(), words, number, fc.boolean()), { minLength: 1, maxLength: 5 }),
      async (spec, edits) => {
        const text = printSpec(spec);
        const platform = createMemoryPlatform({ files: { "/work/a.envspec": text } });
        const { files } = platform;
        const read = (path: string): string => new TextDecoder().decode(files.read(`/work/${path}`, 1e9));
        const build = (...more: readonly string[]) => run(["build", "a.envspec", "-t", "ansible", ...more], platform);
        expect(await build(), `${platform.printedErrors()}\n${text}`).toBe(0);

        const paths = (JSON.parse(read("out/.envc-manifest.json")) as { files: { path: string }[] }).files
          .map(({ path }) => `out/${path}`)
          .filter((path) => /inventories\/.*\.yml$|defaults\/main\.yml$/.test(path));
        const places = paths.flatMap((path) =>
          read(path)
            .split("\n")
            .map((line, index) => ({ path, line, index })),
        );
        const able = places.filter(({ line }) => editLine(line, "x", 1) !== undefined);
        const wanted = new Map<string, string[]>();
        const touched: [string, number][] = [];
        const added = new Set<string>();
        const groups = paths.filter((path) => path.includes("/group_vars/"));
        for (const [at, word, count, over] of edits) {
          const place = able[at % able.length];
          if (place === undefined) continue;
          const group = groups[count % Math.max(groups.length, 1)];
          const key = /^\w+: /.exec(place.line)?.[0];
          if (over && group !== undefined && key !== undefined && place.path.endsWith("defaults/main.yml")) {
            // The way to give one environment another value than the role's default.
            const lines = wanted.get(group) ?? read(group).split("\n");
            if (lines.some((line) => line.startsWith(key))) continue;
            wanted.set(group, lines.with(lines.length - 1, editLine(place.line, word, count) ?? "").concat(""));
            touched.push([group, lines.length - 1]);
            added.add(group);
            continue;
          }
          const edited = editLine(place.line, word, count) ?? "";
          // The same value again is no edit: the line may go when an override makes another value everybody's.
          if (edited === place.line) continue;
          touched.push([place.path, place.index]);
          const lines = wanted.get(place.path) ?? read(place.path).split("\n");
          wanted.set(place.path, lines.with(place.index, edited));
        }
        for (const [path, lines] of wanted) {
          files.removeFile(`/work/${path}`);
          files.create(`/work/${path}`, new TextEncoder().encode(lines.join("\n")), false);
        }

        const before = platform.printedErrors().length;
        const code = await build("--adopt");
        const said = platform.printedErrors().slice(before);
        expect([0, 3], said).toContain(code);
        const after = read("a.envspec");
        // A line that the user wrote stays, taken over or not; only others may follow what was changed in another file.
        // What every environment has now stands once, as the same line, in the defaults.
        const there = (path: string): string => (files.inspect(`/work/${path}`) === undefined ? "" : read(path));
        const shared = paths
          .filter((path) => path.endsWith("defaults/main.yml"))
          .flatMap((path) => read(path).split("\n"));
        const keysOf = (path: string): readonly (string | undefined)[] =>
          there(path)
            .split("\n")
            .map((line) => /^\w+: /.exec(line)?.[0]);
        const moved = touched.filter(([path, index]) => {
          const line = wanted.get(path)?.[index] ?? "";
          const key = /^\w+: /.exec(line)?.[0];
          return path.includes("/group_vars/") && !keysOf(path).includes(key) && shared.includes(line);
        });
        for (const [path, index] of touched) {
          const line = wanted.get(path)?.[index];
          // Elsewhere than among hosts a name stands once, and others may come and go in front of it.
          if (path.endsWith("/hosts.yml")) expect(read(path).split("\n")[index], `${said}\n${after}`).toBe(line);
          else if (!moved.some(([other, at]) => other === path && at === index))
            expect(read(path).split("\n"), `${said}\n${after}`).toContain(line);
        }
        if (code === 3) {
          expect(after).toBe(text);
          for (const [path, lines] of wanted) expect(read(path)).toBe(lines.join("\n"));
        }
        for (const comment of text.match(/##? (?:About|trailing|inside|ours|comment of|patched|there)\b.*$/gm) ?? [])
          expect(after).toContain(comment);
        if (said !== "") leftovers++;
        else {
          adoptions++;
          const printed = platform.printed().length;
          expect(await build()).toBe(0);
          expect(platform.printed().slice(printed)).not.toContain("Kept as you");
          expect(platform.printed().slice(printed)).toContain("Nothing changed");
          // Without what the build remembers: the spec alone makes these bytes.
          const fresh = createMemoryPlatform({ files: { "/work/a.envspec": after } });
          expect(await run(["build", "a.envspec", "-t", "ansible"], fresh)).toBe(0);
          for (const path of wanted.keys())
            if (there(path) === "") expect(fresh.files.inspect(`/work/${path}`)).toBeUndefined();
            else expect(new TextDecoder().decode(fresh.files.read(`/work/${path}`, 1e9))).toBe(read(path));
          if (wanted.size === 1 && moved.length === 0 && added.size === 0)
            for (const [path, lines] of wanted) expect(read(path)).toBe(lines.join("\n"));
        }
      },
    ),
    { numRuns: runs },
  );
  expect(adoptions).toBeGreaterThan(leftovers / 4);
});

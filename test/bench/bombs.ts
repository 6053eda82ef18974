/** Input that is made to hurt: each must end with a message within two seconds and 512 MiB. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runOnce } from "./measure.ts";
import type { Row } from "./table.ts";

const head = 'envspec 1\nos = "debian-12"\n';

/** Files of each bomb; `main.envspec` is the root. */
const bombs: Readonly<Record<string, () => Readonly<Record<string, string>>>> = {
  "blocks nested 101 deep": () => single(`${"a b {\n".repeat(101)}${"}\n".repeat(101)}`),
  "blocks nested 1,000,000 deep": () => single("a{".repeat(1_000_000)),
  "lists nested 100,000 deep": () => single(`let a = ${"[".repeat(100_000)}${"]".repeat(100_000)}\n`),
  "calls nested 100,000 deep": () => single(`let a = ${"f(".repeat(100_000)}${")".repeat(100_000)}\n`),
  "a type nested 100,000 deep": () => single(`let a: ${"list(".repeat(100_000)}text${")".repeat(100_000)} = []\n`),
  "300 blocks that each miss a brace": () => single('file "/a" {\n  text = "x"\n'.repeat(300)),
  "10,000 blocks that each miss a brace": () => single('file "/a" {\n  text = "x"\n'.repeat(10_000)),
  "20,000 closing braces": () => single("}\n".repeat(20_000)),
  "a list label of 20,000 names": () =>
    single(`package [${Array.from({ length: 20_000 }, (_, i) => `p${i}`).join(", ")}]\n`),
  "a list of 100,000 items": () => single(`let a: list(int) = [${"1, ".repeat(100_000)}]\n`),
  "a list spread into lists, 2^40 items": () =>
    single(
      `let a0: list(int) = [1]\n${Array.from({ length: 40 }, (_, i) => `let a${i + 1}: list(int) = [...a${i}, ...a${i}]\n`).join("")}` +
        'file "/a" { text = "x" }\n',
    ),
  "a text doubled 40 times": () =>
    single(
      `let a0 = "x"\n${Array.from({ length: 40 }, (_, i) => `let a${i + 1} = "\${a${i}}\${a${i}}"\n`).join("")}` +
        'file "/a" { text = "${a40}" }\n',
    ),
  "a chain of 10,000 lets": () =>
    single(
      `let a0 = "x"\n${Array.from({ length: 10_000 }, (_, i) => `let a${i + 1} = "\${a${i}}"\n`).join("")}file "/a" { text = "\${a10000}" }\n`,
    ),
  "a circle of lets": () => single('let a = "${b}"\nlet b = "${a}"\nfile "/a" { text = "${a}" }\n'),
  "a path of 100,000 steps": () => single(`let a = ${"a.".repeat(100_000)}a\n`),
  "modules that double 30 times": () =>
    single(
      `module m0 { param x: text\n file "/\${this.name}" { text = x }\n}\n${Array.from(
        { length: 30 },
        (_, i) => `module m${i + 1} { param x: text\n m${i} a { x = x }\n m${i} b { x = x }\n}\n`,
      ).join("")}m30 top { x = "x" }\n`,
    ),
  "a module that uses itself": () => single("module m { m a }\nm b\n"),
  "a use chain of 2,000 files": () =>
    Object.fromEntries([
      ["main.envspec", `envspec 1\nuse "./f1.envspec"\n`],
      ...Array.from(
        { length: 2000 },
        (_, i) => [`f${i + 1}.envspec`, `envspec 1\n${i < 1999 ? `use "./f${i + 2}.envspec"\n` : ""}`] as const,
      ),
    ]),
  "a circle of uses": () => ({
    "main.envspec": 'envspec 1\nuse "./other.envspec"\n',
    "other.envspec": 'envspec 1\nuse "./main.envspec"\n',
  }),
  "a line of 10,000,000 characters": () => single(`let a = "${"x".repeat(10_000_000)}"\n`),
  "a comment of 10,000,000 characters": () => single(`#${" x".repeat(5_000_000)}\n`),
  "a name of 5,000,000 characters": () => single(`package ${"a".repeat(5_000_000)}\n`),
  "a number of 1,000,000 digits": () => single(`let a = ${"9".repeat(1_000_000)}\n`),
  "1,000,000 blank lines": () => single("\n".repeat(1_000_000)),
  "1,000,000 NULs": () => single("\0".repeat(1_000_000)),
  "100,000 bidirectional controls": () => single("\u202e".repeat(100_000)),
  "100,000 unknown characters": () => single("§".repeat(100_000)),
  "100,000 open quotes": () => single('"\n'.repeat(100_000)),
  "a text block that never ends": () => single(`let a = """\n${"x\n".repeat(1_000_000)}`),
  "10,000 open interpolations": () => single(`let a = "${"${".repeat(10_000)}"\n`),
  "20,000 times the same mistake": () => single("prot = 3000\n".repeat(20_000)),
  "20,000 unknown kinds": () => single(Array.from({ length: 20_000 }, (_, i) => `thing-${i} a\n`).join("")),
  "20,000 times the same name": () => single('file "/a" { text = "x" }\n'.repeat(20_000)),
};

function single(text: string): Readonly<Record<string, string>> {
  return { "main.envspec": head + text };
}

/** Checks every bomb; a crash, or no message where one is due, counts as a miss too. */
export function benchBombs(envc: string, folder: string): readonly Row[] {
  return Object.entries(bombs).map(([name, make]): Row => {
    const place = join(folder, `bomb-${name.replaceAll(/\W+/g, "-")}`);
    mkdirSync(place, { recursive: true });
    for (const [path, text] of Object.entries(make())) writeFileSync(join(place, path), text);
    const run = runOnce(process.execPath, [envc, "check", join(place, "main.envspec"), "--format", "short"], {
      resources: true,
      timeout: 20_000,
    });
    const crashed = run.status !== 0 && run.status !== 1;
    const tooMuch = run.mebibytes > 512;
    const code = /(?:error|warning) ([EW]\d{4})/.exec(run.output)?.[1] ?? (run.status === 0 ? "no mistake" : "");
    const wrong = crashed ? `exit ${run.status}: ${run.output.slice(0, 160).replaceAll("\n", " ")}` : "";
    return {
      what: name,
      value: crashed || tooMuch ? Math.max(run.seconds, 99) : run.seconds,
      unit: "s",
      gate: 2,
      note: `${run.mebibytes.toFixed(0)} MiB  ${code}${wrong}`,
    };
  });
}

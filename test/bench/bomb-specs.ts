/** Input that is made to hurt, and what envc has to say to each. */

/** One of them. */
export interface Bomb {
  /** Text by path; `main.envspec` is the root. */
  readonly files: () => Readonly<Record<string, string>>;
  /** A code that has to be among the messages; undefined where nothing is wrong with it but its size. */
  readonly code?: string;
}

const head = 'envspec 1\nos = "debian-12"\n';

function single(code: string | undefined, text: () => string): Bomb {
  return { files: () => ({ "main.envspec": head + text() }), ...(code === undefined ? {} : { code }) };
}

function repeat(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join("");
}

function nest(count: number, open: string, close: string): string {
  return `${open.repeat(count)}${close.repeat(count)}`;
}

function chain(count: number): Readonly<Record<string, string>> {
  const file = (next: number): string => `envspec 1\n${next <= count ? `use "./f${next}.envspec"\n` : ""}`;
  return Object.fromEntries([
    ["main.envspec", file(1)],
    ...Array.from({ length: count }, (_, index) => [`f${index + 1}.envspec`, file(index + 2)] as const),
  ]);
}

const file = 'file "/a" { text = "x" }\n';

/** Every bomb by what it is. */
export const bombs: Readonly<Record<string, Bomb>> = {
  "blocks nested 101 deep": single("E0131", () => nest(101, "a b {\n", "}\n")),
  "blocks nested 1,000,000 deep": single("E0131", () => "a{".repeat(1_000_000)),
  "lists nested 100,000 deep": single("E0131", () => `let a = ${nest(100_000, "[", "]")}\n`),
  "100,000 lists that are never closed": single("E0131", () => `let a = ${"[".repeat(100_000)}\n`),
  "calls nested 100,000 deep": single("E0131", () => `let a = ${nest(100_000, "f(", ")")}\n`),
  "a type nested 100,000 deep": single(
    "E0131",
    () => `let a: ${"list(".repeat(100_000)}text${")".repeat(100_000)} = []\n`,
  ),
  "300 blocks that each miss a brace": single("E0115", () => 'file "/a" {\n  text = "x"\n'.repeat(300)),
  "10,000 blocks that each miss a brace": single("E0131", () => 'file "/a" {\n  text = "x"\n'.repeat(10_000)),
  "20,000 closing braces": single("E0116", () => "}\n".repeat(20_000)),
  "a list label of 20,000 names": single(undefined, () => `package [${repeat(20_000, (i) => `p${i}, `)}]\n`),
  "90,000 packages": single("E0220", () => repeat(90_000, (i) => `package p${i}\n`)),
  "300,000 packages": single("E0220", () => repeat(300_000, (i) => `package p${i}\n`)),
  "70,000 attributes in one block": single("E0203", () => `file "/a" {\n${repeat(70_000, (i) => `a${i} = 1\n`)}}\n`),
  "70,000 times one attribute": single("E0205", () => `file "/a" {\n${"text = 1\n".repeat(70_000)}}\n`),
  "a list of 100,000 items": single(undefined, () => `let a: list(int) = [${"1, ".repeat(100_000)}]\n`),
  "a list spread into lists, 2^40 items": single(
    "E0220",
    () => `let a0: list(int) = [1]\n${repeat(40, (i) => `let a${i + 1}: list(int) = [...a${i}, ...a${i}]\n`)}${file}`,
  ),
  "a text doubled 40 times": single(
    "E0220",
    () =>
      `let a0 = "x"\n${repeat(40, (i) => `let a${i + 1} = "\${a${i}}\${a${i}}"\n`)}file "/a" { text = "\${a40}" }\n`,
  ),
  "a chain of 10,000 lets": single(
    undefined,
    () => `let a0 = "x"\n${repeat(10_000, (i) => `let a${i + 1} = "\${a${i}}"\n`)}file "/a" { text = "\${a10000}" }\n`,
  ),
  "a circle of lets": single("E0223", () => `let a = "\${b}"\nlet b = "\${a}"\nfile "/a" { text = "\${a}" }\n`),
  "a path of 100,000 steps": single("E0223", () => `let a = ${"a.".repeat(100_000)}a\n`),
  "100,000 interpolations in one text": single(undefined, () => `let a = "x"\nlet b = "${"${a}".repeat(100_000)}"\n`),
  "modules that double 30 times": single(
    "E0220",
    () =>
      `module m0 { param x: text\n file "/\${this.name}" { text = x }\n}\n` +
      repeat(30, (i) => `module m${i + 1} { param x: text\n m${i} a { x = x }\n m${i} b { x = x }\n}\n`) +
      'm30 top { x = "x" }\n',
  ),
  "a module that uses itself": single("E0603", () => "module m { m a }\nm b\n"),
  "1,000 environments with 3,000 packages": single(
    "E0220",
    () => repeat(1000, (i) => `environment e${i} { }\n`) + repeat(3000, (i) => `package p${i}\n`),
  ),
  "10,000 services that restart each other": single("E0214", () =>
    repeat(10_000, (i) => `service s${i} { restart-on = [service.s${(i + 1) % 10_000}] }\n`),
  ),
  "5,000 commands in a circle": single("E0404", () =>
    repeat(5000, (i) => `command c${i} { run = "x", always = true, after = [command.c${(i + 1) % 5000}] }\n`),
  ),
  "4,000 files that come after the service that they configure": single(
    undefined,
    () =>
      "package nginx\nservice nginx\n" +
      repeat(4000, (i) => `file "/etc/nginx/f${i}" {\n  text = "x"\n  after = [service.nginx]\n}\n`),
  ),
  "5,000 files of apt and 5,000 packages": single("E0220", () =>
    repeat(5000, (i) => `file "/etc/apt/sources.list.d/x${i}.list" { text = "x" }\npackage p${i}\n`),
  ),
  "a use chain of 10,000 files": { files: () => chain(10_000), code: "E0220" },
  "10,000 files that one file uses": {
    files: () => ({
      "main.envspec": head + repeat(10_000, (i) => `use "./f${i}.envspec"\n`),
      ...Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`f${i}.envspec`, "envspec 1\n"] as const)),
    }),
    code: "E0220",
  },
  "a circle of uses": {
    files: () => ({
      "main.envspec": 'envspec 1\nuse "./other.envspec"\n',
      "other.envspec": 'envspec 1\nuse "./main.envspec"\n',
    }),
    code: "E0213",
  },
  "a line of 10,000,000 characters": single("E0220", () => `let a = "${"x".repeat(10_000_000)}"\n`),
  "a line of 50,000,000 characters": single("E0920", () => `let a = "${"x".repeat(50_000_000)}"\n`),
  "a comment of 10,000,000 characters": single(undefined, () => `#${" x".repeat(5_000_000)}\n`),
  "a name of 5,000,000 characters": single(undefined, () => `package ${"a".repeat(5_000_000)}\n`),
  "a number of 1,000,000 digits": single(undefined, () => `let a = ${"9".repeat(1_000_000)}\n`),
  "1,000,000 blank lines": single(undefined, () => "\n".repeat(1_000_000)),
  "12,000,000 NULs": single("E0129", () => "\0".repeat(12_000_000)),
  "100,000 bidirectional controls": single("E0129", () => "\u202e".repeat(100_000)),
  "100,000 lines with a bidirectional control": single("E0129", () => "# \u202ex\n".repeat(100_000)),
  "100,000 unknown characters": single("E0199", () => "§".repeat(100_000)),
  "100,000 open quotes": single("E0118", () => '"\n'.repeat(100_000)),
  "a text block that never ends": single("E0119", () => `let a = """\n${"x\n".repeat(1_000_000)}`),
  "a text block that never ends, indented": single("E0119", () => `let a = """\n${"  x\n".repeat(1_000_000)}`),
  "100,000 lines of one word": single("E0201", () => "x\n".repeat(100_000)),
  "10,000 open interpolations": single("E0124", () => `let a = "${"${".repeat(10_000)}"\n`),
  "20,000 times the same mistake": single("E0203", () => "prot = 3000\n".repeat(20_000)),
  "20,000 unknown kinds": single("E0201", () => repeat(20_000, (i) => `thing-${i} a\n`)),
  "20,000 unknown names": single("E0202", () => repeat(20_000, (i) => `let a${i} = nothing${i}\n`)),
  "20,000 times the same name": single(undefined, () => file.repeat(20_000)),
};

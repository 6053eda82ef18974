import fc from "fast-check";
import { quote } from "./arbitrary-spec.ts";

/** A spec whose environments differ, as text. */
export interface EnvironmentsSpec {
  readonly text: string;
  readonly environments: readonly string[];
}

/** A block whose attributes may have one of several values each, as they are written. */
interface Block {
  readonly path: string;
  readonly head: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

const word = fc.stringMatching(/^[a-z][a-z0-9]{1,7}$/);
const anyText = fc.oneof(
  fc.constantFrom("", "\n", "True", "[1]", "{{ x }}", "{% raw %}", "a\r\nb", "#jinja2:x", "\\", "'\"", "null", "7"),
  fc
    .string({ unit: "binary", maxLength: 20 })
    .filter((text) => !text.includes("\u0000") && !/\p{Surrogate}/u.test(text)),
);
const texts = fc.array(anyText.map(quote), { minLength: 2, maxLength: 3 });
/** Texts with a variable in them, and texts without. */
const openTexts = fc
  .tuple(texts, texts)
  .map(([plain, around]) => [
    ...plain,
    ...around.map((text) => `${text.slice(0, -1)}\${greeting}"`),
    '"${number}\\n"',
    '"${flag}"',
  ]);
const modes = fc.constant(["0644", "0600", "0755"]);
const bools = fc.constant(["true", "false"]);

const file = fc.record({ text: openTexts, mode: modes, owner: fc.constant(["root", '"www-data"']) });
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.tuple(word, file).map(([name, attributes]) => ({
    path: `file."/etc/app/${name}.txt"`,
    head: `file "/etc/app/${name}.txt"`,
    attributes,
  })),
  fc.tuple(word, modes).map(([name, mode]) => ({
    path: `directory."/srv/${name}/data"`,
    head: `directory "/srv/${name}/data"`,
    attributes: { mode },
  })),
  fc.constantFrom("curl", "git", "jq", "tree", "nano").map((name) => ({
    path: `package.${name}`,
    head: `package ${name}`,
    attributes: { hold: ["true", "false"] },
  })),
  word.map((name) => ({
    path: `link."/opt/${name}"`,
    head: `link "/opt/${name}"`,
    attributes: { to: ['"/srv/one"', '"/srv/two"', '"/usr/share/other"'] },
  })),
  fc.constantFrom("net.core.somaxconn", "vm.swappiness").map((name) => ({
    path: `sysctl."${name}"`,
    head: `sysctl "${name}"`,
    attributes: { value: ['"10"', '"20"', '"${number}"'] },
  })),
  fc.tuple(word, texts).map(([name, comment]) => ({
    path: `user.${name}x`,
    head: `user ${name}x`,
    attributes: {
      comment: [...comment.filter((text) => /^"[^\\:"]*"$/.test(text)), '"Mr. X"', '"Ms. Y"'],
      shell: ['"/bin/bash"', '"/usr/sbin/nologin"'],
    },
  })),
  fc.tuple(word, openTexts).map(([name, run]) => ({
    path: `command.${name}-once`,
    head: `command ${name}-once`,
    attributes: {
      run: ['"/usr/bin/true one"', '"/usr/bin/true two"', ...run.map((text) => `"printf ${text.slice(1)}`)],
      creates: [`"/srv/${name}-made"`],
    },
  })),
  fc.tuple(word, openTexts, bools).map(([name, value, enabled]) => ({
    path: `process.${name}-run`,
    head: `process ${name}-run`,
    attributes: {
      run: ['["/usr/bin/sleep", "1"]', '["/usr/bin/sleep", "2", "${number}"]'],
      user: ['"nobody"'],
      "env.VALUE": value,
      enabled,
    },
  })),
  fc.tuple(openTexts, fc.boolean()).map(([run, guarded]) => ({
    path: "command.changed",
    head: "command changed",
    attributes: {
      run: run.map((text) => `"printf ${text.slice(1)}`),
      "on-change": ['[file."/etc/base"]', guarded ? '[file."/etc/base", file."/etc/other"]' : '[file."/etc/other"]'],
      ...(guarded ? { unless: ['"test -e /srv/one"', '"test -e /srv/${number}"'] } : {}),
    },
  })),
  fc.constant({
    path: 'raw."by hand"',
    head: 'raw "by hand"',
    attributes: {
      ansible: [
        '"- name: Ping\\n  ansible.builtin.ping:\\n"',
        '"- name: Ping\\n  ansible.builtin.ping:\\n    data: ${number}\\n  when: 1 > 0\\n"',
      ],
    },
  }),
  fc.tuple(word, texts).map(([name, title]) => ({
    path: `page.${name}-x`,
    head: `page ${name}-x`,
    attributes: { title },
  })),
  fc.constant({
    path: "service.cron",
    head: "service cron",
    attributes: { enabled: ["true", "false"], running: ["true", "false"] },
  }),
);

const environmentNames = ["dev", "qa", "prod", "staging"];

/** What an environment does with a block: nothing, another value for some attributes, or away with it. */
interface Change {
  readonly remove: boolean;
  readonly values: readonly number[];
}

const change: fc.Arbitrary<Change> = fc.record({
  remove: fc.integer({ min: 0, max: 4 }).map((number) => number === 0),
  values: fc.array(fc.integer({ min: -3, max: 8 }), { minLength: 4, maxLength: 4 }),
});

/** Random specs of one or two machines in two to four environments, which patch, remove and add. */
export const arbitraryEnvironments: fc.Arbitrary<EnvironmentsSpec> = fc
  .record({
    count: fc.integer({ min: 2, max: 4 }),
    machines: fc.integer({ min: 1, max: 2 }),
    blocks: fc.uniqueArray(block, { maxLength: 7, comparator: (a, b) => a.path === b.path }),
    places: fc.array(fc.constantFrom("", "web", "db"), { minLength: 8, maxLength: 8 }),
    home: fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 8, maxLength: 8 }),
    changes: fc.array(fc.array(change, { minLength: 8, maxLength: 8 }), { minLength: 4, maxLength: 4 }),
    greetings: fc.array(fc.oneof(fc.constant("Hello"), anyText), { minLength: 5, maxLength: 5 }),
    perHost: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    recommends: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    without: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    reloads: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
    cache: fc.integer({ min: -1, max: 3 }),
  })
  .map((random) => {
    const environments = environmentNames.slice(0, random.count);
    const machines = ["web", "db"].slice(0, random.machines);
    const placeOf = (index: number): string => {
      const place = random.places[index] ?? "";
      const needed = /^(?:process)/.test(random.blocks[index]?.head ?? "");
      return machines.includes(place) ? place : needed ? "web" : "";
    };
    const isOnlyIn = (index: number): string | undefined => environments[random.home[index] ?? -1];
    const hasCron = random.blocks.some(({ path }) => path === "service.cron");
    const print = (each: Block, index: number, values: readonly number[]): string => {
      const place = placeOf(index);
      const lines = Object.entries(each.attributes).map(([key, choices], at) => {
        const value = choices[Math.max(0, values[at] ?? 0) % choices.length] ?? "";
        return key === "env.VALUE" ? `env { VALUE = ${value} }` : `${key} = ${value}`;
      });
      if (place !== "") lines.push(`machine = ${place}`);
      if (each.head.startsWith("file") && random.reloads[index] === true && hasCron) lines.push('restarts = ["cron"]');
      return `${each.head} {\n  ${lines.join("\n  ")}\n}`;
    };
    const parts = [
      "envspec 1",
      `let greeting: text = ${quote(random.greetings[4] ?? "")}`,
      "let number: int",
      "let flag: bool = true",
    ];
    parts.push(
      'module page {\n  ## What it is called.\n  param title: text\n  file "/srv/${this.name}/title" { text = "${title}" }\n  directory "/srv/${this.name}/data"\n  package unzip\n}',
    );
    for (const machine of machines) parts.push(`machine ${machine} { os = "debian-12", timezone = "Europe/Vienna" }`);
    for (const name of ["base", "other"])
      parts.push(`file "/etc/${name}" { text = ${name === "base" ? '"${greeting}"' : '"x"'} }`);
    for (const [index, each] of random.blocks.entries())
      if (isOnlyIn(index) === undefined) parts.push(print(each, index, []));
    for (const [number, name] of environments.entries()) {
      const lines = ["target = ansible"];
      if (random.greetings[number] !== "Hello") lines.push(`greeting = ${quote(random.greetings[number] ?? "")}`);
      if (random.perHost[number] === false) lines.push(`number = ${number % 2}`);
      if (random.recommends[number] === true) lines.push("web.install-recommends = true", "flag = false");
      if (random.without[number] === true) lines.push('web.timezone = "UTC"', 'web.locale = "de_AT.UTF-8"');
      else if (random.reloads[number] === true) lines.push('file."/etc/other".mode = 0600', 'web.locale = "C.UTF-8"');
      for (const [index, each] of random.blocks.entries()) {
        const { remove, values } = random.changes[number]?.[index] ?? { remove: false, values: [] };
        const home = isOnlyIn(index);
        if (home === name) lines.push(print(each, index, values));
        if (home !== undefined) continue;
        if (remove) lines.push(`remove ${each.path}`);
        else
          for (const [at, [key, choices]] of Object.entries(each.attributes).entries())
            if ((values[at] ?? 0) > 0)
              lines.push(`${each.path}.${key} = ${choices[(values[at] ?? 0) % choices.length] ?? ""}`);
      }
      for (const machine of machines) {
        const value = random.perHost[number] === true ? `, number = ${number}` : "";
        lines.push(`host ${machine}-${name} { machine = ${machine}, address = "192.0.2.${number + 1}"${value} }`);
        if (machine === "web" && random.without[number] === true)
          lines.push(`host ${machine}-${name}-b { machine = web, address = "192.0.2.9"${value} }`);
      }
      // A class of machines that this environment alone has.
      if (random.cache === number) {
        lines.push(
          'machine cache {\n  os = "debian-12"\n  package redis\n  file "/etc/cache" { text = "${greeting}" }\n}',
        );
        lines.push(`host cache-${name} { machine = cache, address = "192.0.2.8", number = 7 }`);
      }
      parts.push(`environment ${name} {\n  ${lines.join("\n  ")}\n}`);
    }
    return { text: `${parts.join("\n\n")}\n`, environments };
  });

import { expect, test } from "vitest";
import { planDependencies } from "../../../backends/dockerfile/dependencies.ts";
import { planRunnables } from "../../../backends/dockerfile/runnable.ts";
import { codesOf, lowerBlocks, lowerFiles, opsOfKind, opWith } from "../../../../test/kinds/compile-spec.ts";
import { literalOf, type Text } from "../../../ir/text.ts";

const files = {
  "app/package.json": JSON.stringify({ scripts: { start: "node server.js" }, dependencies: { left: "1.0.0" } }),
  "app/package-lock.json": "{}",
  "app/server.js": "",
  "app/lib/page.js": "",
  "app/uploads/first.txt": "first\n",
};
const shop = 'node-app shop { source = "./app" }';
const words = (texts: readonly Text[]): readonly (string | undefined)[] => texts.map(literalOf);

function releaseOf(blocks: string, given: Readonly<Record<string, string>> = files): string {
  const link = opWith(lowerBlocks(blocks, given), "link:/srv/shop/current");
  return link.op === "link" ? link.target : "";
}

test("a release is named after what is in it and how it is made", () => {
  expect(releaseOf(shop)).toMatch(/^\/srv\/shop\/releases\/[0-9a-f]{12}$/);
  expect(releaseOf(shop)).toBe(releaseOf('node-app shop {\n  source = "./app"\n  port = 4000\n}'));
  expect(releaseOf(shop, { ...files, "app/server.js": "1" })).not.toBe(releaseOf(shop));
  expect(releaseOf('node-app shop {\n  source = "./app"\n  build = "node build.js"\n}')).not.toBe(releaseOf(shop));
});

test("an app on several machines migrates on one of them, and the programs of the others wait for it", () => {
  const app = 'node-app shop {\n  machine = [jobs, web]\n  source = "./app"\n  migrate = ["node", "migrate.js"]\n';
  const spec = (more: string): string =>
    `envspec 1\n\nmachine [web, jobs] { os = "debian-12" }\n\n${app}${more}}\n\nprocess pushes {\n  machine = jobs\n  run = ["/usr/bin/true"]\n  user = nobody\n  port = 6001\n}\n`;
  const migrating = (more: string): readonly string[] =>
    lowerFiles({ ...files, "main.envspec": spec(more) })
      .programs.flatMap(({ machines }) => machines)
      .filter(({ ops }) => ops.some(({ id }) => id === "exec:shop-migrate"))
      .map(({ name }) => name);
  expect(migrating("")).toEqual(["web"]);
  // What it asks is set up first, with the release there.
  expect(migrating("\n  env { PUSHES = pushes.host }\n")).toEqual(["jobs"]);
  const [program] = lowerFiles({ ...files, "main.envspec": spec("") }, "container").programs;
  const waits = program === undefined ? undefined : planDependencies(program, planRunnables(program));
  for (const name of ["shop", "jobs-shop", "pushes"])
    expect([...(waits?.get(name) ?? [])]).toEqual([["shop-migrate", "service_completed_successfully"]]);
});

test("what only a checkout has is not in it", () => {
  const more = {
    ...files,
    "app/node_modules/left/index.js": "",
    "app/.git/config": "",
    "app/.env": "A=1",
    "app/docs/a.md": "",
  };
  const blocks = 'node-app shop {\n  source = "./app"\n  exclude = ["docs", ".env"]\n}';
  expect(releaseOf(blocks, more)).toBe(releaseOf(shop));
});

test("everything is ready before the link moves, and answered for after it", () => {
  const { ops, predecessors } = lowerBlocks(
    'node-app shop {\n  source = "./app"\n  build = "node build.js"\n  migrate = ["node", "migrate it.js"]\n}',
    files,
  );
  const order = ops.map((op) => op.id);
  const wanted = [
    "exec:shop-dependencies",
    "exec:shop-build",
    "exec:shop-migrate",
    "link:/srv/shop/current",
    "process:shop",
    "exec:shop-answers",
  ];
  expect(order.filter((id) => wanted.includes(id))).toEqual(wanted);
  expect(predecessors.get("exec:shop-answers")).toContain("process:shop");
  const runs = ops.flatMap((op) => (op.op === "exec" ? [literalOf(op.run)] : []));
  expect(runs).toEqual([
    "npm ci --no-audit --no-fund && touch .done-dependencies",
    "node build.js && npm prune --omit=dev --no-audit --no-fund && touch .done-build",
    "node 'migrate it.js' && touch .done-migrate",
    "/usr/local/sbin/settle-release shop",
  ]);
  expect(ops.every((op) => op.op !== "exec" || op.creates !== undefined || op.unless !== undefined)).toBe(true);
});

test("a new release restarts the program and its workers", () => {
  const machine = lowerBlocks(
    `${shop}\n\nworker queue {\n  of = shop\n  run = ["node", "queue.js"]\n  instances = 2\n}`,
    files,
  );
  expect(opWith(machine, "link:/srv/shop/current").triggers.map((one) => one.target)).toEqual([
    "process:queue-1",
    "process:queue-2",
    "process:shop",
  ]);
});

test("the program is started itself, by the words of the script or of `run`", () => {
  const argv = (blocks: string): readonly (string | undefined)[] =>
    opsOfKind(lowerBlocks(blocks, files), "process").flatMap((op) => words(op.argv));
  expect(argv(shop)).toEqual(["/usr/bin/node", "server.js"]);
  expect(argv('node-app shop {\n  source = "./app"\n  run = ["next", "start"]\n}')).toEqual([
    "/srv/shop/current/node_modules/.bin/next",
    "start",
    "-H",
    "127.0.0.1",
  ]);
  expect(argv('node-app shop {\n  source = "./app"\n  run = ["./bin/shop"]\n}')).toEqual([
    "/srv/shop/current/bin/shop",
  ]);
});

test("a program of the dependencies is looked for before the link moves", () => {
  const machine = lowerBlocks('node-app shop {\n  source = "./app"\n  run = ["next", "start"]\n}', files);
  const op = opWith(machine, "exec:shop-dependencies");
  expect(op.op === "exec" && literalOf(op.run)).toContain(" && test -x node_modules/.bin/next && touch");
});

test.each([
  ["next start", "", "machine", ["-H", "127.0.0.1"]],
  ["next start -p 3001", "", "container", ["-p", "3001", "-H", "0.0.0.0"]],
  ["", 'bind = "10.0.0.2"\nrun = ["next", "start"]\n', "machine", ["-H", "10.0.0.2"]],
  ["next start -H ::1", "", "machine", ["-H", "::1"]],
  ["next start --hostname=::1", "", "machine", ["--hostname=::1"]],
  ["next dev", "", "machine", []],
] as const)("Next.js is told where to listen: %j %j", (start, body, form, options) => {
  const given = {
    ...files,
    "app/package.json": JSON.stringify({ scripts: { start } }),
    "main.envspec": `envspec 1\n\nos = "debian-12"\n\nnode-app shop {\nsource = "./app"\n${body}}\n`,
  };
  const [machine] = lowerFiles(given, form).programs.flatMap(({ machines }) => machines);
  const [program] = machine === undefined ? [] : opsOfKind(machine, "process");
  expect(words(program?.argv ?? []).slice(2)).toEqual(options);
});

test("the program gets its port and the author's variables, of which the author's count", () => {
  const machine = lowerBlocks(
    'let port: port = 4000\n\nnode-app shop {\n  source = "./app"\n  port = port\n\n  env {\n    NODE_ENV = "staging"\n  }\n}',
    files,
  );
  const [op] = opsOfKind(machine, "process");
  const variables = new Map(op?.environment.map(({ name, value }) => [name, value]));
  expect(literalOf(variables.get("NODE_ENV") ?? [])).toBe("staging");
  expect(variables.get("PORT")).toMatchObject([{ hole: "variable", name: "port", value: "4000" }]);
  expect(op?.bindings).toEqual({ "ports.0": "port" });
});

test("an app migrates on one host, unless each host has a database of its own", () => {
  const app =
    'node-app shop {\n  source = "./app"\n  migrate = ["node", "migrate.js"]\n\n  env { DATABASE_URL = URL }\n}\n';
  const db =
    'secret pw = env("PW")\npostgres db {\n  user shop { password = pw }\n  database shop { owner = shop }\n}\n';
  const once = (blocks: string): unknown => opWith(lowerBlocks(blocks, files), "exec:shop-migrate");
  expect(once(app.replace("= URL", '= "postgresql://db.example.com/shop"'))).toHaveProperty("once");
  expect(once(db + app.replace("= URL", "= db.url"))).not.toHaveProperty("once");
});

test("a build knows no secrets, a migration does", () => {
  const machine = lowerBlocks(
    'secret key\n\nnode-app shop {\n  source = "./app"\n  build = "node build.js"\n  migrate = ["node", "migrate.js"]\n\n  env {\n    KEY = key\n    LOG = "all"\n  }\n}',
    files,
  );
  const names = (id: string): readonly string[] => {
    const op = opWith(machine, id);
    return op.op === "exec" ? op.environment.map(({ name }) => name) : [];
  };
  expect(names("exec:shop-build")).toEqual(["HOST", "LOG", "NODE_ENV", "PATH", "PORT"]);
  expect(names("exec:shop-migrate")).toContain("KEY");
});

test("shared folders lie beside the releases, with the folders that the source has in them and no file", () => {
  const machine = lowerBlocks('node-app shop {\n  source = "./app"\n  shared = ["uploads"]\n}', {
    ...files,
    "app/uploads/2024/may/photo.jpg": "x",
  });
  const shared = opsOfKind(machine, "directory").filter(({ path }) => path.includes("/shared/uploads"));
  expect(shared.map(({ path, owner }) => `${owner} ${path}`)).toEqual([
    "shop /srv/shop/shared/uploads",
    "shop /srv/shop/shared/uploads/2024",
    "shop /srv/shop/shared/uploads/2024/may",
  ]);
  expect(opsOfKind(machine, "tree").flatMap(({ folder }) => folder.files.map(({ path }) => path))).not.toContain(
    "first.txt",
  );
  const [process] = opsOfKind(machine, "process");
  expect(process?.writable).toEqual(["/srv/shop/shared/uploads", "/var/lib/shop"]);
  const link = opsOfKind(machine, "link").find(({ path }) => path.endsWith("/uploads"));
  expect(link?.target).toBe("/srv/shop/shared/uploads");
});

test("files in shared folders and files that hold secrets stay at home, with a word", () => {
  const shared = 'node-app shop {\n  source = "./app"\n  shared = ["uploads"]\n}';
  expect(codesOf(shared, files)).toEqual(["W0492"]);
  const kept = { ...files, "app/uploads/first.txt": undefined, "app/uploads/.gitkeep": "" };
  const only = Object.fromEntries(
    Object.entries(kept).flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])),
  );
  expect(codesOf(shared, only)).toEqual([]);
  const secret = ["app/.env", "app/.env.production", "app/lib/.env.local", "app/auth.json"];
  for (const path of secret) {
    const given = { ...files, [path]: "KEY=x\n" };
    expect(codesOf(shop, given), path).toEqual(["W0490"]);
    expect(releaseOf(shop, given), path).toBe(releaseOf(shop));
  }
  for (const path of ["app/.env.example", "app/.env.dist", "app/.environment", "app/author.json"]) {
    const given = { ...files, [path]: "KEY=x\n" };
    expect(codesOf(shop, given), path).toEqual([]);
    expect(releaseOf(shop, given), path).not.toBe(releaseOf(shop));
  }
});

test("a user and a package of the author's count", () => {
  const machine = lowerBlocks(`user shop {\n  system = true\n  uid = 450\n  home = "/srv/home"\n}\n\n${shop}`, files);
  expect(opsOfKind(machine, "user")).toMatchObject([{ uid: 450, home: "/srv/home" }]);
  expect(opsOfKind(machine, "process")[0]?.writable).toContain("/srv/home");
});

test("a version of the vendor's needs no npm of the distribution's", () => {
  const packages = opsOfKind(lowerBlocks(shop, files), "package").map(({ name }) => name);
  expect(packages).toEqual(["curl", "nodejs", "npm"]);
});

test.each([
  ['node-app shop {\n  source = "./app"\n  shared = ["../x"]\n}', ["E0491"]],
  ['node-app shop {\n  source = "./app"\n  health = "health?a=$(id)"\n}', ["E0427"]],
  ['node-app shop {\n  source = "./app"\n  build = "a\\nb"\n}', ["E0427"]],
  ['node-app shop {\n  source = "./app"\n  keep = 0\n}', ["E0302"]],
])("%s is refused", (blocks, codes) => {
  expect(codesOf(blocks, files)).toEqual(codes);
});

/** What is said of an app with these files and more lines of its block. */
function helpOf(body: string, sources: Readonly<Record<string, string>>, os = "debian-12"): readonly string[] {
  const main = `envspec 1\n\nos = "${os}"\n\nnode-app shop {\n  source = "./app"\n${body}\n}\n`;
  return lowerFiles({ ...sources, "main.envspec": main }).diagnostics.map((one) => `${one.code} ${one.help}`);
}

test("files of shared folders are left out by folder, and folders that are to be made stay", () => {
  const exclude = (more: Readonly<Record<string, string>>, body: string): string | undefined =>
    /`exclude = (.*?)`/.exec(helpOf(body, { ...files, ...more }).join("\n"))?.[1];
  const pictures = { "app/uploads/second.txt": "", "app/uploads/2024/a.jpg": "", "app/uploads/2024/b.jpg": "" };
  expect(exclude({}, 'shared = ["uploads"]')).toBe('["uploads/first.txt"]');
  expect(exclude(pictures, 'shared = ["uploads"]\n  exclude = ["docs"]')).toBe('["docs", "uploads"]');
  expect(exclude({ ...pictures, "app/uploads/.gitkeep": "" }, 'shared = ["uploads"]')).toBe(
    '["uploads/2024", "uploads/first.txt", "uploads/second.txt"]',
  );
});

test("a folder of the app in `writable` leads to `shared`", () => {
  expect(helpOf('writable = ["./var/cache"]', files)).toEqual([
    'E0302 write `shared = ["var/cache"]`, a folder of the app that outlives the releases; `writable` takes folders of the machine, such as `"/var/cache/shop"`',
  ]);
});

test.each([
  ["pnpm-lock.yaml", "with the newest versions that package.json allows, so try the app with them"],
  ["yarn.lock", "with the versions of `yarn.lock`"],
])("a lock file of another tool, %s, is named, and how npm gets one", (lock, versions) => {
  const { "app/package-lock.json": _none, ...rest } = files;
  expect(helpOf("", { ...rest, [`app/${lock}`]: "" })).toEqual([
    `E0493 npm installs the packages: run \`npm install --package-lock-only\` in \`app\`, which writes \`package-lock.json\` ${versions}, and keep both files`,
  ]);
});

test("what was written under another tool's word is in the help", () => {
  const said = helpOf('node-version = "22"', files);
  expect(said[0]).toBe('E0203 write `version = "22"`');
  expect(helpOf("node-version = 22", files)[0]).toBe('E0203 write `version = "20"`');
});

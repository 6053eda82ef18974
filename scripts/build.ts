/**
 * `tsx scripts/build.ts [FOLDER]`: builds `dist`, or another folder. In it are the launcher `envc.js`, the program as one
 * file whose parts are evaluated when they are first needed, V8's code caches for it, the templates of `envc init`, and
 * the library `index.mjs`.
 *
 * V8 takes a cache for good when the program is as long as the one it was made from, and then runs what that one said.
 * So the program is named after its content, and everything is made beside the folder and put in its place at once: a
 * start of envc during a build finds the old program with its cache or the new one with its own, never one of each.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type BuildOptions, type Plugin } from "esbuild";
import { kindFolders } from "./kind-folders.ts";
import { makeLookAheadTable } from "./look-ahead-table.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = resolve(process.argv[2] ?? join(root, "dist"));
const dist = `${target}.new-${process.pid}`;
mkdirSync(dist, { recursive: true });
process.on("exit", () => rmSync(dist, { recursive: true, force: true }));

/**
 * Parts of Node that cost more to load than a whole `envc check`: child_process, which commander imports for a way of
 * starting commands that envc does not use, and crypto and zlib, which are loaded with the first hash and the first
 * content that is packed.
 */
const lazyBuiltins: Plugin = {
  name: "lazy-builtins",
  setup(esbuild) {
    const crypto = ["createCipheriv", "createDecipheriv", "createHash", "createHmac", "pbkdf2Sync", "timingSafeEqual"];
    const stubs: Readonly<Record<string, string>> = {
      "node:child_process": "export default {};",
      "node:crypto": crypto
        .map((name) => `export const ${name} = (...given) => require("crypto").${name}(...given);`)
        .join("\n"),
      "node:zlib": ["gzipSync", "gunzipSync"]
        .map((name) => `export const ${name} = (...given) => require("zlib").${name}(...given);`)
        .join("\n"),
    };
    esbuild.onResolve({ filter: /^node:(?:child_process|crypto|zlib)$/ }, ({ path }) => ({ path, namespace: "lazy" }));
    esbuild.onLoad({ filter: /.*/, namespace: "lazy" }, ({ path }) => ({ contents: stubs[path] ?? "", loader: "js" }));
  },
};

/** What the parser looks ahead for, worked out here instead of at each start. */
const preparedTable: Plugin = {
  name: "prepared-table",
  setup(esbuild) {
    const contents = `export const preparedTable = ${JSON.stringify(makeLookAheadTable())};`;
    esbuild.onLoad({ filter: /[\\/]parser[\\/]prepared-table\.ts$/ }, () => ({ contents, loader: "js" }));
  },
};

/** Each kind is evaluated when the registry is first asked for it: most specs need a few of them. */
const lazyKinds: Plugin = {
  name: "lazy-kinds",
  setup(esbuild) {
    const entries = kindFolders().map((name) => `"${name}": () => require("./${name}/kind.ts").kind,`);
    const contents = `export const allKinds = { ${entries.join(" ")} };`;
    esbuild.onLoad({ filter: /[\\/]kinds[\\/]all-kinds\.generated\.ts$/ }, ({ path }) => ({
      contents,
      loader: "js",
      resolveDir: dirname(path),
    }));
  },
};

const shared: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  platform: "node",
  target: "node20.19",
  // One byte per character, so that it can be read as Latin-1, which is faster.
  charset: "ascii",
  legalComments: "none",
  logLevel: "warning",
};

// The launcher is CommonJS: Node starts it faster than a module.
writeFileSync(join(dist, "package.json"), '{ "type": "commonjs" }\n');
await build({
  ...shared,
  entryPoints: ["src/cli/main.ts"],
  outfile: join(dist, "main.cjs"),
  format: "cjs",
  plugins: [lazyBuiltins, preparedTable, lazyKinds],
  define: { "import.meta.url": "envcMainUrl" },
  banner: { js: '(function(require,__filename){const envcMainUrl=require("node:url").pathToFileURL(__filename).href;' },
  footer: { js: "})" },
});
const content = createHash("sha256")
  .update(readFileSync(join(dist, "main.cjs")))
  .digest("hex");
const program = `main-${content.slice(0, 12)}.cjs`;
renameSync(join(dist, "main.cjs"), join(dist, program));
await build({
  ...shared,
  entryPoints: ["src/cli/launch.ts"],
  outfile: join(dist, "envc.js"),
  format: "cjs",
  define: { envcProgram: JSON.stringify(program) },
  banner: { js: "#!/usr/bin/env node" },
});
await build({
  ...shared,
  entryPoints: ["src/index.ts"],
  outfile: join(dist, "index.mjs"),
  format: "esm",
  platform: "neutral",
  mainFields: ["module", "main"],
  external: ["node:*"],
  plugins: [preparedTable, lazyKinds],
});

copyTemplates();
writeCodeCaches();
putInPlace();

/** The old folder goes aside and the new one takes its name: the two renames are all that a start can fall into. */
function putInPlace(): void {
  const old = `${target}.old-${process.pid}`;
  if (existsSync(target)) renameSync(target, old);
  renameSync(dist, target);
  rmSync(old, { recursive: true, force: true });
}

/** The templates are the examples, without what somebody built from them. */
function copyTemplates(): void {
  for (const name of ["01-static-site", "02-node-app", "03-hardened-base"])
    cpSync(join(root, "examples", name), join(dist, "templates", name), {
      recursive: true,
      filter: (path) => !/[\\/](out|out\.kept|\.[^\\/]*)$/.test(path),
    });
}

/**
 * Runs the program on an example, so that V8's caches hold what a usual run needs, compiled: one cache for `build`, and a
 * smaller one for everything else, because a cache is read as a whole (a `check` with that of `build` is 20 ms slower).
 */
function writeCodeCaches(): void {
  const example = join(root, "examples/02-node-app/shop.envspec");
  const out = join(dist, "warm-up");
  warmUp("cache", ["check", example]);
  warmUp("build.cache", ["build", example, "--out", out]);
  rmSync(out, { recursive: true, force: true });
  const size = (name: string): string => `${Math.round(readFileSync(join(dist, name)).length / 1024)} KiB`;
  console.log(
    `envc.js ${size("envc.js")}, ${program} ${size(program)}, its code cache ${size(`${program}.cache`)}, for a build ${size(`${program}.build.cache`)}`,
  );
}

/** Writes the cache with this ending after a run of the program with these words. */
function warmUp(ending: string, words: readonly string[]): void {
  const script = `
    const { readFileSync, writeFileSync } = require("node:fs");
    const { Script } = require("node:vm");
    const [path, cache, ...words] = process.argv.slice(1);
    process.argv = [process.execPath, path, ...words];
    const script = new Script(readFileSync(path, "latin1"), { filename: path });
    process.on("exit", () => writeFileSync(cache, script.createCachedData()));
    script.runInThisContext()(require, path);
  `;
  const main = join(dist, program);
  const cache = `${main}.${ending}`;
  const run = spawnSync(process.execPath, ["-e", script, main, cache, ...words], {
    stdio: ["ignore", "ignore", "pipe"],
    timeout: 120_000,
  });
  if (run.status === 70 || !existsSync(cache))
    throw new Error(`the built program does not run: ${run.stderr.toString()}`);
}

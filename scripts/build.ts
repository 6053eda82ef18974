/**
 * Builds `dist`: the launcher `envc.js`, the program `main.cjs` as one file whose parts are evaluated when they are
 * first needed, V8's code cache for it, the templates of `envc init`, and the library `index.mjs`.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type BuildOptions, type Plugin } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

/**
 * Parts of Node that cost more to load than a whole `envc check`: child_process, which commander imports for a way of
 * starting commands that envc does not use, and crypto, which is loaded with the first hash instead.
 */
const lazyBuiltins: Plugin = {
  name: "lazy-builtins",
  setup({ onResolve, onLoad }) {
    const stubs: Readonly<Record<string, string>> = {
      "node:child_process": "export default {};",
      "node:crypto": 'export const createHash = (...given) => require("crypto").createHash(...given);',
    };
    onResolve({ filter: /^node:(?:child_process|crypto)$/ }, ({ path }) => ({ path, namespace: "lazy" }));
    onLoad({ filter: /.*/, namespace: "lazy" }, ({ path }) => ({ contents: stubs[path] ?? "", loader: "js" }));
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
  entryPoints: ["src/cli/launch.ts"],
  outfile: "dist/envc.js",
  format: "cjs",
  banner: { js: "#!/usr/bin/env node" },
});
await build({
  ...shared,
  entryPoints: ["src/cli/main.ts"],
  outfile: "dist/main.cjs",
  format: "cjs",
  plugins: [lazyBuiltins],
  define: { "import.meta.url": "envcMainUrl" },
  banner: { js: '(function(require,__filename){const envcMainUrl=require("node:url").pathToFileURL(__filename).href;' },
  footer: { js: "})" },
});
await build({
  ...shared,
  entryPoints: ["src/index.ts"],
  outfile: "dist/index.mjs",
  format: "esm",
  platform: "neutral",
  mainFields: ["module", "main"],
  external: ["node:*"],
});

copyTemplates();
writeCodeCache();

/** The templates are the examples, without what somebody built from them. */
function copyTemplates(): void {
  for (const name of ["01-static-site", "02-node-app", "03-hardened-base"])
    cpSync(join(root, "examples", name), join(dist, "templates", name), {
      recursive: true,
      filter: (path) => !/[\\/](out|out\.kept|\.[^\\/]*)$/.test(path),
    });
}

/** Runs the program once on an example, so that V8's cache holds what a usual run needs, compiled. */
function writeCodeCache(): void {
  const main = join(dist, "main.cjs");
  const example = join(root, "examples/02-node-app/shop.envspec");
  const warmUp = `
    const { readFileSync, writeFileSync } = require("node:fs");
    const { createRequire } = require("node:module");
    const { Script } = require("node:vm");
    const [path, example] = process.argv.slice(1);
    process.argv = [process.execPath, path, "check", example];
    const script = new Script(readFileSync(path, "latin1"), { filename: path });
    process.on("exit", () => writeFileSync(path + ".cache", script.createCachedData()));
    script.runInThisContext()(createRequire(path), path);
  `;
  const run = spawnSync(process.execPath, ["-e", warmUp, main, example], {
    stdio: ["ignore", "ignore", "pipe"],
    timeout: 120_000,
  });
  if (run.status === 70 || !existsSync(`${main}.cache`))
    throw new Error(`the built program does not run: ${run.stderr.toString()}`);
  const size = (name: string): string => `${Math.round(readFileSync(join(dist, name)).length / 1024)} KiB`;
  console.log(
    `dist: envc.js ${size("envc.js")}, main.cjs ${size("main.cjs")}, its code cache ${size("main.cjs.cache")}`,
  );
}

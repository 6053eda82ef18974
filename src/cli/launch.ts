/**
 * What `envc` starts as. It answers `--version` by itself and otherwise runs the program, `main-….cjs`, with the machine
 * code that V8 kept from the build (`main-….cjs.cache`, `main-….cjs.build.cache`): Node 20 has no compile cache of its
 * own. A cache of another version of V8 is refused by V8, and costs nothing but the time it saves.
 */
import { readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { version } from "./version.ts";

declare const __filename: string;
declare const require: NodeJS.Require;
/** The name of the program's file, which the build puts in: it changes with the program, see `scripts/build.ts`. */
declare const envcProgram: string;

const words = process.argv.slice(2);
if (words.length === 1 && (words[0] === "--version" || words[0] === "-V")) writeSync(1, `${version}\n`);
else runMain(`${dirname(__filename)}/${envcProgram}`);

function runMain(path: string): void {
  // Not needed for `--version`.
  const { Script } = require("node:vm") as typeof import("node:vm");
  // Building needs more of the program than all else.
  const cachedData = readCache(`${path}.${words[0] === "build" ? "build.cache" : "cache"}`);
  const script = new Script(readFileSync(path, "latin1"), {
    filename: path,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  const start = script.runInThisContext() as (require: NodeJS.Require, filename: string) => void;
  // Parts of Node are all that the program requires: where that is done from says nothing.
  start(require, path);
}

function readCache(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    // Built without one; only slower.
    return undefined;
  }
}

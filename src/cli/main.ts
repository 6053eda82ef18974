/** The program `envc`: the real platform, the real command line. */
import { createNodePlatform } from "../platform/node-platform.ts";
import { run } from "./run.ts";

void run(process.argv.slice(2), createNodePlatform()).then((code) => {
  // The code is set, not exited with: output that is still on its way to a pipe must arrive.
  process.exitCode = code;
});

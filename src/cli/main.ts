/** The program `envc`: the real platform, the real command line. */
import { createNodePlatform } from "../platform/node-platform.ts";
import { run } from "./run.ts";

void run(process.argv.slice(2), createNodePlatform()).then((code) => {
  // At once: all output has been written by now (see `node-terminal.ts`), and a last turn of the event loop would only tidy
  // up memory that is about to be given back as a whole.
  process.exit(code);
});

import type { Resource } from "../../ir/model.ts";
import { type Text, literalOf, literalText } from "../../ir/text.ts";
import type { LocalFolder } from "../../ir/value.ts";
import { isWithin } from "../../ir/paths.ts";
import { askOverHttp, healthPackage } from "../shared/app/health.ts";
import type { Language } from "../shared/app/language.ts";
import { resolveProgram } from "../shared/app/resolve-program.ts";
import { sourceOf } from "../shared/app/source.ts";
import { wordsOf } from "../shared/execution.ts";
import { readText, readTexts } from "../shared/read.ts";
import { bindOf } from "../shared/app/bind.ts";
import { lockFileOf, plainScript, readPackageJson } from "./package-json.ts";

const tools = "node_modules/.bin";

/** Node.js: dependencies from npm's lock file, the program without npm around it. */
export const node: Language = {
  made: ["node_modules"],
  // A build of the author's own may bring them, too.
  tools: () => tools,
  packages: (app, _os, source) => [
    "nodejs",
    healthPackage,
    // The vendor's nodejs has npm in it, and conflicts with the distribution's.
    ...(usesNpm(app, source) && readText(app, "repository") === undefined ? ["npm"] : []),
  ],
  install: (app, source) => {
    const folder = readText(app, "local-packages");
    if (lockFileOf(source) === undefined || readPackageJson(source)?.needsPackages !== true) return undefined;
    const scope = readText(app, "build") === undefined ? " --omit=dev" : "";
    return {
      reads: (path) =>
        ["package.json", "package-lock.json", "npm-shrinkwrap.json", ".npmrc"].includes(path) ||
        (folder !== undefined && isWithin(path, folder)),
      run: `npm ci${scope} --no-audit --no-fund`,
      tidy: "rm -rf ~/.npm",
    };
  },
  build: (app, source) => {
    const build = readText(app, "build");
    if (build === undefined) return undefined;
    // What only the build needed goes.
    return node.install(app, source) === undefined ? build : `${build} && npm prune --omit=dev --no-audit --no-fund`;
  },
  resolve: (_app, words, places) => resolveProgram(words, places, tools, { node: "/usr/bin/node" }),
  variables: (app, _places, context) => ({
    NODE_ENV: literalText("production"),
    PORT: context.text(app.attributes["port"]?.value) ?? [],
    HOST: literalText(bindOf(app, context)),
  }),
  program: (app, places, context) => ({
    argv: node.resolve(
      app,
      withAddress(startWords(app, sourceOf(app, node.made)) ?? wordsOf(app, "run", context), bindOf(app, context)),
      places,
      context.machine.os,
    ),
    stopSignal: readText(app, "stop-signal") ?? "SIGTERM",
    health: askOverHttp(app, context),
  }),
  settings: () => [],
  folders: () => [],
  needlessUnits: () => [],
};

function usesNpm(app: Resource, source: LocalFolder): boolean {
  return (
    node.install(app, source) !== undefined ||
    /\bnp[mx]\b/.test(`${readText(app, "build")} ${readTexts(app, "migrate").join(" ")}`)
  );
}

/**
 * `next start` reads PORT, and HOST nowhere: without `-H` it answers everybody who can reach the machine, past the web
 * server (nextjs.org/docs, "next CLI"). Another command, and one that says where to listen, stays as it is.
 */
function withAddress(words: readonly Text[], address: string): readonly Text[] {
  const known = words.map((word) => literalOf(word) ?? "");
  const [program = "", command] = known[0] === "npx" ? known.slice(1) : known;
  const isNext = /(?:^|\/)next$/.test(program) && command === "start";
  const says = known.some((word) => /^(?:-H|--hostname(?:=.*)?)$/.test(word));
  return isNext && !says ? [...words, literalText("-H"), literalText(address)] : words;
}

/** The words of the `start` script, when `run` is not written and no shell is needed; else undefined. */
export function startWords(app: Resource, source: LocalFolder): readonly Text[] | undefined {
  if (readTexts(app, "run").length > 0) return undefined;
  const script = readPackageJson(source)?.scripts["start"];
  return script === undefined ? undefined : plainScript(script)?.map(literalText);
}

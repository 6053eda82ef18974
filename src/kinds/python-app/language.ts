import type { LowerContext, Resource } from "../../ir/model.ts";
import { isWithin } from "../../ir/paths.ts";
import { type Text, joinTexts, literalText } from "../../ir/text.ts";
import type { LocalFolder } from "../../ir/value.ts";
import { bindOf, hostAndPort } from "../shared/app/bind.ts";
import { askOverHttp, healthPackage } from "../shared/app/health.ts";
import type { AppPlaces, Language } from "../shared/app/language.ts";
import { resolveProgram } from "../shared/app/resolve-program.ts";
import { fileText, sourceOf } from "../shared/app/source.ts";
import { shellLine } from "../shared/app/steps.ts";
import { readNumber, readText, readTexts } from "../shared/read.ts";

/** Where the packages of `requirements` are: made in each release, never copied. */
const environment = ".venv";
const tools = `${environment}/bin`;

/** Python: dependencies in a virtual environment, behind gunicorn (WSGI) or uvicorn (ASGI). */
export const python: Language = {
  made: [environment, "venv"],
  tools: toolsOf,
  packages: (app, _os, source) => [
    "python3",
    healthPackage,
    ...(requirementsOf(app, source) === undefined ? [] : ["python3-venv"]),
    ...(serverIsRequired(app, source) ? [] : [`python3-${serverOf(app)}`]),
    ...readTexts(app, "packages"),
  ],
  install: (app, source) => {
    const file = requirementsPath(app);
    const text = requirementsOf(app, source);
    if (text === undefined) return undefined;
    const folder = readText(app, "local-packages");
    const shared = readTexts(app, "packages").length > 0 || !serverIsRequired(app, source);
    return {
      reads: (path) => path === file || (folder !== undefined && isWithin(path, folder)),
      run: [
        shellLine(["python3", "-m", "venv", ...(shared ? ["--system-site-packages"] : []), environment]),
        shellLine([
          `${tools}/pip`,
          "install",
          "--no-cache-dir",
          "--disable-pip-version-check",
          // Of a lock with checksums every package must have one (pip.pypa.io, "Secure installs").
          ...(/\s--hash=/.test(text) ? ["--require-hashes"] : []),
          ...(folder === undefined ? [] : ["--no-index", "--find-links", folder]),
          "--requirement",
          file,
        ]),
      ].join(" && "),
    };
  },
  build: (app) => readText(app, "build"),
  resolve: (app, words, places) => {
    const own = interpreterOf(app, places);
    return resolveProgram(words, places, toolsOf(app), { python: own, python3: own });
  },
  variables: () => ({
    // Logs come at once, and nothing is written beside the source, where nothing may be.
    PYTHONDONTWRITEBYTECODE: literalText("1"),
    PYTHONUNBUFFERED: literalText("1"),
  }),
  program: (app, places, context) => ({
    argv: [literalText(interpreterOf(app, places)), ...serverWords(app, context)],
    stopSignal: "SIGTERM",
    health: askOverHttp(app, context),
  }),
  settings: () => [],
  folders: () => [],
  needlessUnits: () => [],
};

function requirementsPath(app: Resource): string {
  return readText(app, "requirements") ?? "requirements.txt";
}

/** The text of the requirements; undefined when the source has none. */
function requirementsOf(app: Resource, source: LocalFolder): string | undefined {
  return fileText(source, requirementsPath(app));
}

/** The programs of the virtual environment; undefined when nothing makes one. */
function toolsOf(app: Resource): string | undefined {
  return requirementsOf(app, sourceOf(app, python.made)) === undefined ? undefined : tools;
}

function interpreterOf(app: Resource, places: AppPlaces): string {
  const folder = toolsOf(app);
  return folder === undefined ? "/usr/bin/python3" : `${places.current}/${folder}/python`;
}

function serverOf(app: Resource): "gunicorn" | "uvicorn" {
  return readText(app, "asgi") === undefined ? "gunicorn" : "uvicorn";
}

/** Whether the requirements bring the server; else the distribution's package does. */
function serverIsRequired(app: Resource, source: LocalFolder): boolean {
  return new RegExp(`^\\s*${serverOf(app)}\\b`, "im").test(requirementsOf(app, source) ?? "");
}

function serverWords(app: Resource, context: LowerContext): readonly Text[] {
  const port = context.text(app.attributes["port"]?.value) ?? [];
  const bind = bindOf(app, context);
  const server = serverOf(app);
  const address =
    server === "gunicorn"
      ? [literalText("--bind"), joinTexts(literalText(hostAndPort(bind, "")), port)]
      : [literalText("--host"), literalText(bind), literalText("--port"), port];
  return [
    ...["-m", server].map(literalText),
    ...address,
    ...["--workers", String(readNumber(app, "workers") ?? 2)].map(literalText),
    literalText(readText(app, "asgi") ?? readText(app, "wsgi") ?? ""),
  ];
}

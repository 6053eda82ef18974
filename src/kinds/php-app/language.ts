import type { Resource } from "../../ir/model.ts";
import { isWithin } from "../../ir/paths.ts";
import type { OsRelease } from "../../ir/os.ts";
import { phpVersionOf } from "../../ir/os/php-version.ts";
import { joinTexts, literalText } from "../../ir/text.ts";
import type { Language } from "../shared/app/language.ts";
import { resolveProgram } from "../shared/app/resolve-program.ts";
import { sourceOf } from "../shared/app/source.ts";
import { readText, readTexts } from "../shared/read.ts";
import { askPath, askScript } from "./ask-php.ts";
import { fpmFolder, fpmFolderMode, fpmSocket, usesSocket, webServerGroup } from "../shared/fpm-socket.ts";
import { nameOfPath } from "../shared/names.ts";
import { dumpAutoload, usesComposer } from "./composer.ts";
import { extensionPackages } from "./extensions.ts";
import { fpmConfiguration, iniFile, sessionFolder } from "./fpm-files.ts";

const tools = "vendor/bin";

/** PHP: an FPM of the app's own, dependencies from Composer's lock file. */
export const php: Language = {
  made: ["vendor"],
  tools: toolsOf,
  packages: (app, os, source) => {
    const version = phpVersion(app, os);
    return [
      `php${version}-cli`,
      `php${version}-fpm`,
      "libfcgi-bin",
      ...extensionPackages(readTexts(app, "extensions"), version, os),
      ...(usesComposer(source) ? ["composer", "unzip"] : []),
    ];
  },
  install: (app, source) => {
    if (!usesComposer(source)) return undefined;
    const folder = readText(app, "local-packages");
    return {
      reads: (path) =>
        ["composer.json", "composer.lock", "auth.json"].includes(path) ||
        (folder !== undefined && isWithin(path, folder)),
      run: `COMPOSER_CACHE_DIR=/dev/null composer install --no-dev --no-interaction --no-progress --no-scripts --no-autoloader`,
    };
  },
  build: (app, source) => {
    // The list of classes needs the whole source.
    const classes = usesComposer(source) ? dumpAutoload(source) : [];
    const build = readText(app, "build");
    const steps = [...classes, ...(build === undefined ? [] : [build])];
    return steps.length === 0 ? undefined : steps.join(" &&\n");
  },
  resolve: (app, words, places, os) =>
    resolveProgram(words, places, toolsOf(app), { php: `/usr/bin/php${phpVersion(app, os)}` }),
  variables: (_app, places) => ({
    // The empty name in front stands for the system's own folder.
    PHP_INI_SCAN_DIR: literalText(`:/etc/${places.name}/php`),
  }),
  program: (app, places, context) => {
    const onSocket = usesSocket(app, context);
    const port = context.text(app.attributes["port"]?.value) ?? [];
    const health = readText(app, "health");
    const page = health === undefined ? "/ping" : `${places.current}/${publicFolder(app)}index.php`;
    return {
      argv: [
        `/usr/sbin/php-fpm${phpVersion(app, context.machine.os)}`,
        "--nodaemonize",
        "--force-stderr",
        "--fpm-config",
        `/etc/${places.name}/php-fpm.conf`,
      ].map(literalText),
      // php-fpm(8): what is being answered is finished.
      stopSignal: "SIGQUIT",
      // FastCGI runs whatever script it is told to: it is for the web server of the machine, and for nobody else.
      onlyForMachine: true,
      ...(onSocket ? { ports: [], writable: [fpmFolder(places.name)] } : {}),
      health: [
        literalText(askPath),
        onSocket ? literalText(fpmSocket(places.name)) : joinTexts(literalText("127.0.0.1:"), port),
        literalText(page),
        literalText(health ?? "/ping"),
      ],
    };
  },
  settings: (app, places, context) => [
    {
      title: `Write the PHP-FPM configuration of ${places.name}`,
      path: `/etc/${places.name}/php-fpm.conf`,
      group: places.group,
      mode: "0640",
      text: fpmConfiguration(app, places, context),
    },
    {
      title: `Write the PHP settings of ${places.name}`,
      path: `/etc/${places.name}/php/app.ini`,
      group: "root",
      mode: "0644",
      text: iniFile(app, places, context),
    },
    {
      title: "Install the script that asks PHP-FPM",
      path: askPath,
      group: "root",
      mode: "0755",
      text: literalText(askScript),
    },
    ...(usesSocket(app, context)
      ? [
          {
            title: `Make ${fpmFolder(places.name)} at every start`,
            path: `/etc/tmpfiles.d/${nameOfPath(fpmFolder(places.name))}.conf`,
            group: "root",
            mode: "0644",
            text: literalText(`d ${fpmFolder(places.name)} ${fpmFolderMode} ${places.user} ${webServerGroup} -\n`),
          },
        ]
      : []),
  ],
  folders: (app, places, context) => [
    { path: sessionFolder(places), mode: "0700" },
    ...(usesSocket(app, context) ? [{ path: fpmFolder(places.name), mode: fpmFolderMode, group: webServerGroup }] : []),
  ],
  needlessUnits: (app, os) => [`php${phpVersion(app, os)}-fpm.service`],
};

/** The programs of what Composer installs; undefined when it installs nothing. */
function toolsOf(app: Resource): string | undefined {
  return usesComposer(sourceOf(app, php.made)) ? tools : undefined;
}

/** The version that is written, else the system's own. */
export function phpVersion(app: Resource, os: OsRelease): string {
  return readText(app, "version") ?? phpVersionOf(os.id);
}

/** `public` as the beginning of a path below the release: `public/`, or nothing when the release itself is public. */
function publicFolder(app: Resource): string {
  const folder = readText(app, "public") ?? "public";
  return folder === "." ? "" : `${folder}/`;
}

import type { LowerContext, Resource } from "../../ir/model.ts";
import { resolveKnown } from "../../ir/read-value.ts";
import { type Text, joinTexts, literalText } from "../../ir/text.ts";
import { fpmSocket, usesSocket } from "../shared/fpm-socket.ts";
import type { AppPlaces } from "../shared/app/language.ts";
import { readNumber, readText } from "../shared/read.ts";

/**
 * The configuration of an app's own PHP-FPM (www.php.net/manual/en/install.fpm.configuration.php). Its master runs as
 * the app's user: no other app shares its memory, and nothing of it is root's.
 */
export function fpmConfiguration(app: Resource, places: AppPlaces, context: LowerContext): Text {
  const listen = usesSocket(app, context)
    ? literalText(`${fpmSocket(places.name)}\nlisten.mode = 0660`)
    : joinTexts(
        literalText(`${readText(app, "bind") ?? "127.0.0.1"}:`),
        context.text(app.attributes["port"]?.value) ?? [],
      );
  return joinTexts(
    literalText(
      [
        "[global]",
        "; What is logged goes to the output of the program (--force-stderr); this is only for an FPM that is started by hand.",
        "error_log = /dev/null",
        "daemonize = no",
        "; What is being answered when it stops is finished, as far as it takes no longer; 0, FPM's own value, cuts it off.",
        `process_control_timeout = ${finishSeconds(app)}s`,
        "",
        `[${places.name}]`,
        "listen = ",
      ].join("\n"),
    ),
    listen,
    literalText(
      [
        "",
        ...childLines(app),
        "; A child that leaks memory is replaced after so many requests.",
        "pm.max_requests = 1000",
        "; A request that hangs gives its child back after this long.",
        `request_terminate_timeout = ${readNumber(app, "request-timeout") ?? 3600}s`,
        "ping.path = /ping",
        "; The variables of the program are those of the app.",
        "clear_env = no",
        "catch_workers_output = yes",
        "decorate_workers_output = no",
        "",
      ].join("\n"),
    ),
  );
}

/** How long running requests have when FPM stops: it ends what is left itself, before the machine kills everything. */
function finishSeconds(app: Resource): number {
  return Math.max(1, (readNumber(app, "stop-timeout") ?? 30) - 5);
}

/** How many children there are. With `dynamic` a quarter of them wait at first, and at most half of them wait. */
function childLines(app: Resource): readonly string[] {
  const most = readNumber(app, "children") ?? 10;
  const manager = readText(app, "manager") ?? "dynamic";
  const spare = Math.max(1, Math.floor(most / 4));
  return [
    `pm = ${manager}`,
    `pm.max_children = ${most}`,
    ...(manager === "dynamic"
      ? [
          `pm.start_servers = ${spare}`,
          `pm.min_spare_servers = ${spare}`,
          `pm.max_spare_servers = ${Math.max(spare, Math.floor(most / 2))}`,
        ]
      : []),
    ...(manager === "ondemand" ? ["pm.process_idle_timeout = 30s"] : []),
  ];
}

/** Settings for all of an app's PHP, also on the command line: read after the system's own (PHP_INI_SCAN_DIR). */
export function iniFile(app: Resource, places: AppPlaces, context: LowerContext): Text {
  const own: Record<string, Text> = {
    expose_php: literalText("Off"),
    // A release has paths of its own, and starts the program again: nobody has to look whether a file changed.
    "opcache.validate_timestamps": literalText("0"),
    "session.save_path": literalText(sessionFolder(places)),
    "session.gc_probability": literalText("1"),
  };
  for (const block of app.blocks["ini"] ?? [])
    for (const [name, attribute] of Object.entries(block.attributes)) own[name] = context.text(attribute.value) ?? [];
  const lines = Object.entries(own)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => [literalText(`${name} = `), iniValue(value), literalText("\n")]);
  return joinTexts(...lines);
}

/** A word as it is, everything else in quotes; what PHP would read in them is refused before. */
function iniValue(value: Text): Text {
  return /^[\w./:+-]+$/.test(resolveKnown(value) ?? "") ? value : joinTexts(literalText('"'), value, literalText('"'));
}

/** Where sessions are kept: they outlive a release. */
export function sessionFolder(places: AppPlaces): string {
  return `${places.home}/sessions`;
}

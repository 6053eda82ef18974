import { isWithin } from "./paths.ts";
import type { Execution, ProcessOp, ScheduleOp } from "./ops.ts";
import { environmentPath } from "./environment-path.ts";
import { encodeLine, quoteWord } from "./systemd-words.ts";
import { type Text, joinTexts, literalText } from "./text.ts";
import { mebibytes } from "./mebibytes.ts";
import { type UnitLine, type UnitSection, printUnit } from "./unit-file.ts";

/** The unit of a process: Type=exec (systemd ≥ 240), so that a program that cannot be started is an error at start. */
export function processUnit(op: ProcessOp): Text {
  return printUnit([
    unitSection(op),
    {
      name: "Service",
      lines: [
        { key: "Type", value: "exec" },
        ...execution(op, op.name),
        { key: "Restart", value: op.restart },
        ...(op.restart === "no" ? [] : [{ key: "RestartSec", value: String(op.restartSeconds) }]),
        { key: "KillSignal", value: op.stopSignal },
        { key: "TimeoutStopSec", value: String(op.stopSeconds) },
        ...(op.memoryBytes === undefined ? [] : [{ key: "MemoryMax", value: mebibytes(op.memoryBytes, "M") }]),
        ...hardening(
          op,
          true,
          op.ports.some((port) => port < 1024),
        ),
      ],
    },
    { name: "Install", lines: [{ key: "WantedBy", value: "multi-user.target" }] },
  ]);
}

/** The service that a timer starts: it runs to its end. */
export function scheduleServiceUnit(op: ScheduleOp): Text {
  return printUnit([
    unitSection(op),
    {
      name: "Service",
      lines: [
        { key: "Type", value: "oneshot" },
        ...execution(op, op.name),
        ...hardening(op, op.writable.length > 0, false),
      ],
    },
  ]);
}

/** The timer of a schedule. AccuracySec keeps systemd's minute of slack away from "every minute". */
export function scheduleTimerUnit(op: ScheduleOp): Text {
  return printUnit([
    { name: "Unit", lines: [{ key: "Description", value: encodeLine(op.description) }] },
    {
      name: "Timer",
      lines: [
        { key: "OnCalendar", value: encodeLine(op.onCalendar) },
        { key: "AccuracySec", value: "1s" },
        { key: "Persistent", value: yesNo(op.persistent) },
        ...(op.randomizedDelaySeconds > 0
          ? [{ key: "RandomizedDelaySec", value: String(op.randomizedDelaySeconds) }]
          : []),
      ],
    },
    { name: "Install", lines: [{ key: "WantedBy", value: "timers.target" }] },
  ]);
}

function unitSection(op: ProcessOp | ScheduleOp): UnitSection {
  return {
    name: "Unit",
    lines: [
      { key: "Description", value: encodeLine(op.description) },
      { key: "After", value: ["network.target", ...unitsBefore(op.after)].join(" ") },
    ],
  };
}

function execution(op: Execution, name: string): readonly UnitLine[] {
  return [
    { key: "User", value: op.user },
    { key: "Group", value: op.group },
    { key: "WorkingDirectory", value: encodeLine(op.directory) },
    ...(op.environment.length > 0 ? [{ key: "EnvironmentFile", value: environmentPath(name) }] : []),
    { key: "ExecStart", value: commandLine(op.argv) },
    { key: "SyslogIdentifier", value: name },
  ];
}

/** systemd.service(5), "Command lines": every word quoted, `%` and `$` doubled. */
function commandLine(argv: readonly Text[]): Text {
  return joinTexts(
    ...argv.flatMap((word, index) => [literalText(index === 0 ? "" : " "), quoteWord(word, "systemd-exec")]),
  );
}

/** Services named in `after` are started before this one at boot too. */
function unitsBefore(after: readonly string[]): readonly string[] {
  return after.flatMap((id) => {
    if (id.startsWith("service:")) return [id.slice("service:".length)];
    const [, name] = /^(?:process|container):(.+)$/.exec(id) ?? [];
    return name === undefined ? [] : [`${name}.service`];
  });
}

/**
 * What takes rights away (systemd.exec(5)), each option known to systemd 247 and later. With `strict` the whole file
 * system is read-only except `writable`. Not here: MemoryDenyWriteExecute (breaks every JIT: Node, Java, PHP 8) and
 * SystemCallFilter (kills programs in ways that nobody can read).
 */
function hardening(
  op: Execution & { readonly writable: readonly string[] },
  strict: boolean,
  lowPort: boolean,
): readonly UnitLine[] {
  const root = op.user === "root";
  const capability = lowPort ? "CAP_NET_BIND_SERVICE" : "";
  const lines: (readonly [string, string | Text])[] = [
    ["NoNewPrivileges", "yes"],
    ["PrivateTmp", "yes"],
    ["PrivateDevices", "yes"],
    ["ProtectSystem", strict ? "strict" : "full"],
    ...(strict ? [["ProtectHome", usesHome(op) ? "read-only" : "yes"] as const] : []),
    ...(op.writable.length > 0 ? [["ReadWritePaths", pathList(op.writable)] as const] : []),
    ["ProtectKernelTunables", "yes"],
    ["ProtectKernelModules", "yes"],
    ["ProtectKernelLogs", "yes"],
    ["ProtectControlGroups", "yes"],
    ["ProtectClock", "yes"],
    ["ProtectHostname", "yes"],
    ["RestrictSUIDSGID", "yes"],
    ["RestrictRealtime", "yes"],
    ["RestrictNamespaces", "yes"],
    ["LockPersonality", "yes"],
    ["RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6 AF_NETLINK"],
    ["SystemCallArchitectures", "native"],
    ...(root
      ? []
      : [
          ["CapabilityBoundingSet", capability] as const,
          ...(lowPort ? [["AmbientCapabilities", capability] as const] : []),
        ]),
  ];
  return lines.map(([key, value]) => ({ key, value }));
}

function pathList(paths: readonly string[]): Text {
  return joinTexts(
    ...paths.map((path, index) =>
      joinTexts(literalText(index === 0 ? "" : " "), quoteWord(literalText(path), "systemd-word")),
    ),
  );
}

/**
 * Whether the program, its directory, its arguments or its environment lead below a home that ProtectHome=yes would
 * hide. A variable counts with its value; one that each host gives may be a home. Secrets are no places.
 */
function usesHome(op: Execution & { readonly writable: readonly string[] }): boolean {
  const texts = [...op.argv, ...op.environment.map((variable) => variable.value)];
  return (
    [op.directory, ...op.writable].some((path) => isWithin(path, "/home") || isWithin(path, "/root")) ||
    texts.some((text) => /(^|[^A-Za-z0-9_.-])\/(home|root)(\/|$)/.test(text.map(possiblePath).join("")))
  );
}

function possiblePath(part: Text[number]): string {
  if (typeof part === "string") return part;
  return part.hole === "variable" ? (part.value ?? "/home/") : "-";
}

function yesNo(value: boolean): string {
  return value ? "yes" : "no";
}

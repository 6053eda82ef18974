import { containerFilePath } from "./container-files.ts";
import { environmentPath } from "./environment-path.ts";
import type { ContainerOp } from "./ops.ts";
import { encodeLine, quoteWord } from "./systemd-words.ts";
import { type Text, joinTexts, literalText } from "./text.ts";
import { type UnitLine, printUnit } from "./unit-file.ts";

/** The program that starts a container, as Debian's packages docker.io and podman have it. */
export function enginePath(op: Pick<ContainerOp, "engine">): string {
  return `/usr/bin/${op.engine}`;
}

/**
 * The unit of a container: systemd starts the engine's client in the foreground, so that systemd knows when the
 * container ends. One that is left from a crash is taken away first. The first start may have to fetch the image, which
 * takes as long as it takes (TimeoutStartSec=0).
 */
export function containerUnit(op: ContainerOp): Text {
  const engine = enginePath(op);
  const service = op.engine === "docker" ? "docker.service" : undefined;
  const lines: UnitLine[] = [
    { key: "Type", value: "exec" },
    ...(op.environment.length > 0 ? [{ key: "EnvironmentFile", value: environmentPath(op.name) }] : []),
    { key: "ExecStartPre", value: `-${engine} rm --force ${op.name}` },
    { key: "ExecStart", value: runCommand(op, engine) },
    { key: "ExecStop", value: `${engine} stop --time ${op.stopSeconds} ${op.name}` },
    { key: "Restart", value: op.restart },
    ...(op.restart === "no" ? [] : [{ key: "RestartSec", value: "5" }]),
    { key: "TimeoutStartSec", value: "0" },
    { key: "TimeoutStopSec", value: String(op.stopSeconds + 10) },
    { key: "SyslogIdentifier", value: op.name },
  ];
  const after = ["network-online.target", ...(service === undefined ? [] : [service])];
  return printUnit([
    {
      name: "Unit",
      lines: [
        { key: "Description", value: encodeLine(op.description) },
        { key: "Wants", value: "network-online.target" },
        ...(service === undefined ? [] : [{ key: "Requires", value: service }]),
        { key: "After", value: after.join(" ") },
      ],
    },
    { name: "Service", lines },
    { name: "Install", lines: [{ key: "WantedBy", value: "multi-user.target" }] },
  ]);
}

/** docker-run(1), podman-run(1): the options that both know. A variable named without a value is taken over from the unit. */
function runCommand(op: ContainerOp, engine: string): Text {
  const address = op.published === "locally" ? "127.0.0.1:" : "";
  const published =
    op.published === "nowhere" ? [] : op.ports.map((port) => ["--publish", `${address}${port}:${port}`]);
  const options: readonly (readonly string[])[] = [
    ["run", "--rm", "--name", op.name],
    ["--hostname", op.hostname ?? op.name],
    ...op.environment.map(({ name }) => ["--env", name]),
    ...(op.network === undefined ? published : [["--network", op.network]]),
    ...op.volumes.map(({ name, path }) => ["--volume", `${name}:${path}`]),
    ...op.files.map((file) => ["--volume", `${containerFilePath(op.name, file.path)}:${file.path}:ro`]),
    ...(op.user === undefined ? [] : [["--user", op.user]]),
    ...(op.sharedMemoryBytes === undefined ? [] : [["--shm-size", String(op.sharedMemoryBytes)]]),
    ["--security-opt", "no-new-privileges"],
  ];
  const words = [...options.flat().map(literalText), literalText(imageFor(op)), ...op.argv];
  return joinTexts(
    literalText(engine),
    ...words.flatMap((word) => [literalText(" "), quoteWord(word, "systemd-exec")]),
  );
}

/**
 * The name by which the engine finds the image. Docker takes a name without a registry from its own; Podman has no such
 * place to look on Debian (containers-registries.conf(5)), so it is written out as Docker understands it
 * (github.com/distribution/reference, normalize.go).
 */
function imageFor(op: ContainerOp): string {
  if (op.engine === "docker") return op.image;
  const [first = "", ...rest] = op.image.split("/");
  if (rest.length === 0) return `docker.io/library/${op.image}`;
  return first === "localhost" || /[.:]/.test(first) ? op.image : `docker.io/${op.image}`;
}

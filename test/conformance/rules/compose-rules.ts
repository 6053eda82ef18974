/** What reviewers look for in a Compose file. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { isRecord, namesOf, textOf, type Data } from "./ansible-project.ts";
import type { OwnRule } from "./own-rule.ts";

/** A Compose file, read back. */
export interface WrittenCompose {
  /** Where its builds are. */
  readonly folder: string;
  readonly text: string;
  readonly document: Data;
  readonly services: readonly (readonly [string, Data])[];
}

/** Reads a Compose file. */
export function readCompose(folder: string, text: string): WrittenCompose {
  const read = load(text);
  const document = isRecord(read) ? read : {};
  const services = isRecord(document["services"]) ? document["services"] : {};
  return {
    folder,
    text,
    document,
    services: Object.entries(services).map(([name, service]) => [name, isRecord(service) ? service : {}] as const),
  };
}

const keys = new Set(["name", "services", "volumes", "secrets", "configs", "networks"]);

export const composeRules: readonly OwnRule<WrittenCompose>[] = [
  {
    tool: "a Compose file of today: no version, no fixed container names, known keys",
    points: [41],
    check: ({ document, services }) => [
      ...Object.keys(document)
        .filter((key) => !keys.has(key) && !key.startsWith("x-"))
        .map((key) => `the key ${key}`),
      ...services.flatMap(([name, service]) => [
        ...(service["container_name"] === undefined ? [] : [`${name} has a fixed container name`]),
        ...(isRecord(service["build"]) || typeof service["image"] === "string" ? [] : [`${name} comes from nowhere`]),
        ...(textOf(service["image"]).endsWith(":latest") ? [`${name} uses the newest image, whichever that is`] : []),
      ]),
    ],
  },
  {
    tool: "services wait for each other, and what they name is declared",
    points: [42],
    check: ({ document, services }) => {
      const known = new Set(services.map(([name]) => name));
      return services.flatMap(([name, service]) => {
        const waits = isRecord(service["depends_on"]) ? Object.entries(service["depends_on"]) : [];
        return [
          ...(Array.isArray(service["depends_on"]) ? [`${name} waits without a condition`] : []),
          ...waits.flatMap(([other, how]) => [
            ...(known.has(other) ? [] : [`${name} waits for ${other}, which is not there`]),
            ...(isRecord(how) && how["condition"] !== undefined
              ? []
              : [`${name} waits for ${other} without a condition`]),
          ]),
          ...(["secrets", "configs"] as const).flatMap((kind) => {
            const declared = isRecord(document[kind]) ? document[kind] : {};
            const used = Array.isArray(service[kind]) ? service[kind] : [];
            const sources = used.map((each) => (isRecord(each) ? String(each["source"]) : String(each)));
            return sources
              .filter((source) => declared[source] === undefined)
              .map((source) => `${name}: no ${kind} ${source}`);
          }),
        ];
      });
    },
  },
  {
    tool: "few rights, ports on this computer only, volumes with names",
    points: [42],
    check: ({ folder, document, services }) =>
      services.flatMap(([name, service]) => {
        const volumes = isRecord(document["volumes"]) ? document["volumes"] : {};
        const own = Array.isArray(service["volumes"]) ? service["volumes"] : [];
        const sources = own.map((each) =>
          isRecord(each) ? textOf(each["source"]) : (String(each).split(":")[0] ?? ""),
        );
        return [
          ...(service["privileged"] === undefined ? [] : [`${name} is privileged`]),
          ...["network_mode", "pid", "ipc"]
            .filter((key) => service[key] === "host")
            .map((key) => `${name} has the ${key} of the host`),
          ...(isIdle(folder, service) ||
          isRoot(folder, service) ||
          isForeign(service) ||
          namesOf(service["cap_drop"]).includes("ALL")
            ? []
            : [`${name} keeps its capabilities`]),
          ...(isForeign(service) && service["cap_add"] !== undefined ? [`${name} is given capabilities`] : []),
          ...(namesOf(service["security_opt"]).some((each) => each.startsWith("no-new-privileges")) ||
          isIdle(folder, service)
            ? []
            : [`${name} may gain rights`]),
          ...namesOf(service["ports"])
            .filter((port) => !port.startsWith("127.0.0.1:"))
            .map((port) => `${name} publishes ${port}`),
          ...sources
            .filter((source) => !/^[./]/.test(source) && source !== "" && volumes[source] === undefined)
            .map((source) => `${name}: no volume ${source}`),
        ];
      }),
  },
];

/**
 * An image that somebody else made takes its own rights away when it starts, and needs them until then; which, only its
 * makers know. It is given none besides. The base that envc's own images start from is none of these.
 */
function isForeign(service: Data): boolean {
  return service["build"] === undefined && !textOf(service["image"]).startsWith("${BASE_IMAGE");
}

/** The description says that the program of this stage is root; what root may do is then its own decision. */
function isRoot(folder: string, service: Data): boolean {
  return stageOf(folder, service).includes("# The spec runs it as root.");
}

/** An image that runs nothing by itself ends at once, and has no rights to lose. */
function isIdle(folder: string, service: Data): boolean {
  const keys = ["restart", "init", "network_mode", "command", "profiles", "image"];
  return keys.every((key) => service[key] === undefined) && !/^(?:CMD|ENTRYPOINT) /m.test(stageOf(folder, service));
}

/** The text of the Dockerfile's stage that a service is built from: the one it names, else the last; empty for none. */
function stageOf(folder: string, service: Data): string {
  const build = isRecord(service["build"]) ? service["build"] : undefined;
  const file = join(folder, textOf(build?.["context"]), "Dockerfile");
  if (build === undefined || !existsSync(file)) return "";
  const stages = readFileSync(file, "utf8").split(/^(?=FROM )/m);
  const target = textOf(build["target"]);
  return stages.find((stage) => /^FROM \S+ AS (\S+)$/m.exec(stage)?.[1] === target) ?? stages.at(-1) ?? "";
}

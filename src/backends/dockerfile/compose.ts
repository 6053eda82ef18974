/** The Compose file: how the images are built and started (github.com/compose-spec/compose-spec). */
import type { Secret } from "../../ir/model.ts";
import type { MachineProgram } from "../../ir/program.ts";
import type { Text } from "../../ir/text.ts";
import { decorate, printYaml, yamlMap } from "../shared/yaml.ts";
import type { PrintedYaml } from "../shared/yaml.ts";
import { baseImageOf } from "./base-images.ts";
import { composeServices, writableOf } from "./compose-service.ts";
import type { ComposeMachine } from "./compose-service.ts";
import type { LateNames } from "./late-values.ts";
import { safeName } from "./runnable.ts";
import type { Runnable } from "./runnable.ts";
import { secretName } from "./entrypoint.ts";

/** Prints the file for all machines of a program. `header` are comment lines. */
export function printCompose(
  project: string,
  machines: readonly ComposeMachine[],
  all: readonly Secret[],
  names: LateNames,
  header: readonly string[],
): PrintedYaml {
  const services = machines
    .flatMap((machine) => composeServices(machine, names))
    .map(([name, service], index) => [name, decorate(service, { blankBefore: index > 0 })] as const);
  const volumes = machines.flatMap((machine) =>
    machine.runtimes.flatMap((runtime) => writableOf(runtime, machine).volumes.map((volume) => volume.name)),
  );
  const secrets = secretsOf(machines);
  const configs = machines.flatMap((machine) => machine.mounts.configs);
  const apart = { blankBefore: true };
  const orNothing = (
    list: readonly unknown[],
    map: ReturnType<typeof yamlMap>,
  ): ReturnType<typeof yamlMap> | undefined => (list.length === 0 ? undefined : map);
  return printYaml({
    header,
    root: yamlMap([
      ["name", project],
      ["services", yamlMap(services, apart)],
      [
        "volumes",
        orNothing(
          volumes,
          yamlMap(
            [...new Set(volumes)].sort().map((name) => [name, yamlMap([])]),
            apart,
          ),
        ),
      ],
      [
        "secrets",
        orNothing(
          secrets,
          yamlMap(
            secrets.map((name) => {
              const place = placeSecret(name, machines, all, names);
              return [secretName(name), yamlMap([[place.from, place.name]])];
            }),
            apart,
          ),
        ),
      ],
      ["configs", orNothing(configs, yamlMap(configs, apart))],
    ]),
  });
}

/** Where Compose takes a secret from: a variable of its environment, or a file beside it. */
export interface SecretPlace {
  readonly from: "environment" | "file";
  readonly name: string;
}

/**
 * The place of a secret: a variable when the spec says `env(…)` or when it stands in the text of a file or in the
 * environment of an image that somebody else made, which Compose puts together from variables; else a file that nobody but
 * its owner can get at. Never both: whoever fills in one value twice has two.
 */
export function placeSecret(
  secret: string,
  machines: readonly ComposeMachine[],
  all: readonly Secret[],
  names: LateNames,
): SecretPlace {
  const source = all.find((each) => each.name === secret)?.source;
  const isHere = (part: Text[number]): boolean =>
    typeof part !== "string" && part.hole === "secret" && part.name === secret;
  const inText = machines.some(
    ({ mounts, runtimes }) =>
      mounts.inTexts.includes(secret) ||
      runtimes.some(({ lateEnvironment }) => lateEnvironment.some(({ value }) => value.some(isHere))),
  );
  return source?.from === "env" || inText
    ? { from: "environment", name: secretVariable(secret, names) }
    : { from: "file", name: `${secretFolder}/${secretName(secret)}` };
}

/** The folder of secrets beside the Compose file. */
export const secretFolder = "./secrets";

/** Every secret that a container gets as a file, or that is needed while its image is built; sorted. */
export function secretsOf(machines: readonly ComposeMachine[]): readonly string[] {
  const names = machines.flatMap((machine) => [
    ...machine.mounts.secrets,
    ...machine.buildSecrets,
    ...machine.runtimes.flatMap((runtime) => runtime.secrets),
  ]);
  return [...new Set(names)].sort();
}

/** The variable from which Compose takes a secret. */
export function secretVariable(secret: string, names: LateNames): string {
  return names.get(`secret:${secret}`) ?? secret.toUpperCase().replace(/[^A-Z0-9]/g, "_");
}

/**
 * The published ports of each machine, by its name: on this computer only, since a published port goes past the host's
 * firewall (docs.docker.com/engine/network/packet-filtering-firewalls). Ports below 1024 get a number that is usually
 * free. Of several containers with the same port the first has that number, and the others the next ones that are free.
 */
export function planPorts(plan: ReadonlyMap<string, readonly Runnable[]>): ReadonlyMap<string, readonly string[]> {
  const inside = [...plan].map(
    ([machine, runnables]) => [machine, [...new Set(runnables.flatMap(({ offered }) => offered))]] as const,
  );
  const wanted = new Set(inside.flatMap(([, ports]) => ports.map(outsideOf)));
  const taken = new Set<number>();
  const publish = (port: number): string => {
    let outside = outsideOf(port);
    if (taken.has(outside))
      while (taken.has(outside) || wanted.has(outside)) outside = outside === lastPort ? firstFreePort : outside + 1;
    taken.add(outside);
    return `127.0.0.1:${outside}:${port}`;
  };
  return new Map(inside.map(([machine, ports]) => [machine, ports.map(publish)]));
}

/** The last port of all, and the first that no program needs root's rights for (ip(7), ip_unprivileged_port_start). */
const lastPort = 65_535;
const firstFreePort = 1024;

/** The number on this computer for a port in a container, while no other container has it. */
function outsideOf(port: number): number {
  return port < 1024 ? (wellKnown[port] ?? 8000 + port) : port;
}

const wellKnown: Readonly<Record<number, number>> = { 80: 8080, 443: 8443 };

/**
 * The Compose variables that replace the machines' base images, by machine name: one for all while all start from the
 * same image.
 */
export function baseImageVariables(machines: readonly MachineProgram[]): ReadonlyMap<string, string> {
  const one = new Set(machines.map((each) => baseImageOf(each.os))).size <= 1;
  const own = (name: string): string =>
    `BASE_IMAGE_${safeName(name)
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, "_")}`;
  return new Map(machines.map(({ name }) => [name, one ? "BASE_IMAGE" : own(name)]));
}

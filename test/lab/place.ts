import type { Engine } from "./engine.ts";
import { exec, LabError, mustExec, type Ran } from "./exec.ts";
import type { Target } from "./lab-settings.ts";
import { OWN_LABEL } from "./own.ts";
import type { Tools } from "./tools.ts";

/** A running machine, image or service, as the checks see it. */
export interface Place {
  /** They bring the clients. */
  readonly tools: Tools;
  readonly target: Target;
  readonly container: string;
  /**
   * What `machine` of a check may say to mean this one: its class and its host. Empty for a service that is not the
   * first of its machine: it is asked only by its name.
   */
  readonly names: readonly string[];
  /** Its name in the Compose project. */
  readonly service?: string;
}

/** Runs a command there as root. */
export function inPlace(place: Place, args: readonly string[]): Promise<Ran> {
  return exec(place.tools.engine.docker, ["exec", "--user", "0", place.container, ...args], { timeout: 60 });
}

/**
 * Runs a program of the tools image next to the place: within its own network (`inside`, so that 127.0.0.1 is the
 * place's own), or as a neighbour in its network (`outside`). The command is made for the address it has there.
 */
export async function besidePlace(
  place: Place,
  from: "inside" | "outside",
  command: (address: string) => readonly string[],
): Promise<Ran> {
  const { container } = place;
  const { engine, image } = place.tools;
  const at =
    from === "inside"
      ? { network: `container:${container}`, address: "127.0.0.1" }
      : await findAddress(engine, container);
  const words = ["run", "--rm", "--label", OWN_LABEL, "--network", at.network, image, ...command(at.address)];
  return exec(engine.docker, words, { timeout: 60 });
}

interface DockerNetworks {
  readonly mode: string;
  readonly networks: Readonly<Record<string, { readonly IPAddress: string }>>;
}

/** A service may share the network of another one (`network_mode: service:…`): then that one has the address. */
async function findAddress(engine: Engine, container: string): Promise<{ network: string; address: string }> {
  const format = '{"mode":{{json .HostConfig.NetworkMode}},"networks":{{json .NetworkSettings.Networks}}}';
  const ran = await mustExec(engine.docker, ["inspect", "--format", format, container]);
  const { mode, networks } = JSON.parse(ran.stdout.toString()) as DockerNetworks;
  if (mode.startsWith("container:")) return findAddress(engine, mode.slice("container:".length));
  // Every machine is on the engine's own bridge, whatever network the lab gave it besides.
  const network = "bridge" in networks ? "bridge" : Object.keys(networks).sort()[0];
  const address = network === undefined ? "" : networks[network]!.IPAddress;
  if (network === undefined || address === "") throw new LabError(`${container} has no address for a neighbour`);
  return { network, address };
}

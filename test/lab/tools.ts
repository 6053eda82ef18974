import type { Engine } from "./engine.ts";
import { exec, mustExec, type Ran } from "./exec.ts";
import { OWN_LABEL, OWN_PREFIX } from "./own.ts";

/** The running container with the newer line of each tool, which all trials of a run share. */
export interface Tools {
  readonly engine: Engine;
  /** The image, for a client that has to start in another network. */
  readonly image: string;
  readonly container: string;
}

/** How a tool is run. */
export interface ToolOptions {
  readonly cwd: string;
  /** Reaches the tool past the list of processes: the values may be secrets. */
  readonly env: Readonly<Record<string, string>>;
  /** Seconds after which it is ended. */
  readonly timeout: number;
}

/** Starts the container: it sees the run's folder under its own path, the machines' ports and the engine. */
export async function startTools(engine: Engine, image: string, folder: string): Promise<Tools> {
  const socket = "/var/run/docker.sock";
  const mounts = ["-v", `${socket}:${socket}`, "-v", `${folder}:${folder}`];
  // ssh's shared connections go into the background, where somebody has to wait for their end: --init.
  const options = ["--init", "--network", "host", "--label", OWN_LABEL, "--name", `${OWN_PREFIX}tools`, ...mounts];
  const ran = await mustExec(engine.docker, ["run", "-d", ...options, image, "sleep", "infinity"]);
  return { engine, image, container: ran.stdout.toString().trim() };
}

/** Runs a tool; exit code 124 when it took too long. The limit holds inside: ending the client would leave the tool at work. */
export function inTools(tools: Tools, args: readonly string[], options: ToolOptions): Promise<Ran> {
  const variables = Object.keys(options.env).flatMap((name) => ["-e", name]);
  const limited = ["timeout", "--kill-after=10", String(options.timeout), ...args];
  return exec(tools.engine.docker, ["exec", "-w", options.cwd, ...variables, tools.container, ...limited], {
    env: options.env,
    timeout: options.timeout + 30,
  });
}

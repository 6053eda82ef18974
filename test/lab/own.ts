import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "./engine.ts";
import { exec } from "./exec.ts";

/** Starts the name of every container, network, volume and image of this run. */
export const OWN_PREFIX = `envc-lab-${process.pid}-`;

/** On every container, network and image of this run, as `KEY=VALUE`. */
export const OWN_LABEL = `envc.lab.run=${process.pid}`;

let folder: string | undefined;

/** A new folder of the given name in the run's one temporary folder. */
export function ownFolder(name: string): string {
  if (folder === undefined) {
    folder = mkdtempSync(join(tmpdir(), OWN_PREFIX));
    // apt reads keys as a user of its own: one may pass, but not look around.
    chmodSync(folder, 0o711);
  }
  mkdirSync(join(folder, name), { recursive: true });
  return join(folder, name);
}

/** The like, with a name that nobody else has. */
export function ownTemporaryFolder(): string {
  return mkdtempSync(join(ownFolder("temporary"), "folder-"));
}

const elsewhere: string[] = [];

/** Remembers a file outside of the run's own folder that is of no use when the run is stopped. Returns its path. */
export function takeAwayLater(file: string): string {
  elsewhere.push(file);
  return file;
}

/** Takes away everything that this run made and has not taken away itself: containers, networks, volumes, images, files. */
export async function leaveNothing(engine: Engine): Promise<void> {
  const list = async (...args: readonly string[]): Promise<string[]> => {
    const ran = await exec(engine.docker, args, { whenStopped: true });
    return ran.stdout.toString().split("\n").filter(Boolean);
  };
  const remove = async (command: readonly string[], names: readonly string[]): Promise<void> => {
    if (names.length > 0) await exec(engine.docker, [...command, ...new Set(names)], { whenStopped: true });
  };
  // One that was being started when the run was stopped appears a moment later: hence two rounds.
  for (let round = 0; round < 2; round++)
    await remove(
      ["rm", "-f", "-v"],
      [
        ...(await list("ps", "-aq", "--no-trunc", "--filter", `label=${OWN_LABEL}`)),
        ...(await list("ps", "-aq", "--no-trunc", "--filter", `name=^/?${OWN_PREFIX}`)),
      ],
    );
  await remove(["network", "rm"], await list("network", "ls", "-q", "--filter", `name=^${OWN_PREFIX}`));
  await remove(["volume", "rm", "-f"], await list("volume", "ls", "-q", "--filter", `name=^${OWN_PREFIX}`));
  await remove(
    ["rmi", "-f"],
    [
      ...(await list("images", "-q", "--filter", `reference=${OWN_PREFIX}*`)),
      ...(await list("images", "-q", "--filter", `label=${OWN_LABEL}`)),
    ],
  );
  // Files of a run inside a container belong to root there and here.
  for (const file of elsewhere) rmSync(file, { force: true });
  leaveNoFolder();
}

/** Takes away the run's folder, which is all there is where no engine was asked for anything. */
export function leaveNoFolder(): void {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}

import { closeSync, mkdirSync, openSync } from "node:fs";
import { spawn } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";
import { exec, LabError, sleep } from "./exec.ts";

/** A Docker engine that answers, and the client that can build with BuildKit on it. */
export interface Engine {
  /** The docker client to call. */
  readonly docker: string;
  /** Process id of the engine when the lab started it itself. */
  readonly startedPid: number | undefined;
  /** True when the machine still has the first version of control groups. */
  readonly legacyCgroups: boolean;
}

/** Where downloads and logs that outlive a run are kept; never inside the checkout. */
export function cacheFolder(): string {
  const base = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  const folder = join(base, "envc-lab");
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Finds a running Docker engine, else starts one; its log goes to the cache folder. */
export async function findEngine(say: (line: string) => void): Promise<Engine> {
  const docker = await findClient();
  let startedPid: number | undefined;
  if (!(await answers(docker))) {
    startedPid = await startEngine(docker);
    say(`started a Docker engine (pid ${startedPid}, log ${join(cacheFolder(), "dockerd.log")})`);
  }
  const info = await exec(docker, ["info", "--format", "{{.CgroupVersion}}"]);
  return { docker, startedPid, legacyCgroups: info.stdout.toString().trim() === "1" };
}

/** Stops the engine if, and only if, this run started it. */
export async function stopEngine(engine: Engine): Promise<void> {
  if (engine.startedPid === undefined) return;
  process.kill(engine.startedPid, "SIGTERM");
  for (let i = 0; i < 50 && isAlive(engine.startedPid); i++) await sleep(200);
}

async function answers(docker: string): Promise<boolean> {
  return (await exec(docker, ["info"], { timeout: 20 })).code === 0;
}

/**
 * A client from version 23 on builds through the buildx plugin; an older one has BuildKit inside.
 * Where the first `docker` on the path lacks its plugin, the distribution's own client is used.
 */
async function findClient(): Promise<string> {
  const candidates = ["docker", "/usr/bin/docker"];
  for (const candidate of candidates) {
    const version = await exec(candidate, ["--version"]);
    if (version.code !== 0) continue;
    const major = Number(/version (\d+)/.exec(version.stdout.toString())?.[1] ?? "0");
    if (major < 23 || (await exec(candidate, ["buildx", "version"])).code === 0) return candidate;
  }
  throw new LabError("the lab needs a Docker client that can build with BuildKit", "apt-get install docker.io");
}

/** One that was just told to stop takes some seconds to go, and lets no other start meanwhile: hence several attempts. */
async function startEngine(docker: string): Promise<number> {
  let evidence = "";
  for (let attempt = 1; attempt <= 4; attempt++) {
    const log = openSync(join(cacheFolder(), "dockerd.log"), "a");
    const child = spawn("dockerd", [], { detached: true, stdio: ["ignore", log, log] });
    closeSync(log);
    const ended = new Promise<string>((resolve) => {
      child.on("error", (error) => resolve(String(error)));
      child.on("exit", (code) => resolve(`dockerd ended with exit code ${code}`));
    });
    const outcome = await Promise.race([ended, waitForAnswer(docker)]);
    child.unref();
    if (outcome === true && child.pid !== undefined) return child.pid;
    evidence = typeof outcome === "string" ? outcome : "it did not answer within 60 seconds";
    await sleep(5000);
  }
  throw new LabError("no Docker engine could be started", `${evidence}; see ${join(cacheFolder(), "dockerd.log")}`);
}

async function waitForAnswer(docker: string): Promise<boolean> {
  for (let i = 0; i < 60; i++) {
    await sleep(1000);
    if (await answers(docker)) return true;
  }
  return false;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

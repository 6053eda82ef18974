import { exec, mustExec, sleep } from "./exec.ts";
import type { Program } from "./lab-settings.ts";
import { inPlace, type Place } from "./place.ts";

/** Seconds in which a killed program must be back; systemd waits `RestartSec` between its attempts. */
const PATIENCE = 30;

/** One program that was killed. */
export interface KillResult {
  readonly name: string;
  /** What is wrong; undefined when the program came back by itself. */
  readonly failure: string | undefined;
}

/** Kills those of the programs that are at this place, one after the other, and waits until each is back as another process. */
export async function killPrograms(kills: readonly Program[], place: Place): Promise<KillResult[]> {
  const results: KillResult[] = [];
  for (const kill of kills) {
    if (place.target === "dockerfile") {
      if (kill.service === undefined || kill.service !== place.service) continue;
      results.push({ name: kill.service, failure: await killAndWait(() => readContainer(place)) });
    } else {
      if (kill.unit === undefined || (kill.machine !== undefined && !place.names.includes(kill.machine))) continue;
      const { unit } = kill;
      results.push({ name: unit, failure: await killAndWait(() => readUnit(place, unit)) });
    }
  }
  return results;
}

interface ProgramState {
  readonly running: boolean;
  /** 0 when there is none. */
  readonly pid: number;
  readonly words: string;
  readonly kill: () => Promise<unknown>;
}

async function killAndWait(read: () => Promise<ProgramState>): Promise<string | undefined> {
  const before = await read();
  if (!before.running || before.pid === 0) return `it was not running: ${before.words}`;
  await before.kill();
  let now = before;
  for (let i = 0; i < PATIENCE; i++) {
    await sleep(1000);
    now = await read();
    if (now.running && now.pid !== 0 && now.pid !== before.pid) return undefined;
  }
  return `it did not come back within ${PATIENCE} s: ${now.words}`;
}

async function readUnit(place: Place, unit: string): Promise<ProgramState> {
  const ran = await inPlace(place, ["systemctl", "show", "--property=ActiveState,SubState,MainPID,NRestarts", unit]);
  const text = ran.stdout.toString().trim().replaceAll("\n", " ");
  const pid = Number(/MainPID=(\d+)/.exec(text)?.[1] ?? "0");
  const kill = (): Promise<unknown> => inPlace(place, ["kill", "-KILL", String(pid)]);
  return { running: text.includes("ActiveState=active"), pid, words: text, kill };
}

/** `docker kill` would count as a stop by hand, after which no restart policy holds: so the process itself is killed. */
async function readContainer(place: Place): Promise<ProgramState> {
  const format = "{{.State.Status}} {{.State.Pid}} {{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}";
  const ran = await exec(place.tools.engine.docker, ["inspect", "--format", format, place.container]);
  const words = ran.stdout.toString().trim();
  const [status, pid, health] = words.split(" ");
  return {
    running: status === "running" && (health === "none" || health === "healthy"),
    pid: Number(pid),
    words,
    kill: () => mustExec("kill", ["-KILL", pid!]),
  };
}

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** The middle one; the mean of the two in the middle for an even number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** What one run of a program took. */
export interface Run {
  /** Wall clock. */
  readonly seconds: number;
  /** User and system time; 0 where time(1) is not installed. */
  readonly cpuSeconds: number;
  /** Largest resident set; 0 where time(1) is not installed. */
  readonly mebibytes: number;
  readonly status: number | null;
  readonly output: string;
}

/** The environment that programs are measured in: NODE_EXTRA_CA_CERTS alone more than doubles Node's start. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...rest } = process.env;
  return { ...rest, NO_COLOR: "1" };
}

/** Runs a program once. With `resources`, time(1) is around it; that costs a millisecond. */
export function runOnce(
  command: string,
  words: readonly string[],
  options: {
    readonly cwd?: string;
    readonly resources?: boolean;
    readonly timeout?: number;
    readonly environment?: Readonly<Record<string, string>>;
  } = {},
): Run {
  const timed = options.resources === true && existsSync("/usr/bin/time");
  const [program, args] = timed ? ["/usr/bin/time", ["-f", "@@%U %S %M", command, ...words]] : [command, words];
  const started = process.hrtime.bigint();
  const child = spawnSync(program, args, {
    env: { ...cleanEnvironment(), ...options.environment },
    encoding: "utf8",
    maxBuffer: 1 << 28,
    timeout: options.timeout ?? 600_000,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const [, user = "0", system = "0", kibibytes = "0"] = /@@([\d.]+) ([\d.]+) (\d+)/.exec(child.stderr) ?? [];
  return {
    seconds,
    cpuSeconds: Number(user) + Number(system),
    mebibytes: Number(kibibytes) / 1024,
    status: child.status,
    output: child.stdout + child.stderr.replace(/@@.*\n?/, ""),
  };
}

/** Runs several things in turn, so that what else the machine does hits all of them alike; medians of the seconds. */
export function measureInTurn(things: readonly (() => void)[], rounds: number): readonly number[] {
  const times = things.map((): number[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [index, thing] of things.entries()) {
      const started = process.hrtime.bigint();
      thing();
      times[index]?.push(Number(process.hrtime.bigint() - started) / 1e9);
    }
  return times.map(median);
}

/** Whether a program is installed. */
export function isInstalled(command: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;
}

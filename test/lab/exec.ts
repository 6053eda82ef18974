import { spawn, type ChildProcess } from "node:child_process";

/** What one finished command left behind. `code` is 124 when it was stopped by its time limit, 127 when it could not start. */
export interface Ran {
  readonly command: string;
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly seconds: number;
}

export interface ExecOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Buffer;
  /** Seconds; the command is killed when they are over. Default 600. */
  readonly timeout?: number;
  /** It belongs to the clearing up, which goes on when the run was stopped. */
  readonly whenStopped?: boolean;
}

const running = new Set<ChildProcess>();
let stopped = false;

/** Ends every program that {@link exec} started and lets none start any more, but for those that say `whenStopped`. */
export function stopAll(): void {
  stopped = true;
  for (const child of running) killGroup(child);
}

/** With everything it started itself, which would go on and hold its output open. */
function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended in the meantime.
  }
}

/**
 * Runs a program with an argument list (never through a shell) and collects its output.
 * It resolves for every exit code, so that the caller decides what a failure is; never, when the run was stopped.
 */
export function exec(file: string, args: readonly string[], options: ExecOptions = {}): Promise<Ran> {
  if (stopped && options.whenStopped !== true) return new Promise(() => undefined);
  const started = performance.now();
  const command = [file, ...args].join(" ").slice(0, 400);
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      // A process group of its own.
      detached: true,
      stdio: [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    running.add(child);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let timedOut = false;
    const timer = setTimeout(
      () => {
        timedOut = true;
        killGroup(child);
      },
      (options.timeout ?? 600) * 1000,
    );
    const finish = (code: number, note = ""): void => {
      clearTimeout(timer);
      running.delete(child);
      if (stopped && options.whenStopped !== true) return;
      resolve({
        command,
        code,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString("utf8") + note,
        seconds: (performance.now() - started) / 1000,
      });
    };
    child.stdout?.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr?.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", (error) => finish(127, String(error)));
    child.on("close", (code) =>
      timedOut ? finish(124, `\nstopped after ${options.timeout ?? 600} s`) : finish(code ?? 1),
    );
    if (options.input !== undefined) {
      // A program that ends without reading its input closes the pipe; its exit code tells the story.
      child.stdin?.on("error", () => undefined);
      child.stdin?.end(options.input);
    }
  });
}

/** Like {@link exec}, but a non-zero exit code is an error that carries the tail of the output. */
export async function mustExec(file: string, args: readonly string[], options: ExecOptions = {}): Promise<Ran> {
  const ran = await exec(file, args, options);
  if (ran.code !== 0) throw new LabError(`${ran.command}\nended with exit code ${ran.code}`, tail(ran));
  return ran;
}

/** A step of the lab that failed, with the lines a person needs to see why. */
export class LabError extends Error {
  readonly evidence: string;
  constructor(message: string, evidence = "") {
    super(message);
    this.evidence = evidence;
  }
}

/** The last lines of what a command printed, both streams. */
export function tail(ran: Ran, lines = 40): string {
  const text = `${ran.stdout.toString("utf8")}\n${ran.stderr}`;
  return text.trimEnd().split("\n").slice(-lines).join("\n");
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

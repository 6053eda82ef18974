import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { settleScript } from "../../src/kinds/shared/app/settle-release.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "settle-release-"));
  mkdirSync(join(root, "bin"));
  mkdirSync(join(root, "app/releases"), { recursive: true });
  writeSettings(0);
  writeProgram("settle-release", settleScript);
  writeProgram("systemctl", `#!/bin/sh\n[ "$1" = show ] || echo "$*" >>'${root}/asked'\n`);
  writeProgram("journalctl", "#!/bin/sh\necho 'the last words of the program'\n");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function writeProgram(name: string, text: string): void {
  writeFileSync(join(root, "bin", name), text);
  chmodSync(join(root, "bin", name), 0o755);
}

/** A release that is well, or not, with the link on it. */
function release(name: string, well: boolean): void {
  mkdirSync(join(root, "app/releases", name), { recursive: true });
  if (well) writeFileSync(join(root, "app/releases", name, "well"), "");
  rmSync(join(root, "app/current"), { force: true });
  symlinkSync(join(root, "app/releases", name), join(root, "app/current"));
}

/** Runs the script; the app has no time to become well unless it is said. */
function settle(...options: readonly string[]): { readonly status: number | null; readonly stderr: string } {
  const path = `${join(root, "bin")}:${process.env["PATH"]}`;
  const env = { PATH: path, SETTINGS: join(root, "release.conf") };
  const ran = spawnSync("settle-release", [...options, "shop"], { env, encoding: "utf8" });
  return { status: ran.status, stderr: ran.stderr };
}

function writeSettings(seconds: number): void {
  const app = join(root, "app");
  writeFileSync(
    join(root, "release.conf"),
    `folder=${app}\nkeep=2\nseconds=${seconds}\nunits='shop.service shop-queue.service'\nhealth='test -e ${app}/current/well'\n`,
  );
}

const noted = (): string => readFileSync(join(root, "app/releases/.noted"), "utf8");
const current = (): string => readlinkSync(join(root, "app/current")).slice(join(root, "app/releases/").length);
const releases = (): readonly string[] =>
  readdirSync(join(root, "app/releases"))
    .filter((name) => name !== ".noted")
    .sort();

it("is a script for people: no line end stands inside a printf", () => {
  expect(settleScript.match(/^.*printf '[^']*$/gm)).toBeNull();
});

describe("a release that answers", () => {
  it("is noted, and asking again finds it", () => {
    release("a", true);
    expect(settle("--ask").status).toBe(1);
    expect(settle()).toEqual({ status: 0, stderr: "" });
    expect(noted()).toBe("a\n");
    expect(settle("--ask").status).toBe(0);
  });

  it("keeps as many releases as were asked for, and no failed one", () => {
    for (const name of ["a", "b", "c"]) {
      release(name, true);
      settle();
    }
    mkdirSync(join(root, "app/releases/half"));
    release("d", true);
    expect(settle().status).toBe(0);
    expect(releases()).toEqual(["c", "d"]);
    expect(noted()).toBe("c\nd\n");
  });

  it("may be an old one again", () => {
    for (const name of ["a", "b", "a"]) {
      release(name, true);
      settle();
    }
    expect(noted()).toBe("b\na\n");
    expect(releases()).toEqual(["a", "b"]);
  });

  it("is waited for", () => {
    release("a", false);
    writeProgram("sleep", `#!/bin/sh\ntouch '${root}/app/releases/a/well'\n`);
    writeSettings(20);
    expect(settle().status).toBe(0);
  });
});

describe("a unit that still runs another release", () => {
  /** A program of that release, which systemctl says is the one of every unit, until it restarts them. */
  function runFrom(name: string): () => void {
    const running = spawn("sleep", ["60"], { cwd: join(root, "app/releases", name), stdio: "ignore" });
    writeProgram(
      "systemctl",
      `#!/bin/sh\n[ "$1" = restart ] && echo "$*" >>'${root}/asked'\n[ -e '${root}/asked' ] || echo ${running.pid}\n`,
    );
    return () => void running.kill();
  }

  it("is restarted before anybody asks whether the new one is well", () => {
    release("a", true);
    settle();
    const stop = runFrom("a");
    try {
      release("b", true);
      writeFileSync(join(root, "app/releases/.noted"), "a\nb\n");
      expect(settle("--ask").status).toBe(1);
      expect(existsSync(join(root, "asked"))).toBe(false);
      expect(settle().status).toBe(0);
      expect(readFileSync(join(root, "asked"), "utf8")).toBe("restart shop.service shop-queue.service\n");
      expect(settle("--ask").status).toBe(0);
    } finally {
      stop();
    }
  });

  it("is known also when that release is gone, and left alone when it runs what the link names", () => {
    release("a", true);
    settle();
    release("b", true);
    for (const [name, asked] of [
      ["b", false],
      ["a", true],
    ] as const) {
      const stop = runFrom(name);
      try {
        if (name === "a") rmSync(join(root, "app/releases/a"), { recursive: true });
        expect(settle().status).toBe(0);
        expect(existsSync(join(root, "asked"))).toBe(asked);
      } finally {
        stop();
      }
    }
  });
});

describe("a release that does not answer", () => {
  it("is taken back, the programs are restarted, and their last words are shown", () => {
    release("a", true);
    settle();
    release("b", false);
    const { status, stderr } = settle();
    expect(status).toBe(1);
    expect(current()).toBe("a");
    expect(noted()).toBe("a\n");
    expect(readFileSync(join(root, "asked"), "utf8")).toBe("restart shop.service shop-queue.service\n");
    expect(stderr).toContain("the last words of the program");
    expect(stderr).toContain("Went back from the release b to a, which answers.");
  });

  it("stays when it is the first one", () => {
    release("a", false);
    const { status, stderr } = settle();
    expect(status).toBe(1);
    expect(current()).toBe("a");
    expect(existsSync(join(root, "app/releases/.noted"))).toBe(false);
    expect(stderr).toContain("There is no earlier release to go back to; a stays.");
  });

  it("stays when it answered before: then something else is wrong", () => {
    release("a", true);
    settle();
    release("b", true);
    settle();
    rmSync(join(root, "app/releases/b/well"));
    expect(settle("--ask").status).toBe(1);
    expect(settle().status).toBe(1);
    expect(current()).toBe("b");
    expect(existsSync(join(root, "asked"))).toBe(false);
  });
});

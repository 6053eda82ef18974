/** Every machine boots on its own: what needs another one is tried until that is ready. */
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { provisionFunctions } from "../../../src/backends/cloud-init/provision-functions.ts";
import { buildSpec } from "../build-spec.ts";

const spec = (environment: string): string => `envspec 1

machine app { os = "debian-12" }
machine data { os = "debian-12" }

secret password = env("PASSWORD") { fetch = ["/usr/local/bin/get-secret", "password"] }

postgres db {
  machine = data
  user notes { password = password }
  database notes { owner = notes }
}

command migrate {
  machine = app
  run = "migrate"
  creates = "/var/lib/migrated"
  env { ${environment} }
}

process api {
  machine = app
  run = ["/usr/local/bin/api"]
  user = lab
  env { ${environment} }
}

user lab { machine = app }

command local {
  machine = app
  run = "make-it"
  creates = "/var/lib/made"
}

environment prod {
  host app-1 { machine = app, address = "192.0.2.1" }
  host data-1 { machine = data, address = "192.0.2.2" }
}
`;

async function stepsOf(environment: string): Promise<readonly string[]> {
  const files = await buildSpec(spec(environment), "cloud-init");
  return [...(files.get("app.yaml") ?? "").matchAll(/^ +(run\w*) .*(?:migrate|make-it)/gm)].map(
    (match) => match[1] ?? "",
  );
}

describe("a command which is given the address of another machine", () => {
  it("is tried again", async () => {
    expect(await stepsOf("HOST = db.host")).toEqual(["run", "run_patiently"]);
    expect(await stepsOf("HOST = data.host")).toEqual(["run", "run_patiently"]);
    expect(await stepsOf("URL = db.url")).toEqual(["run", "run_secretly_and_patiently"]);
  });

  it("is not when that is its own machine", async () => {
    expect(await stepsOf("HOST = app.host")).toEqual(["run", "run"]);
    expect(await stepsOf(`HOST = "x"`)).toEqual(["run", "run"]);
  });
});

describe("a program which is given the address of another machine", () => {
  const checks = async (environment: string): Promise<readonly string[]> => {
    const files = await buildSpec(spec(environment), "cloud-init");
    return [...(files.get("app.yaml") ?? "").matchAll(/^ +(unit_runs .*)$/gm)].map((match) => match[1] ?? "");
  };

  it("may start again and again for as long before the boot has failed", async () => {
    expect(await checks("HOST = db.host")).toEqual(["unit_runs api.service 900"]);
    expect(await checks("HOST = app.host")).toEqual(["unit_runs api.service"]);
  });
});

describe("keep_trying", () => {
  /** In dash, with a clock on which each look takes 300 s: what it says, and the exit status. */
  function tryIt(command: string): { readonly said: string; readonly status: number | null } {
    const script = [
      "set -eu",
      "now=0 tries=0",
      'date() { printf "%s\\n" "$(wc -l <"$clock")00"; echo >>"$clock"; echo >>"$clock"; echo >>"$clock"; }',
      "sleep() { :; }",
      "clock=$(mktemp)",
      "trap 'rm -f -- \"$clock\"' EXIT",
      'attempt() { tries=$((tries + 1)); echo "try $tries"; [ "$tries" -ge "$1" ]; }',
      provisionFunctions.keep_trying.text,
      `keep_trying ${command}`,
      "echo done",
    ];
    const { stdout, status } = spawnSync("dash", ["-c", `exec 2>/dev/null\n${script.join("\n")}`]);
    return { said: stdout.toString(), status };
  }

  it("goes on once the command has succeeded", () => {
    expect(tryIt("attempt 1")).toEqual({ said: "try 1\ndone\n", status: 0 });
    expect(tryIt("attempt 3")).toEqual({ said: "try 1\ntry 2\ntry 3\ndone\n", status: 0 });
  });

  it("gives up after a quarter of an hour, and fails", () => {
    expect(tryIt("attempt 99")).toEqual({ said: "try 1\ntry 2\ntry 3\n", status: 1 });
  });
});

/** Handlers that differ between environments, and those that two roles of a play share. */
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { buildSpec } from "../build-spec.ts";

type Handler = Readonly<Record<string, unknown>>;

async function handlersOf(spec: string, role: string): Promise<readonly Handler[]> {
  return load((await buildSpec(spec, "ansible")).get(`roles/${role}/handlers/main.yml`) ?? "[]") as Handler[];
}

describe("a command after a change that differs between environments", () => {
  const spec = `envspec 1

machine web { os = "debian-12" }

file "/etc/lab/a" { text = "x\\n" }

command c {
  run = "true"
  on-change = [file."/etc/lab/a"]
}

environment dev { host d { machine = web, address = "203.0.113.9" } }

environment prod {
  host p { machine = web, address = "203.0.113.10" }
  command.c.user = www-data
}
`;

  it("is a handler for each, which the one name reaches, and noted when the one that was meant has run", async () => {
    const [dev, prod, note] = await handlersOf(spec, "web");
    expect(dev).toMatchObject({ name: "Run c", register: "__web_c_ran", when: "web_command_c_variant == 'dev'" });
    expect(prod).toMatchObject({
      name: "Run c (2)",
      listen: ["Run c"],
      register: "__web_c_ran_2",
      when: "web_command_c_variant == 'prod'",
    });
    expect(note).toMatchObject({
      when: "(__web_c_ran is succeeded and __web_c_ran is not skipped) or (__web_c_ran_2 is succeeded and __web_c_ran_2 is not skipped)",
    });
  });
});

describe("handlers of a role behind a shared one", () => {
  const spec = `envspec 1

machine web { os = "debian-12" }
machine jobs { os = "debian-12" }

user anna {
  machine = [web, jobs]
  sudo = "ALL=(ALL:ALL) NOPASSWD: ALL"
  authorized-keys = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ4ph4XiQ4jWvXUe3gWJ0mzMBsVh3nPuKbNZz9XfKqfN anna"]
}

ssh-server { machine = [web, jobs] }

file "/etc/issue.net" {
  machine = web
  text = "x\\n"
  restarts = [ssh]
  after = [ssh-server]
}
`;

  it("leave a service alone whose configuration the shared one found bad, and are run before the host is stopped", async () => {
    const shared = await handlersOf(spec, "common");
    const own = await handlersOf(spec, "web");
    const question = shared.find(({ name }) => name === "Check the configuration of ssh");
    expect(own.find(({ name }) => name === "Restart ssh")).toMatchObject({
      when: `${String(question?.["register"])} is succeeded`,
    });
    const stop = (handlers: readonly Handler[]): unknown =>
      handlers.find(({ name }) => name === "Stop when a handler has failed")?.["when"];
    expect(stop(shared)).toEqual(["not ansible_check_mode", "ansible_play_role_names | last == 'common'"]);
    expect(stop(own)).toBe("not ansible_check_mode");
  });
});

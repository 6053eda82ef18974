import { describe, expect, test } from "vitest";
import { analyseText, modelOf } from "./helpers.ts";

const project = (body: string): string => `envspec 1

machine web { os = "debian-12" }
machine worker { os = "debian-12" }
machine old { os = "debian-11" }

${body}
`;

function machinesOf(body: string, id: string): readonly (readonly string[])[] {
  return modelOf(analyseText(project(body)))
    .resources.filter((one) => one.id === id)
    .map((one) => one.machines);
}

describe("what may differ from machine to machine", () => {
  test("is one resource for all machines on which it says the same", () => {
    expect(machinesOf('file "/etc/os" { text = "${this.machine.os}" }', 'file."/etc/os"')).toEqual([
      ["old"],
      ["web", "worker"],
    ]);
  });

  test("in a list, a block and an order too", () => {
    const body = `user shop { system = true }
schedule tidy {
  run = ["/usr/bin/true", "\${this.machine.os}"]
  user = shop
  at = "03:00"
  env { OS = "\${this.machine.os}" }
  after = [shop]
}`;
    expect(machinesOf(body, "schedule.tidy")).toEqual([["old"], ["web", "worker"]]);
  });

  test("is one resource for each machine where all differ", () => {
    expect(machinesOf('file "/etc/name" { text = "${this.machine}" }', 'file."/etc/name"')).toEqual([
      ["old"],
      ["web"],
      ["worker"],
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { forEveryHost } from "../../src/kinds/shared/every-host.ts";
import type { Machine } from "../../src/ir/model.ts";
import type { Hole, Text } from "../../src/ir/text.ts";
import { lowerFiles } from "./compile-spec.ts";

/** The machine `web` of a spec whose hosts have these addresses. */
function machineWith(...addresses: readonly (string | undefined)[]): Pick<Machine, "name" | "hosts"> {
  const hosts = addresses.map((address, index) => {
    const own = address === undefined ? "" : `, address = "${address}"`;
    return `  host web-${index + 1} { machine = web${own} }\n`;
  });
  const source = `envspec 1\n\nmachine web { os = "debian-12" }\n\nenvironment prod {\n${hosts.join("")}}\n`;
  const [program] = lowerFiles({ "main.envspec": source }).programs;
  const machine = program?.machines.find(({ name }) => name === "web");
  if (machine === undefined) throw new Error("no machine");
  return machine;
}

const line = (address: Hole, form: string): Text => [`${form} `, address, "\n"];

/** A text with its references as they are told apart here. */
function shown(text: Text): string {
  return text
    .map((part) => {
      if (typeof part === "string") return part;
      if (part.hole !== "address") return part.hole;
      const { host, every } = part;
      return every === undefined ? `<${host ?? "?"}>` : `[${every.before}|${every.family}|${every.after}]`;
    })
    .join("");
}

describe("a text for every host", () => {
  it("refers to all of a family at once", () => {
    expect(shown(forEveryHost(machineWith("10.0.0.1", "2001:db8::1", "10.0.0.2"), undefined, "", line))).toBe(
      "[ipv4 |ipv4|\n][ipv6 |ipv6|\n]",
    );
    expect(shown(forEveryHost(machineWith("10.0.0.1", "2001:db8::1"), undefined, " ", (address) => [address]))).toBe(
      "[|ipv4|] [|ipv6|]",
    );
  });

  it("names the hosts one by one where an address is a name, or missing", () => {
    expect(shown(forEveryHost(machineWith("10.0.0.1", "web.example.com"), undefined, "", line))).toBe(
      "ipv4 <web-1>\nname <web-2>\n",
    );
    expect(shown(forEveryHost(machineWith("10.0.0.1", undefined), undefined, "", line))).toBe("ipv4 <web-1>\n");
  });

  it("names them one by one where the piece holds another reference", () => {
    const port: Hole = {
      hole: "variable",
      name: "port",
      value: "80",
      encoding: "plain",
      span: { file: "", start: 0, end: 0 },
    };
    const piece = (address: Hole): Text => [address, ":", port, "\n"];
    expect(shown(forEveryHost(machineWith("10.0.0.1", "10.0.0.2"), undefined, "", piece))).toBe(
      "<web-1>:variable\n<web-2>:variable\n",
    );
  });

  it("says which thing is used, and nothing of the kind where the hosts only come in", () => {
    const machine = machineWith("10.0.0.1");
    expect(forEveryHost(machine, undefined, "", line)[0]).not.toHaveProperty("of");
    expect(forEveryHost(machine, "process.shop", "", line)[0]).toMatchObject({ of: "process.shop", machine: "web" });
  });

  it("is nothing without hosts", () => {
    expect(forEveryHost(machineWith(), undefined, "", line)).toEqual([]);
  });
});

import fc from "fast-check";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { buildSpec, compileSpec } from "../backends/build-spec.ts";

const runs = process.env["ENVC_LONG"] ? 10_000 : 100;

/** For each host the one that it goes through, by number; undefined: none. */
const ways = fc
  .integer({ min: 1, max: 8 })
  .chain((count) => fc.array(fc.option(fc.nat(count - 1), { nil: undefined }), { minLength: count, maxLength: count }));

function specOf(vias: readonly (number | undefined)[], keys: readonly boolean[]): string {
  const hosts = vias.map((via, index) => {
    const key = keys[index] === true ? `, key = "~/.ssh/k${index}"` : "";
    const ssh = `ssh { user = "u${index}"${key}${via === undefined ? "" : `, via = h${via}`} }`;
    return `  host h${index} { machine = web, address = "10.0.0.${index}", ${ssh} }`;
  });
  return `envspec 1\n\nmachine web { os = "debian-12" }\npackage nginx { machine = web }\n\nenvironment prod {\n${hosts.join("\n")}\n}\n`;
}

/** How many circles there are, found by walking so far that nothing but a circle is left. */
function countCircles(vias: readonly (number | undefined)[]): number {
  const circles = new Set<string>();
  for (const start of vias.keys()) {
    let here: number | undefined = start;
    for (const _ of vias) here = here === undefined ? undefined : vias[here];
    if (here === undefined) continue;
    const circle = [here];
    for (let next = vias[here]; next !== undefined && next !== here; next = vias[next]) circle.push(next);
    circles.add(circle.sort((a, b) => a - b).join(" "));
  }
  return circles.size;
}

describe("ways through other hosts", () => {
  it("are refused exactly when they go in a circle, once for each", async () => {
    await fc.assert(
      fc.asyncProperty(ways, async (vias) => {
        const { diagnostics } = await compileSpec(specOf(vias, []), ["ansible"]);
        expect(diagnostics.map((one) => one.code)).toEqual(Array.from({ length: countCircles(vias) }, () => "E0530"));
      }),
      { numRuns: runs },
    );
  });

  it("lead through every hop in order, and every hop says how to get to it", async () => {
    const straight = ways.filter((vias) => countCircles(vias) === 0);
    const keys = fc.array(fc.boolean(), { minLength: 8, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(straight, keys, async (vias, keyed) => {
        const files = await buildSpec(specOf(vias, keyed), "ansible");
        const inventory = load(files.get("inventories/prod/hosts.yml") ?? "") as {
          all: { children: { web: { vars?: Record<string, string>; hosts: Record<string, Record<string, string>> } } };
        };
        const { vars = {}, hosts } = inventory.all.children.web;
        for (const start of vias.keys()) {
          const hops: number[] = [];
          for (let via = vias[start]; via !== undefined; via = vias[via]) hops.unshift(via);
          const option = { ...vars, ...hosts[`h${start}`] }["ansible_ssh_common_args"];
          const variable = hops.some((hop) => keyed[hop]) ? "ssh_hop" : "ssh_jump";
          const named = [...(option ?? "").matchAll(/hostvars\['h(\d+)'\]\['(\w+)'\]/g)];
          expect(named.map(([, hop, name]) => [Number(hop), name])).toEqual(hops.map((hop) => [hop, variable]));
          for (const hop of hops) expect({ ...vars, ...hosts[`h${hop}`] }).toHaveProperty(variable);
        }
      }),
      { numRuns: runs },
    );
  });
});

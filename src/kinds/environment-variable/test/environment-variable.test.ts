import { expect, test } from "vitest";
import { compileSpec } from "../../../../test/backends/build-spec.ts";
import { codesOf, lowerBlocks, opWith } from "../../../../test/kinds/compile-spec.ts";
import { literalOf } from "../../../ir/text.ts";

const dropIn = "/etc/systemd/system/service.d/environment-no_proxy.conf";

function idsOf(blocks: string): readonly string[] {
  return lowerBlocks(blocks).ops.flatMap((op) => (op.op === "directory" ? [] : [op.id]));
}

test("sessions have it by a line that takes the place of an older one", () => {
  const op = opWith(
    lowerBlocks('environment-variable EDITOR { value = "vim -u NONE" }'),
    "edit:environment-variable:EDITOR",
  );
  if (op.op !== "edit" || op.edit.edit !== "line") throw new Error("no line");
  expect(op.path).toBe("/etc/environment");
  expect(literalOf(op.edit.line)).toBe('EDITOR="vim -u NONE"');
  expect(op.edit.match).toBe("^[ \\t]*(export[ \\t]+)?EDITOR=");
});

test("services have it by a file for all of them, encoded for systemd", () => {
  const machine = lowerBlocks('environment-variable no_proxy {\n  value = "a%b, c"\n  scope = services\n}');
  expect(opWith(machine, `file:${dropIn}`)).toMatchObject({
    content: { text: ['[Service]\nEnvironment="no_proxy=a%%b, c"\n'] },
  });
  expect(idsOf('environment-variable no_proxy {\n  value = "a"\n  scope = services\n}')).toEqual([`file:${dropIn}`]);
  expect(idsOf('environment-variable no_proxy {\n  value = "a"\n  scope = everywhere\n}').toSorted()).toEqual([
    "edit:environment-variable:no_proxy",
    `file:${dropIn}`,
  ]);
});

test("an absent one is nowhere", () => {
  expect(idsOf("absent environment-variable no_proxy").toSorted()).toEqual([
    `absent-path:${dropIn}`,
    "edit:environment-variable:no_proxy",
  ]);
});

test("what a login sets anew, and what its file cannot hold, is refused", () => {
  expect(codesOf('environment-variable PATH { value = "/opt/bin" }')).toEqual(["E0435"]);
  expect(codesOf("environment-variable EDITOR")).toEqual(["E0444"]);
  for (const value of ["a#b", "it's", '\\"quoted\\"', "\\$HOME", "a\\nb", " a"])
    expect(codesOf(`environment-variable EDITOR { value = "${value}" }`), value).toEqual(["E0427"]);
});

test("in a container each program has it, and its own counts more; what is for sessions is said at its line", async () => {
  const spec = `envspec 1

os = "debian-12"

package nginx
service nginx

environment-variable MODE {
  value = "open"
  scope = services
}

environment-variable [no_proxy, OWN] {
  value = "a 100%"
  scope = everywhere
}

environment-variable EDITOR { value = "vim" }

process web {
  run = ["/usr/bin/env"]
  user = www-data
  env { OWN = "mine" }
}
`;
  const { builds, diagnostics, report } = await compileSpec(spec, ["dockerfile"]);
  const file = builds[0]?.files.find(({ path }) => path === "Dockerfile")?.content;
  const [, web, nginx] = String(file)
    .split(/^FROM /m)
    .slice(1);
  expect(web).toMatch(/^ENV MODE=open \\\n +OWN=mine \\\n +no_proxy="a 100%"$/m);
  expect(nginx).toMatch(/^ENV MODE=open \\\n +OWN="a 100%" \\\n +no_proxy="a 100%"$/m);
  expect(diagnostics.filter(({ code }) => code === "W0829").map(({ title }) => title)).toEqual([
    expect.stringContaining("`environment-variable.EDITOR`"),
  ]);
  const supports = (report.builds[0]?.lines ?? []).flatMap(({ resource, op, support }) =>
    resource.startsWith("environment-variable") && !op.startsWith("directory:") ? [`${resource} ${support}`] : [],
  );
  expect([...new Set(supports)].toSorted()).toEqual([
    "environment-variable.EDITOR none",
    "environment-variable.MODE adapted",
    "environment-variable.OWN adapted",
    "environment-variable.no_proxy adapted",
  ]);
});

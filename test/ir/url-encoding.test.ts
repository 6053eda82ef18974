/** A value in a URL: the compiler's encoder and those that run with the targets give the same characters. */
import { execFileSync, spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secrets } from "../../src/backends/cloud-init/functions/secrets.ts";
import { templateHole } from "../../src/backends/ansible/jinja.ts";
import { exportSecrets } from "../../src/backends/dockerfile/entrypoint.ts";
import { encodeHoleValue } from "../../src/ir/resolve-text.ts";
import { encodeText } from "../../src/ir/systemd-words.ts";
import type { Hole } from "../../src/ir/text.ts";
import { nastyStrings } from "../properties/yaml-arbitraries.ts";

const span = { file: "main.envspec", start: 0, end: 0 };
const secret: Hole = { hole: "secret", name: "s", encoding: "url", span };
const values = [...nastyStrings, "p@ss:w/rd ?#[]%41&=+'\"\\$`", "é€🙂", "two\nlines\n", "-._~"].filter(
  (value) => !value.includes("\u0000") && !/\p{Surrogate}/u.test(value) && value !== "",
);
const hasAnsible = spawnSync("python3", ["-c", "import jinja2"]).status === 0;

describe("a value in a URL", () => {
  it("is read back by any reader of URLs, whatever characters it has", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (value) => {
        const encoded = encodeHoleValue(value, "url");
        expect(encoded).toMatch(/^(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*$/);
        if (!/\p{Surrogate}/u.test(value)) expect(decodeURIComponent(encoded)).toBe(value);
      }),
    );
    for (const value of values)
      expect(new URL(`redis://:${encodeHoleValue(value, "url")}@h`).password).not.toContain("@");
  });

  it("needs nothing more inside quotes but a doubled % on a unit's line", () => {
    const of = (encoding: "env-file" | "systemd-exec"): unknown => encodeText([secret], encoding);
    expect(of("env-file")).toEqual([secret]);
    expect(of("systemd-exec")).toEqual([{ ...secret, encoding: "url-systemd" }]);
    expect(encodeHoleValue("a b", "url-systemd")).toBe("a%%20b");
  });

  it.skipIf(!hasAnsible)("is the same by Ansible's filters", () => {
    const template = templateHole(secret, () => ({ expression: "value", needsEncoding: true }));
    const program = `import json, sys, jinja2
template = jinja2.Environment().from_string(sys.argv[1])
print(json.dumps([template.render(value=value) for value in json.load(sys.stdin)]))`;
    const out = execFileSync("python3", ["-c", program, template], { input: JSON.stringify(values) });
    expect(JSON.parse(out.toString())).toEqual(values.map((value) => encodeHoleValue(value, "url")));
  });

  it("is the same by what a first boot and a container run", () => {
    const perl = /perl -0777 -pe '[^']*'/;
    const boot = perl.exec(secrets.print_parts.text)?.[0] ?? "";
    const context = {} as Parameters<typeof exportSecrets>[1];
    const container = exportSecrets([{ name: "X", value: [secret] }], context, () => "s").join("\n");
    expect(perl.exec(container)?.[0]).toBe(boot);
    const some = values.slice(-20);
    const script = `for value do printf %s "$value" | ${boot}; echo; done`;
    const lines = execFileSync("sh", ["-c", script, "sh", ...some])
      .toString()
      .split("\n");
    expect(lines.slice(0, -1)).toEqual(some.map((value) => encodeHoleValue(value, "url")));
  }, 60_000);
});

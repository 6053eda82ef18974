/** A secret that is asked for: what envc writes is run by the real Ansible in a real terminal, and somebody types. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildSpec } from "../build-spec.ts";

const question = "The key at the provider";
const spec = `envspec 1

os = "debian-12"

secret key = ask("${question}")

host web-1 { address = "203.0.113.10" }

file "/etc/key" { text = "\${key}" }
`;
const terminal = fileURLToPath(new URL("../../terminal.py", import.meta.url));
const isThere = spawnSync("ansible-playbook", ["--version"]).error === undefined;

describe.skipIf(!isThere)("a secret that is asked for", () => {
  let folder = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "envc-prompt-"));
    for (const [path, text] of await buildSpec(spec, "ansible")) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Only what a play does before its roles, on this machine, where it reads facts and changes nothing. */
  const answer = (text: string): { readonly code: number | null; readonly output: string } => {
    // The system that it is written for is not asked about here.
    const extra = [
      "ansible_connection=local ansible_become=false",
      '{"ansible_facts": {"distribution": "Debian", "distribution_major_version": "12"}}',
    ];
    const words = [
      "-i",
      "inventories/default",
      "site.yml",
      "--check",
      "--tags",
      "nothing",
      ...extra.flatMap((one) => ["-e", one]),
    ];
    const ran = spawnSync("python3", [terminal, "ansible-playbook", ...words], {
      cwd: folder,
      env: {
        ...process.env,
        ANSWERS: JSON.stringify({ [question]: text }),
        ANSIBLE_NOCOLOR: "1",
        ANSIBLE_HOME: folder,
      },
      encoding: "utf8",
    });
    return { code: ran.status, output: `${ran.stdout}${ran.stderr}` };
  };

  it("is what was typed, and shown to nobody", { timeout: 120_000 }, () => {
    const { code, output } = answer("it's $1 {{ x }}");
    expect(output.match(new RegExp(question, "g"))).toHaveLength(1);
    expect(output).toContain("ok=");
    expect(output).not.toContain("$1");
    expect(code, output).toBe(0);
  });

  it("stops the play when nobody typed anything", { timeout: 120_000 }, () => {
    const { code, output } = answer("");
    expect(output).toContain("main_key was not given");
    expect(code).not.toBe(0);
  });
});

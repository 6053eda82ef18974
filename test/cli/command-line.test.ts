import { describe, expect, it } from "vitest";
import { type MemoryPlatform } from "../../src/platform/memory-platform.ts";
import { envc, start } from "./run-in-memory.ts";

const spec = `envspec 1

os = "debian-12"

package nginx

file "/etc/motd" {
  text = "Hello\\n"
}

service nginx
`;

const environments = `envspec 1

os = "debian-12"

let greeting = "Hello"

file "/etc/motd" {
  text = "\${greeting}\\n"
}

environment dev {
  target = dockerfile
}

environment prod {
  greeting = "Welcome"
}
`;

describe("the command line", () => {
  it("prints its version", async () => {
    expect(await envc(start({}), "--version")).toEqual({ code: 0, out: "0.1.0\n", err: "" });
  });

  it("teaches", async () => {
    const { code, out } = await envc(start({}), "--help");
    expect(code).toBe(0);
    for (const word of ["init", "build", "check", "fmt", "show", "explain", "completion", "Exit codes"])
      expect(out).toContain(word);
    for (const command of ["init", "build", "check", "fmt", "show", "explain", "completion"]) {
      const help = await envc(start({}), command, "--help");
      expect(help.code).toBe(0);
      expect(help.out).toContain("Examples:");
    }
  });

  it.each([
    [["biuld"], "Did you mean build?"],
    [["build", "--taget", "x"], "Did you mean --target?"],
    [["check", "--format", "xml"], "Allowed choices"],
    [["build", "--emit", "tokens"], "Allowed choices"],
    [["completion", "tcsh"], "bash"],
    [["explain", "proces"], "Did you mean `process`?"],
    [["explain", "E9999"], "nothing called"],
    [["build"], "no .envspec file in this folder"],
    [["check", "nowhere"], "E0920"],
    [["fmt", "-", "x"], "stands alone"],
    [["init"], "--template"],
  ])("%j is wrong usage", async (words, message) => {
    const { code, out, err } = await envc(start({}), ...words);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
  });

  it("without words shows the help, which is not what was asked for", async () => {
    const { code, out } = await envc(start({}));
    expect(code).toBe(2);
    expect(out).toContain("Usage: envc");
  });

  it("asks which file when there are several", async () => {
    const { code, err } = await envc(start({ "a.envspec": spec, "b.envspec": spec }), "check");
    expect(code).toBe(2);
    expect(err).toContain("a.envspec, b.envspec");
  });

  it("takes a folder with one spec", async () => {
    expect((await envc(start({ "shop/a.envspec": spec }), "check", "shop")).out).toBe(
      "shop/a.envspec: no mistakes found; what each target makes of it, `envc build --dry-run` says\n",
    );
  });

  it("calls an exception a bug, briefly, and shows the stack only when told to", async () => {
    for (const debug of [false, true]) {
      const platform = start({ "a.envspec": spec }, { environment: debug ? { ENVC_DEBUG: "1" } : {} });
      const broken: MemoryPlatform = {
        ...platform,
        files: {
          ...platform.files,
          resolve: () => {
            throw new TypeError("boom");
          },
        },
      };
      const { code, out, err } = await envc(broken, "check");
      expect({ code, out }).toEqual({ code: 70, out: "" });
      expect(err).toContain("this is a bug in envc 0.1.0, not in your file: boom");
      expect(err.includes("    at ")).toBe(debug);
    }
  });

  it("prints no colour unless told to, and in a terminal", async () => {
    const bad = { "a.envspec": spec.replace("nginx", "nginx\nfile x { txt = 1 }") };
    const plain = await envc(start(bad), "check");
    expect(plain.err + plain.out).not.toContain("\u001b");
    expect((await envc(start(bad, { isTerminal: true }), "check")).err).toContain("\u001b[");
    expect((await envc(start(bad, { isTerminal: true, environment: { NO_COLOR: "1" } }), "check")).err).not.toContain(
      "\u001b",
    );
  });
});

describe("a name on the command line that there is none of", () => {
  it.each([
    [["build", "--env", "pord"], "envc build --env pord", "did you mean `prod`?"],
    [["build", "-e", "pord", "--emit", "ir"], "envc build --env pord", "did you mean `prod`?"],
    [["build", "-t", "ansibel"], "envc build --target ansibel", "did you mean `ansible`?"],
    [["show", "--env", "pord"], "envc show --env pord", "did you mean `prod`?"],
  ])("%j is shown there, and not at the first line of the file", async (words, shown, help) => {
    const { code, err } = await envc(start({ "shop.envspec": environments }), ...words);
    expect(code).toBe(words.includes("--emit") ? 1 : 2);
    expect(err).toContain(` 1 │ ${shown}\n`);
    expect(err).toContain("┌─ command line:1:");
    expect(err).toContain(help);
    expect(err).not.toContain("envspec 1");
  });
});

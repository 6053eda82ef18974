import { describe, expect, it } from "vitest";
import { createMemoryPlatform } from "../../src/platform/memory-platform.ts";
import { snapshot } from "./output-helpers.ts";
import { envc, start, text } from "./run-in-memory.ts";

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

/** Bytes that no packing makes smaller, as a text. */
const noise = Array.from(
  { length: 40_000 },
  (_, n) => ((n * 2_654_435_761) % 2 ** 32).toString(36) + ((n * 40_503 + 7) ** 2 % 1e9).toString(36),
).join("\n");

describe("build", () => {
  it("says in which environment a file is too large for all providers, and has nobody paste it", async () => {
    const huge =
      environments.replace("target = dockerfile", "target = cloud-init") + 'file "/huge" { text = file("./huge") }\n';
    const platform = start({ "shop.envspec": huge, huge: noise });
    const { out, err } = await envc(platform, "build");
    expect(err.match(/the cloud-init file of `shop` in `(?:dev|prod)`/g)).toEqual([
      "the cloud-init file of `shop` in `dev`",
      "the cloud-init file of `shop` in `prod`",
    ]);
    expect(out.slice(out.indexOf("Next:"))).not.toContain("user data");
    expect(out.slice(out.indexOf("Next:"))).toContain("ansible-playbook");
  });

  it("writes every target, the report and the maps, and says what to do next", async () => {
    const platform = start({ "shop.envspec": spec });
    const { code, out, err } = await envc(platform, "build");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("Built shop.envspec");
    expect(out).toContain("ansible-playbook");
    expect(out).toMatch(/package\S*nginx/);
    const paths = Object.keys(snapshot(platform.files, "/work/out"));
    expect(paths).toEqual(
      expect.arrayContaining([
        ".envc-manifest.json",
        "ansible.map.json",
        "ansible/site.yml",
        "cloud-init.map.json",
        "dockerfile.map.json",
        "envc-report.json",
      ]),
    );
    const report = JSON.parse(text(platform, "out/envc-report.json")) as { builds: { target: string }[] };
    expect(report.builds.map(({ target }) => target)).toEqual(["ansible", "cloud-init", "dockerfile"]);
  });

  describe("says what to type next", () => {
    const next = async (body: string): Promise<string> => {
      const { out, err } = await envc(start({ "shop.envspec": `envspec 1\n\n${body}` }), "build");
      expect(err).not.toContain("error");
      return out.slice(out.indexOf("Next:"));
    };
    const machine = 'os = "debian-12"\npackage nginx\n';

    it("without a host, the line that Ansible needs", async () => {
      expect(await next(machine)).toContain('  host web-1 { address = "203.0.113.11" }\n');
      expect(await next(machine)).toContain("into shop.envspec, and build again");
      const inEnvironment = await next(
        'machine lb {\n  os = "debian-12"\n}\nenvironment prod {\n  target = ansible\n}\n',
      );
      expect(inEnvironment).toContain('  host lb-1 { machine = lb, address = "203.0.113.11" }\n');
      expect(inEnvironment).toContain("into `environment prod` of shop.envspec");
    });

    it("the line works, and is not said again", async () => {
      const again = await next(`${machine}host web-1 { address = "203.0.113.11" }\n`);
      expect(again).not.toContain("knows no server");
      expect(again).toContain("ansible-playbook");
    });

    it("`up` only when something starts", async () => {
      expect(await next(machine)).toContain("docker compose build\n");
      expect(await next(machine)).not.toContain("docker compose up");
      expect(await next(`${machine}service nginx\n`)).toContain("docker compose up --build\n");
    });

    it("the values that the vault lacks, until there is one", async () => {
      const secret = 'secret key\nsecret other = env("OTHER")\nfile "/etc/key" { text = "${key}${other}" }\n';
      const only = "environment prod {\n  target = ansible\n}\n";
      const type = "envc secret set key shop.envspec --env prod\n";
      expect(await next(`${machine}${secret}${only}`)).toContain(type);
      expect(await next(`${machine}${secret}${only}`)).not.toContain("secret set other");
      const made = start({
        "shop.envspec": `envspec 1\n\n${machine}${secret}${only}`,
        "secrets/prod.vault.yml": "$ANSIBLE_VAULT;1.1;AES256\n00\n",
      });
      expect((await envc(made, "build")).out).not.toContain(type);
      const own = start({
        "shop.envspec": `envspec 1\n\n${machine}${secret}${only}`,
        "out/ansible/inventories/prod/group_vars/all/vault.yml": "",
      });
      expect((await envc(own, "build")).out).not.toContain(type);
    });

    it("the file for a new server, or what says which of several it is", async () => {
      expect(await next(machine)).toContain("cat out/cloud-init/shop.yaml\n");
      const two = await next('machine [web, db] { os = "debian-12" }\npackage nginx { machine = web }\n');
      expect(two).toContain("less out/cloud-init/README.md\n    says which file is for which server");
    });

    it(".env when Compose takes something from it", async () => {
      const secret = 'secret key = env("KEY")\nfile "/etc/key" { text = "${key}" }\n';
      const only = "environment dev {\n  target = dockerfile\n}\n";
      expect(await next(`${machine}${secret}${only}`)).toContain(
        "cp out/dev/dockerfile/.env.example out/dev/dockerfile/.env\n",
      );
      expect(await next(`${machine}${only}`)).not.toContain(".env");
      const filled = start({
        "shop.envspec": `envspec 1\n\n${machine}${secret}${only}`,
        "out/dev/dockerfile/.env": "KEY=x\n",
      });
      expect((await envc(filled, "build", "--force")).out).not.toContain("cp out");
    });
  });

  it("takes the file that no other one uses when none is named", async () => {
    const platform = start({ "shop.envspec": `${spec}\nuse "./part.envspec"\n`, "part.envspec": "envspec 1\n" });
    const { code, out } = await envc(platform, "build");
    expect(code).toBe(0);
    expect(out).toContain("Built shop.envspec");
  });

  it("leaves what another file's build wrote, unless it is told to", async () => {
    const platform = start({ "shop.envspec": spec, "blog.envspec": spec });
    await envc(platform, "build", "shop.envspec");
    const before = snapshot(platform.files, "/work/out");
    const refused = await envc(platform, "build", "blog.envspec");
    expect(refused.code).toBe(3);
    expect(refused.err).toContain("E0912");
    expect(refused.err).toContain("shop.envspec");
    expect(snapshot(platform.files, "/work/out")).toEqual(before);
    expect((await envc(platform, "build", "blog.envspec", "--force")).code).toBe(0);
  });

  it("writes nothing the second time, and says so", async () => {
    const platform = start({ "shop.envspec": spec });
    await envc(platform, "build");
    const look = () => [platform.files.inspect("/work/out"), platform.files.inspect("/work/out/ansible/site.yml")];
    const before = look();
    expect((await envc(platform, "build")).out).toContain("Nothing changed");
    expect(look()).toEqual(before);
  });

  it("names what is no longer described, because servers keep it", async () => {
    const platform = start({ "shop.envspec": spec });
    await envc(platform, "build");
    const change = (changed: string): void => {
      platform.files.removeFile("/work/shop.envspec");
      platform.files.create("/work/shop.envspec", new TextEncoder().encode(changed), false);
    };
    change(spec.replace(/file "\/etc\/motd" \{[^}]*\}\n/, ""));
    const { out } = await envc(platform, "build");
    expect(out).toContain(
      'No longer described; servers that have it keep it:\n  file."/etc/motd"\n  absent file "/etc/motd" in the place of the block takes it away.\n',
    );
    expect((await envc(platform, "build")).out).not.toContain("No longer described");
    change(spec.replace(/file "\/etc\/motd" \{[^}]*\}\n/, 'absent file "/etc/motd"\n'));
    await envc(platform, "build");
    change(spec.replace(/file "\/etc\/motd" \{[^}]*\}\n/, ""));
    expect((await envc(platform, "build")).out).not.toContain("No longer described");
  });

  it("names the last thing of a machine, but nothing of a machine that is gone", async () => {
    const machines = (more: string): string =>
      `envspec 1\n\nmachine web {\n  os = "debian-12"\n  package nginx\n}\n\n${more}environment prod {\n  target = ansible\n  host web-1 { machine = web, address = "203.0.113.1" }\n}\n`;
    const next = async (changed: string): Promise<string> => {
      const platform = start({
        "shop.envspec": machines('machine jobs {\n  os = "debian-12"\n  package redis-server\n}\n\n'),
      });
      await envc(platform, "build");
      platform.files.removeFile("/work/shop.envspec");
      platform.files.create("/work/shop.envspec", new TextEncoder().encode(changed), false);
      return (await envc(platform, "build")).out;
    };
    expect(await next(machines('machine jobs { os = "debian-12" }\n\n'))).toContain(
      "  prod · jobs: package.redis-server\n  absent package redis-server in the place",
    );
    expect(await next(machines(""))).not.toContain("No longer described");
  });

  it("gives the same bytes wherever and whenever it runs", async () => {
    const one = start({ "shop.envspec": spec });
    const two = createMemoryPlatform({ files: { "/somewhere/else/shop.envspec": spec }, workingFolder: "/somewhere" });
    await envc(one, "build");
    await envc(two, "build", "else/shop.envspec", "--out", "/tmp/result");
    expect(snapshot(two.files, "/tmp/result")).toEqual(snapshot(one.files, "/work/out"));
  });

  it("writes nothing at all when there is an error", async () => {
    const platform = start({ "shop.envspec": spec.replace("text =", "txt =") });
    const { code, out, err } = await envc(platform, "build");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("┌─ shop.envspec:8:3");
    expect(platform.files.list("/work")).toEqual(["shop.envspec"]);
  });

  it("puts environments in folders of their own, aside from what they share, and asks each for its targets", async () => {
    const platform = start({ "shop.envspec": environments });
    const { code, out } = await envc(platform, "build");
    expect(code).toBe(0);
    expect(out).toContain("ansible (prod)");
    expect(platform.files.list("/work/out")).toEqual([
      ".envc-base.json",
      ".envc-manifest.json",
      "ansible",
      "ansible.map.json",
      "dev",
      "envc-report.json",
      "prod",
    ]);
    expect(platform.files.list("/work/out/dev")).toEqual(["dockerfile", "dockerfile.map.json"]);
    expect(platform.files.list("/work/out/prod")).not.toContain("ansible");
  });

  it("of one target or environment leaves the others, in the report too", async () => {
    const platform = start({ "shop.envspec": environments });
    await envc(platform, "build");
    const full = snapshot(platform.files, "/work/out");
    expect((await envc(platform, "build", "--target", "ansible")).code).toBe(0);
    const withDev = snapshot(platform.files, "/work/out");
    expect(Object.keys(withDev)).toContain("ansible/inventories/dev/hosts.yml");
    expect(withDev["prod/cloud-init.map.json"]).toBe(full["prod/cloud-init.map.json"]);
    // What environments share is made of those that are asked for; what dev has for itself stays.
    await envc(platform, "build", "--env", "prod");
    expect(snapshot(platform.files, "/work/out")).toEqual(full);
    // And an environment without the target says nothing about it.
    await envc(platform, "build", "--env", "dev");
    expect(snapshot(platform.files, "/work/out")).toEqual(full);
    await envc(platform, "build");
    expect(snapshot(platform.files, "/work/out")).toEqual(full);
  });

  it("refuses with exit code 3 what it would overwrite, and does it with --force", async () => {
    const platform = start({ "shop.envspec": spec, "out/ansible/site.yml": "mine\n" });
    const { code, err } = await envc(platform, "build");
    expect(code).toBe(3);
    expect(err).toContain("`out/ansible/site.yml` is in the way");
    expect(snapshot(platform.files, "/work/out")).toEqual({ "ansible/site.yml": "mine\n" });
    expect((await envc(platform, "build", "--force")).code).toBe(0);
  });

  it("only says what it would do in a dry run", async () => {
    const platform = start({ "shop.envspec": spec });
    const { code, out } = await envc(platform, "build", "--dry-run");
    expect(code).toBe(0);
    expect(out).toContain("+ ansible/site.yml");
    expect(platform.files.list("/work")).toEqual(["shop.envspec"]);
  });

  it.each([["."], [".."], ["/"], ["/work"]])(
    "does not take %s, which holds the project, for its output",
    async (out) => {
      expect((await envc(start({ "shop.envspec": spec }), "build", "--out", out)).code).toBe(2);
    },
  );

  it.each(["ast", "model", "ir"])("emits the %s as stable JSON and writes nothing", async (form) => {
    const platform = start({ "shop.envspec": environments });
    const { code, out, err } = await envc(platform, "build", "--emit", form);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out)).toMatchObject({ format: 1 });
    expect((await envc(platform, "build", "--emit", form)).out).toBe(out);
    expect(platform.files.list("/work")).toEqual(["shop.envspec"]);
  });

  it("unknown targets and environments are usage errors with what there is", async () => {
    const platform = start({ "shop.envspec": environments });
    const target = await envc(platform, "build", "--target", "docker");
    expect(target.code).toBe(2);
    expect(target.err).toContain("`dockerfile`");
    const environment = await envc(platform, "build", "--env", "prd");
    expect(environment.code).toBe(2);
    expect(environment.err).toContain("did you mean `prod`?");
  });
});

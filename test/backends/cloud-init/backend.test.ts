import { describe, expect, it } from "vitest";
import { cloudInit } from "../../../src/backends/cloud-init/backend.ts";
import type { Hole } from "../../../src/ir/text.ts";
import { build, codes, readBack, script, steps, textOf, variable } from "./read-back.ts";
import {
  base,
  execOp,
  fileOp,
  groupOp,
  host,
  machine,
  packageOp,
  program,
  rawOp,
  span,
  userOp,
} from "./small-program.ts";

describe("a cloud-config file", () => {
  it("begins with the line that makes cloud-init read it, and is the same every time", () => {
    const ops = [fileOp("/etc/motd", "Hello\n")];
    expect(textOf(build(ops))).toMatch(/^#cloud-config\n#\n# This machine is described in shop\.envspec/);
    expect(textOf(build(ops))).toBe(textOf(build(ops)));
  });

  it("keeps the image's user, lets no password in, and nobody in as root unless a host says so", () => {
    const data = readBack(textOf(build([])));
    expect(data).toMatchObject({ users: ["default"], ssh_pwauth: false, disable_root: true, locale: "false" });
    const asRoot = build([], { hosts: [host("web-1", { ssh: { user: "root" } })] });
    expect(readBack(textOf(asRoot))["disable_root"]).toBe(false);
  });

  it("sets a name with dots as a whole", () => {
    const named = build([{ ...base("hostname:", "Set the hostname"), op: "hostname", hostname: ["web.example.com"] }]);
    expect(readBack(textOf(named))).toMatchObject({
      hostname: "web",
      fqdn: "web.example.com",
      prefer_fqdn_over_hostname: true,
      preserve_hostname: false,
    });
  });

  it("maps lines of files and of the script to their ops", () => {
    const result = build([packageOp("nginx"), fileOp("/etc/motd", "Hello\nyou\n")]);
    const lines = textOf(result).split("\n");
    const map = result.files.find((file) => file.path === "web.yaml")?.map ?? [];
    const linesOf = (op: string): string[] =>
      map.filter((entry) => entry.op === op).flatMap((entry) => lines.slice(entry.from - 1, entry.to));
    expect(linesOf("package:nginx").join("\n")).toContain("install_packages --no-install-recommends nginx");
    expect(linesOf("file:/etc/motd").join("\n")).toMatch(/- path: .*\/etc\/motd[^]*Hello\n[^]*put_file \/etc\/motd/);
    expect(linesOf("package:nginx").join("\n")).not.toContain("motd");
  });
});

describe("files", () => {
  it("are written by cloud-init itself as long as nothing comes before them", () => {
    const first = fileOp("/etc/apt/apt.conf.d/99-x", "A;\n");
    const data = readBack(textOf(build([first, packageOp("nginx"), fileOp("/etc/motd", "x\n")])));
    const paths = data.write_files.map((file) => file.path);
    expect(paths.slice(0, 2)).toEqual(["/etc/apt/apt.conf.d/99-x", "/var/lib/provision/files/etc/motd"]);
    expect(data.write_files[0]).toMatchObject({ owner: "root:root", permissions: "0644" });
    expect(data.write_files[1]).toMatchObject({ permissions: "0600" });
  });

  it.each([
    ["an owner of their own", { owner: "www-data" }],
    ["a setuid bit", { mode: "4755" }],
    ["a check", { validate: ["visudo", "-cf", "%s"] }],
    ["a service that waits for them", { triggers: [{ action: "restart", target: "service:x.service" }] as const }],
  ])("are put in place by the script when they have %s", (_, more) => {
    const text = textOf(build([fileOp("/etc/thing", "x\n", more)]));
    expect(steps(text)).toContain("put_file /etc/thing");
    expect(readBack(text).write_files[0]?.path).toBe("/var/lib/provision/files/etc/thing");
  });

  it("are text when people can read them and base64 when not", () => {
    const bytes = new Uint8Array([0, 255, 10]);
    const binary = fileOp("/b", "", { content: { from: "bytes", file: { path: "b", bytes } } });
    const [raw, control, text] = readBack(
      textOf(build([fileOp("/t", "yes"), fileOp("/c", "\u0001"), binary])),
    ).write_files;
    expect(text).toMatchObject({ content: "yes" });
    expect(text?.encoding).toBeUndefined();
    expect(control).toMatchObject({ encoding: "b64", content: "AQ==" });
    expect(raw).toMatchObject({ encoding: "b64", content: "AP8K" });
  });

  it("of a tree get their folders first, and programs stay programs", () => {
    const text = textOf(
      build([
        {
          ...base("tree:/srv/www", "Copy /srv/www"),
          op: "tree",
          path: "/srv/www",
          owner: "root",
          group: "root",
          directoryMode: "0755",
          fileMode: "0640",
          folder: {
            path: "www",
            directories: ["a"],
            files: [{ path: "a/run", bytes: new Uint8Array(), executable: true }],
          },
        },
      ]),
    );
    expect(steps(text)).toContain("make_directory /srv/www/a root root 0755\nput_file /srv/www/a/run root root 0750\n");
  });
});

describe("hosts", () => {
  const motd = fileOp("/etc/motd", ["This is ", variable("name"), "\n"]);

  it("share one file when nothing differs", () => {
    const result = build([fileOp("/etc/motd", ["v ", variable("domain", "a.example")])], {
      hosts: [host("a"), host("b")],
    });
    expect(result.files.map((file) => file.path)).toEqual(["README.md", "web.yaml"]);
    expect(readBack(textOf(result)).write_files[0]?.content).toBe("v a.example");
  });

  it("get a file each when they answer a value themselves", () => {
    const values = (text: string) => ({ name: { is: "text", text: [text] } as const });
    const hosts = [host("a", { values: values("one") }), host("b", { values: values("two") })];
    const result = build([motd], { hosts });
    expect(result.files.map((file) => file.path)).toEqual(["README.md", "web/a.yaml", "web/b.yaml"]);
    expect(readBack(textOf(result, "web/b.yaml")).write_files[0]?.content).toBe("This is two\n");
  });

  it("are asked for when a value is missing", () => {
    expect(codes(build([motd]))).toEqual(["E0842"]);
    expect(codes(build([motd], { hosts: [host("a")] }))).toEqual(["E0842"]);
    expect(build([motd]).files).toEqual([]);
  });

  it("know the address of other machines and call themselves local", () => {
    const address = (name: string): Hole => ({ hole: "address", machine: name, encoding: "plain", span });
    const web = machine([fileOp("/x", [address("web"), " ", address("db")])]);
    const db = machine([], { name: "db", hosts: [host("db-1", { machine: "db", address: "203.0.113.9" })] });
    const result = cloudInit.build(program(web, db), {});
    expect(readBack(textOf(result)).write_files[0]?.content).toBe("127.0.0.1 203.0.113.9");
  });
});

describe("refusals", () => {
  const secret: Hole = { hole: "secret", name: "api-key", encoding: "plain", span };

  it("name the secret, at the place where it is used, and write nothing", () => {
    for (const op of [
      fileOp("/etc/app", ["key=", secret]),
      userOp("app", 2000, { passwordSecret: "api-key", locked: false }),
      execOp("x", "x", { environment: [{ name: "K", value: [secret] }] }),
    ]) {
      const result = build([op]);
      expect(result.diagnostics.map((each) => [each.code, each.title, each.span])).toEqual([
        ["E0840", "the secret `api-key` cannot be in a cloud-init file", span],
      ]);
      expect(result.files).toEqual([]);
      expect(result.rows[0]?.support.support).toBe("none");
    }
  });

  it("name each secret once, and all of them in one go", () => {
    const other: Hole = { ...secret, name: "other" };
    const result = build([fileOp("/etc/a", ["a=", secret, other]), fileOp("/etc/b", ["b=", secret])]);
    expect(result.diagnostics.map((each) => each.title)).toEqual([
      "the secret `api-key` cannot be in a cloud-init file",
      "the secret `other` cannot be in a cloud-init file",
    ]);
  });

  it("concern raw keys: no mapping, taken, unknown, twice", () => {
    expect(codes(build([rawOp("- a\n")]))).toEqual(["E0843"]);
    expect(codes(build([rawOp("a: [\n")]))).toEqual(["E0843"]);
    expect(codes(build([rawOp("ntp: !secret x\n")]))).toEqual(["E0843"]);
    expect(codes(build([rawOp("runcmd: [ls]\n")]))).toEqual(["E0844"]);
    expect(codes(build([rawOp("ntpd: {}\n")]))).toEqual(["E0845"]);
    expect(codes(build([rawOp("ntp: {}\n"), rawOp("ntp: {}\n")]))).toEqual(["E0844"]);
  });

  it("do not concern what raw says for others", () => {
    const result = build([rawOp(undefined)]);
    expect(result.rows[0]?.support.support).toBe("none");
    expect(result.diagnostics).toEqual([]);
  });

  it("warn of the id that the image's user takes", () => {
    expect(codes(build([groupOp("deploy", 1000), userOp("deploy", 1000)]))).toEqual(["W0841"]);
    expect(codes(build([groupOp("deploy", 1000)]))).toEqual(["W0841"]);
    expect(codes(build([userOp("debian", 1000)]))).toEqual([]);
  });
});

describe("raw keys", () => {
  it("stand next to those of envc, as data", () => {
    const data = readBack(textOf(build([rawOp("ntp:\n  enabled: true\n  servers: ['yes', 0.5]\n")])));
    expect(data["ntp"]).toEqual({ enabled: true, servers: ["yes", 0.5] });
  });

  it("keep their comments, and say what their aliases stand for", () => {
    const text = textOf(
      build([rawOp("# early\nbootcmd:\n  - &say [echo, a] # one\n  - *say\n# the office's\nntp: {}\n")]),
    );
    expect(readBack(text)["bootcmd"]).toEqual([
      ["echo", "a"],
      ["echo", "a"],
    ]);
    expect(text).toMatch(/^# the office wants it\n# early\nbootcmd:$/m);
    expect(text).toMatch(/^ {2}# one\n/m);
    expect(text).toMatch(/^ *# the office's$/m);
  });
});

describe("the size", () => {
  /** Lines that no packing makes smaller than about their half. */
  const noise = (lines: number): string =>
    Array.from(
      { length: lines },
      (_, n) => ((n * 2654435761) % 4294967296).toString(36) + ((n * 40503 + 7) ** 2 % 1e9).toString(36),
    ).join("\n");

  it("has the limit of the largest provider without one, said once however many hosts there are", () => {
    expect(codes(build([fileOp("/big", noise(9000))]))).toEqual([]);
    const hosts = [host("web-1", {}), host("web-2", {})];
    const huge = build([fileOp("/huge", noise(40_000))], { hosts });
    expect(codes(huge)).toEqual(["W0840"]);
    expect(huge.diagnostics[0]?.title).toMatch(
      /has \d+ bytes, \d+ % of what VMware, the provider with the most room, takes/,
    );
    expect(huge.diagnostics[0]?.help).toContain("`checkout`");
    // Nobody has said that the file goes to one of these.
    expect(codes(build([fileOp("/huge", noise(40_000))], { provider: "proxmox" }))).toEqual([]);
  });

  it("is brought down by packing before it is an error", () => {
    const result = build([packageOp("nginx"), fileOp("/big", "the same line\n".repeat(4000))], { provider: "aws" });
    expect(codes(result)).toEqual([]);
    const big = readBack(textOf(result)).write_files.find((file) => file.path.endsWith("/big"));
    expect(big?.encoding).toBe("gz+b64");
    expect(script(textOf(result))).toContain("#!/bin/sh");
  });

  it("is a warning near the limit and an error above, with the biggest files", () => {
    const above = build([fileOp("/big", noise(9000))], { provider: "aws" });
    expect(codes(above)).toEqual(["E0841"]);
    expect(above.diagnostics[0]?.help).toContain("`/big` (");
    expect(codes(build([fileOp("/big", noise(9000))], { provider: "linode" }))).toEqual(["W0840"]);
  });
});

describe("the README", () => {
  it("says how big the file is and what is not in it", () => {
    const text = textOf(build([fileOp("/x", "x\n"), rawOp(undefined)], { provider: "aws" }), "README.md");
    expect(text).toMatch(
      /\| \[web\.yaml\]\(web\.yaml\) \| machine `web` \| debian-12 \| \d+ bytes, \d+ % of what AWS EC2 takes \|/,
    );
    expect(text).toContain('- `raw."the office"`: this');
  });

  it("shows commands only for providers that take a file of this size, and says who does not", () => {
    const small = textOf(build([fileOp("/x", "x\n")]), "README.md");
    expect(small).toContain("aws ec2 run-instances");
    expect(small).not.toContain("Too small for");
    const big = textOf(build([fileOp("/big", "a line of text\n".repeat(1200))]), "README.md");
    expect(big).not.toContain("aws ec2 run-instances");
    expect(big).toContain("hcloud server create");
    expect(big).toMatch(/How much a provider takes: (?!.*AWS).*Azure/);
    expect(big).toMatch(/Too small for \d+ bytes: AWS EC2 16384 bytes/);
    const huge = textOf(build([fileOp("/huge", "a line of text\n".repeat(40_000))]), "README.md");
    expect(huge).toContain("# too large for every provider");
  });

  it("speaks of raw keys only when there are some", () => {
    expect(textOf(build([rawOp(undefined)]), "README.md")).not.toContain("somebody wrote them");
    expect(textOf(build([rawOp("swap:\n  size: 100\n")]), "README.md")).toContain(
      'in `raw` blocks: "the office wants it".',
    );
  });
});

import { describe, expect, it } from "vitest";
import { buildSpec, compileSpec } from "../build-spec.ts";

const spec = (body: string, command = ""): string => `envspec 1

machine web { os = "debian-12" }

command migrate {
  machine = web
  run = "echo migrating${command}"
  always = true
  once = true
}

environment prod {
${body}
}
`;
const host = (name: string): string => `host ${name} { machine = web, address = "203.0.113.11" }`;

function filesWith(files: ReadonlyMap<string, string>): readonly string[] {
  return [...files].flatMap(([path, text]) => (text.includes("echo migrating") ? [path] : []));
}

describe("what is done once, in cloud-init", () => {
  it("is in the file of the first host; the others share one without it", async () => {
    const files = await buildSpec(spec([host("web-1"), host("web-2"), host("web-3")].join("\n")), "cloud-init");
    expect([...files.keys()]).toEqual(["README.md", "web.yaml", "web/web-1.yaml"]);
    expect(filesWith(files)).toEqual(["web/web-1.yaml"]);
    expect(files.get("README.md")).toContain("| [web.yaml](web.yaml) | `web-2`, `web-3` |");
    expect(files.get("README.md")).toContain("| [web/web-1.yaml](web/web-1.yaml) | `web-1` |");
  });

  it("is in that of the primary", async () => {
    const files = await buildSpec(
      spec(`machine web { primary = web-2 }\n${host("web-1")}\n${host("web-2")}`),
      "cloud-init",
    );
    expect(filesWith(files)).toEqual(["web/web-2.yaml"]);
  });

  it("is in one of the files where each host has its own anyway", async () => {
    const files = await buildSpec(spec(`${host("web-1")}\n${host("web-2")}`, " ${this.host.name}"), "cloud-init");
    expect([...files.keys()]).toEqual(["README.md", "web.yaml", "web/web-1.yaml"]);
    expect(filesWith(files)).toEqual(["web/web-1.yaml"]);
  });

  it("is in the file of an only host, and in no file of a part of the class that has not got it", async () => {
    expect(filesWith(await buildSpec(spec(host("web-1")), "cloud-init"))).toEqual(["web.yaml"]);
    const split = `${host("web-1")}\nhost web-2 { machine = web, address = "203.0.113.12", file."/etc/a".text = "b" }`;
    const files = await buildSpec(`${spec(split)}\nfile "/etc/a" { machine = web, text = "a" }\n`, "cloud-init");
    expect([...files.keys()]).toEqual(["README.md", "web-2.yaml", "web.yaml"]);
    expect(filesWith(files)).toEqual(["web.yaml"]);
  });

  it("is said at the line where nobody knows the hosts", async () => {
    const { diagnostics, builds } = await compileSpec(spec(""), ["cloud-init"]);
    expect(diagnostics.map((one) => one.code)).toEqual(["W0842"]);
    expect(builds[0]?.files.map((file) => file.path)).toContain("web.yaml");
  });

  it("and `rolling` are rows of the report", async () => {
    const { report } = await compileSpec(
      `${spec(`${host("web-1")}\n${host("web-2")}`)}\nmachine web { rolling = 1 }\n`,
      ["ansible", "cloud-init", "dockerfile"],
    );
    const rows = report.builds.map(({ target, lines }) => [
      target,
      ...lines.map((line) => `${line.op} ${line.support}`),
    ]);
    expect(rows).toEqual([
      ["ansible", "rolling:web full", "exec:migrate full"],
      ["dockerfile", "rolling:web adapted", "exec:migrate adapted"],
      ["cloud-init", "rolling:web adapted", "exec:migrate adapted"],
    ]);
  });
});

/** `envc build --adopt` where one value of the spec makes lines of several machines. */
import { describe, expect, it } from "vitest";
import { adopt, adoptAll, hosts, place, type Project, startAgency } from "./adopt-project.ts";

const spec = `envspec 1

let mail-port: text = "25"

machine web {
  os = "debian-12"
}

machine jobs {
  os = "debian-12"
}

file "/etc/web" {
  machine = web
  text = "\${mail-port}\\n"
}

file "/etc/jobs" {
  machine = jobs
  text = "\${mail-port}\\n"
}

environment prod {
  mail-port = "587"

  host a { machine = web, address = "10.0.0.1" }

  host b { machine = jobs, address = "10.0.0.2" }
}
`;
const start = (text = spec): Promise<Project> => startAgency({ "/work/agency.envspec": text });
const varsOf = (machine: string, environment = "prod"): RegExp =>
  new RegExp(`/inventories/${environment}/group_vars/${machine}/`);

describe("a value that two machines use", () => {
  it("is taken over when both lines were changed alike", async () => {
    const project = await start();
    const paths = ["web", "jobs"].map((machine) => place(project, varsOf(machine)));
    for (const path of paths) project.edit(path, '"587"', '"465"');
    await adoptAll(project, paths);
    expect(project.read("agency.envspec")).toBe(spec.replace('"587"', '"465"'));
  });

  it("also beside a line that cannot be taken over", async () => {
    const project = await start();
    const [web, jobs] = ["web", "jobs"].map((machine) => place(project, varsOf(machine))) as [string, string];
    for (const path of [web, jobs]) project.edit(path, '"587"', '"465"');
    project.edit(place(project, hosts("prod")), "10.0.0.1", "not one");
    const { err } = await project.envc(...adopt);
    expect(err.match(/warning\[W0902/g), err).toHaveLength(1);
    expect(project.read("agency.envspec")).toBe(spec.replace('"587"', '"465"'));
  });

  it("also in every environment at once, beside a line that cannot be taken over", async () => {
    const both = `${spec}
environment qa {
  mail-port = "588"

  host c { machine = web, address = "10.0.1.1" }

  host d { machine = jobs, address = "10.0.1.2" }
}
`;
    const project = await start(both);
    for (const [environment, port] of [
      ["prod", "465"],
      ["qa", "466"],
    ] as const)
      for (const machine of ["web", "jobs"]) project.edit(place(project, varsOf(machine, environment)), /58\d/, port);
    project.edit(place(project, hosts("prod")), "10.0.0.1", "not one");
    const { err } = await project.envc(...adopt);
    expect(err.match(/warning\[W0902/g), err).toHaveLength(1);
    expect(project.read("agency.envspec")).toBe(both.replace("587", "465").replace("588", "466"));
  });

  it("is left when only one line was changed, and the other is named", async () => {
    const project = await start();
    const path = place(project, varsOf("web"));
    project.edit(path, '"587"', '"465"');
    const wanted = project.read(path);
    const { code, out, err } = await project.envc(...adopt);
    expect(code).toBe(0);
    expect(err).toContain("the value of the spec that makes it makes other lines, too");
    expect(err).toContain("`mail-port` also gives `jobs_mail_port` its value: write the same there");
    expect(project.read("agency.envspec")).toBe(spec);
    expect(project.read(path)).toBe(wanted);
    expect(out).toContain("Kept as you changed them");
    expect(out).not.toContain("--adopt");
  });

  it("is left when the two lines say different things", async () => {
    const project = await start();
    project.edit(place(project, varsOf("web")), '"587"', '"465"');
    project.edit(place(project, varsOf("jobs")), '"587"', '"2525"');
    const { err } = await project.envc(...adopt);
    expect(err).toContain("`mail-port` also gives `jobs_mail_port`");
    expect(err).toContain("`mail-port` also gives `web_mail_port`");
    expect(project.read("agency.envspec")).toBe(spec);
  });
});

/** `envc build --adopt`: which value of the spec an edit of the output goes to. */
import { describe, expect, it } from "vitest";
import {
  adopt,
  agency,
  files,
  site,
  startAgency,
  place,
  groupVars,
  defaults,
  hosts,
  adoptAll,
} from "./adopt-project.ts";

describe("where a value goes", () => {
  it("the default of a let that an environment does not patch: a patch in the edited environment", async () => {
    const project = await startAgency();
    const path = place(project, groupVars("prod"));
    project.edit(path, '"Hello"', '"Welcome \\"you\\""');
    await adoptAll(project, [path]);
    expect(project.read("agency.envspec")).toBe(
      agency.replace("environment prod {\n", 'environment prod {\n  greeting = "Welcome \\"you\\""\n\n'),
    );
  });

  it("a patch of the environment: in its place", async () => {
    const project = await startAgency();
    const path = place(project, groupVars("qa"));
    project.edit(path, '"Hi"', '"Hey"');
    await adoptAll(project, [path]);
    expect(project.read("agency.envspec")).toBe(agency.replace('"Hi"', '"Hey"'));
  });

  it("a number, where the value is shared: put over the default in one environment, a patch there", async () => {
    const project = await startAgency();
    const path = place(project, groupVars("qa"));
    project.edit(path, '"Hi"\n', '"Hi"\nweb_port: 9090\n');
    await adoptAll(project, [path]);
    expect(project.read("agency.envspec")).toBe(agency.replace('"Hi"\n', '"Hi"\n  port = 9090\n'));
    expect(project.read(place(project, groupVars("prod")))).toContain("web_port: 8080\n");
    expect(project.read(place(project, defaults))).toContain("web_port: 8080\n");
  });

  it("a default of a role: the shared value itself", async () => {
    const project = await startAgency();
    const path = place(project, defaults);
    project.edit(path, "8080", "9090");
    await adoptAll(project, [path]);
    expect(project.read("agency.envspec")).toBe(agency.replace("8080", "9090"));
  });

  it("a default that environments patch: the value behind the patches", async () => {
    const project = await startAgency();
    const path = place(project, defaults);
    project.edit(path, '"Hello"', '"Welcome"');
    await adoptAll(project, [path]);
    expect(project.read("agency.envspec")).toBe(agency.replace('"Hello"', '"Welcome"'));
    expect(project.read(place(project, groupVars("qa")))).toContain('"Hi"');
    expect(project.read(place(project, groupVars("prod")))).toContain('"Welcome"');
  });

  it("the default in a project of one environment, where that one says it itself", async () => {
    const qaless = agency.replace(/environment qa \{[^]*?\n\}\n\n/, "").replace("# Two of them.", 'greeting = "Hi"');
    const project = await startAgency({ ...files, "/work/agency.envspec": qaless });
    const path = place(project, defaults);
    project.edit(path, '"Hi"', '"Hey"');
    await adoptAll(project, [path]);
    expect(project.read("agency.envspec")).toBe(qaless.replace('"Hi"', '"Hey"'));
  });

  it("the same edit in every environment: the shared value itself, which stands in the defaults then", async () => {
    const project = await startAgency();
    const paths = ["qa", "prod"].map((environment) => place(project, groupVars(environment)));
    for (const path of paths) project.edit(path, /$/, "web_port: 9090\n");
    expect(await project.envc(...adopt)).toMatchObject({ code: 0, err: "" });
    expect(project.read("agency.envspec")).toBe(agency.replace("8080", "9090"));
    expect(project.read(place(project, defaults))).toContain("web_port: 9090\n");
    for (const path of paths) expect(project.read(path)).not.toContain("web_port");
    expect((await project.envc("build", "-t", "ansible", "agency.envspec")).out).toContain("Nothing changed");
  });

  it("values made the same in every environment: each in its environment, once in the defaults", async () => {
    const project = await startAgency();
    project.edit(place(project, groupVars("qa")), '"Hi"', '"Hey"');
    project.edit(place(project, groupVars("prod")), '"Hello"', '"Hey"');
    expect(await project.envc(...adopt)).toMatchObject({ code: 0, err: "" });
    expect(project.read("agency.envspec")).toBe(
      agency.replace('"Hi"', '"Hey"').replace("environment prod {\n", 'environment prod {\n  greeting = "Hey"\n\n'),
    );
    expect(project.read(place(project, defaults))).toContain('web_greeting: "Hey"\n');
    expect((await project.envc("build", "-t", "ansible", "agency.envspec")).out).toContain("Nothing changed");
  });

  it("one environment made the same as the others: a patch, and one line for all of them", async () => {
    const project = await startAgency();
    const path = place(project, groupVars("prod"));
    project.edit(path, '"Hello"', '"Hi"');
    expect(await project.envc(...adopt)).toMatchObject({ code: 0, err: "" });
    expect(project.read("agency.envspec")).toBe(
      agency.replace("environment prod {\n", 'environment prod {\n  greeting = "Hi"\n\n'),
    );
    expect(project.read(place(project, defaults))).toContain('web_greeting: "Hi"\n');
    expect(project.read(path)).not.toContain("greeting");
    expect(project.read(place(project, groupVars("qa")))).not.toContain("greeting");
  });

  it("a line that only repeats the default stays: nothing in the spec says it twice", async () => {
    const project = await startAgency();
    const path = place(project, groupVars("qa"));
    project.edit(path, /$/, "web_port: 8080\n");
    const { code, err } = await project.envc(...adopt);
    expect(code).toBe(0);
    expect(err).toContain("no single value of the spec makes exactly this line");
    expect(project.read("agency.envspec")).toBe(agency);
    expect(project.read(path)).toContain("web_port: 8080\n");
  });

  it("a file of values that is not needed any more then: it goes", async () => {
    const spec = `envspec 1

let greeting = "Hello"

machine web {
  os = "debian-12"
}

file "/etc/motd" {
  text = "\${greeting}\\n"
}

environment qa {
  greeting = "Hi"

  host q { machine = web, address = "10.0.0.1" }
}

environment prod {
  host p { machine = web, address = "10.0.0.2" }
}
`;
    const project = await startAgency({ "/work/agency.envspec": spec });
    const paths = ["qa", "prod"].map((environment) => place(project, groupVars(environment)));
    project.edit(paths[0] ?? "", '"Hi"', '"Hey"');
    project.edit(paths[1] ?? "", '"Hello"', '"Hey"');
    const { code, err, out } = await project.envc(...adopt);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).not.toContain("are both in");
    for (const path of paths) expect(project.platform.files.inspect(`/work/${path}`)).toBeUndefined();
    expect(project.platform.files.inspect("/work/out.kept")).toBeUndefined();
    expect(project.read(place(project, defaults))).toContain('web_greeting: "Hey"\n');
  });

  it("a param of one instance: a patch of that instance alone", async () => {
    const project = await startAgency();
    const path = place(project, groupVars("prod"));
    project.edit(
      path,
      '"Hello"\n',
      '"Hello"\n# Its colour.\nweb_acme_color: "green"\n# Its colour.\nweb_bolt_color: "black"\n',
    );
    await adoptAll(project, [path]);
    expect(project.read("site.envspec")).toBe(site);
    expect(project.read("agency.envspec")).toContain(
      'environment prod {\n  acme.color = "green"\n\n  bolt.color = "black"\n',
    );
  });

  it("values of hosts: in their blocks", async () => {
    const project = await startAgency();
    const path = place(project, hosts("prod"));
    project.edit(path, "10.0.0.2", "10.0.0.9");
    project.edit(path, "2222", "22");
    project.edit(path, '"admin"', '"root"');
    project.edit(path, /id: 3/, "id: 33");
    await adoptAll(project, [path]);
    expect(project.read("agency.envspec")).toBe(
      agency
        .replace("10.0.0.2", "10.0.0.9")
        .replace('user = "admin", port = 2222', 'user = "root", port = 22')
        .replace("id = 3 }", "id = 33 }"),
    );
  });

  it("without environments: the let itself, a text block as a text block", async () => {
    const spec = `envspec 1

os = "debian-12"

## Shown at the login.
let motd = """
  one
  two
  """ # three

file "/etc/motd" {
  text = "\${motd}"
}
`;
    const project = await startAgency({ "/work/agency.envspec": spec });
    const path = place(project, groupVars("default"));
    project.edit(path, "two", "zwei");
    await adoptAll(project, [path]);
    expect(project.read("agency.envspec")).toBe(spec.replace("two", "zwei"));
  });

  it("a spec with the line ends of Windows and a byte order mark keeps both", async () => {
    const project = await startAgency({ ...files, "/work/agency.envspec": `\ufeff${agency.replaceAll("\n", "\r\n")}` });
    const path = place(project, groupVars("qa"));
    project.edit(path, '"Hi"\n', '"Hi"\nweb_port: 9090\n');
    await adoptAll(project, [path]);
    const text = project.read("agency.envspec");
    expect(Array.from(project.platform.files.read("/work/agency.envspec", 1e9).slice(0, 4))).toEqual([
      0xef, 0xbb, 0xbf, 101,
    ]);
    expect(text).toContain('"Hi"\r\n  port = 9090\r\n');
    expect(text.replaceAll("\r\n", "")).not.toContain("\n");
  });

  it("values that the spec changed too: both are in", async () => {
    const project = await startAgency();
    const path = place(project, groupVars("prod"));
    project.edit(path, '"Hello"', '"Welcome"');
    project.edit("agency.envspec", '"blue"', '"navy"');
    expect(await project.envc(...adopt)).toMatchObject({ code: 0, err: "" });
    expect(project.read(path)).toContain('"Welcome"');
    expect(project.read(place(project, defaults))).toContain('"navy"');
    expect((await project.envc("build", "-t", "ansible", "agency.envspec")).out).toContain("Nothing changed");
  });
});

describe("a dry run", () => {
  it("shows what the spec would become, and writes nothing", async () => {
    const project = await startAgency();
    const path = place(project, groupVars("qa"));
    project.edit(path, '"Hi"', '"Hey"');
    const edited = project.read(path);
    const { code, out } = await project.envc(...adopt, "--dry-run");
    expect(code).toBe(0);
    expect(out).toContain('-  greeting = "Hi"\n+  greeting = "Hey"\n');
    expect(project.read("agency.envspec")).toBe(agency);
    expect(project.read(path)).toBe(edited);
  });
});

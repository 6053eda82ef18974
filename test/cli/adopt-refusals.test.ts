/** `envc build --adopt`: what it does not take over, and says so. */
import { describe, expect, it } from "vitest";
import { run } from "../../src/cli/run.ts";
import type { MemoryPlatform } from "../../src/platform/memory-platform.ts";
import { agency, files, startAgency, place, groupVars, defaults, adopt } from "./adopt-project.ts";

describe("what cannot be taken over is said, line by line", () => {
  it("a comment and a new name: the file stays, the value next to them is taken", async () => {
    const project = await startAgency();
    const path = place(project, groupVars("qa"));
    project.edit(path, '"Hi"', '"Hey"');
    project.edit(path, /$/, "# mine\nown_thing: 1\n");
    const wanted = project.read(path);
    const { code, err, out } = await project.envc(...adopt);
    expect(code).toBe(0);
    expect(err).toContain("W0902");
    expect(err).toContain("the spec has nothing of this name");
    expect(err).toContain("comments and the way a value is written are envc's");
    expect(out).toContain("Kept as you changed them");
    expect(project.read(path)).toBe(wanted);
    expect(project.read("agency.envspec")).toBe(agency.replace('"Hi"', '"Hey"'));
    expect((await project.envc("build", "-t", "ansible", "agency.envspec")).code).toBe(0);
    expect(project.read(path)).toBe(wanted);
  });

  it("a value in another form: nothing is written, and the form is named", async () => {
    const project = await startAgency();
    const path = place(project, groupVars("qa"));
    project.edit(path, '"Hi"', "Hey you");
    const wanted = project.read(path);
    const { code, err } = await project.envc(...adopt);
    expect(code).toBe(3);
    expect(err).toMatch(/write it as `\w+greeting: "Hey you"`/);
    expect(project.read("agency.envspec")).toBe(agency);
    expect(project.read(path)).toBe(wanted);
    expect((await project.envc(...adopt, "--keep")).code).toBe(0);
    expect(project.read(path)).toBe(wanted);
    expect(project.read("agency.envspec")).toBe(agency.replace('"Hi"', '"Hey you"'));
  });

  it("a value that the spec does not allow: the file stays", async () => {
    const project = await startAgency();
    const path = place(project, groupVars("qa"));
    const shared = place(project, defaults);
    project.edit(path, /$/, "web_port: 99999\n");
    project.edit(shared, "8080", "88888");
    const { code, err } = await project.envc(...adopt);
    expect(code).toBe(0);
    expect(err.match(/no single value of the spec makes exactly this line/g)).toHaveLength(2);
    expect(project.read("agency.envspec")).toBe(agency);
    expect(project.read(path)).toContain("99999");
    expect(project.read(shared)).toContain("88888");
  });

  it("one value that was changed to two different ones: the second is named with the first", async () => {
    const qaless = agency.replace(/environment qa \{[^]*?\n\}\n\n/, "");
    const project = await startAgency({ ...files, "/work/agency.envspec": qaless });
    const first = place(project, groupVars("prod"));
    const second = place(project, defaults);
    project.edit(first, "8080", "9090");
    project.edit(second, "8080", "7070");
    const { code, err } = await project.envc(...adopt);
    expect(code).toBe(3);
    expect(err).toContain("it is one value, which was made another one in");
    expect(project.read("agency.envspec")).toBe(qaless);
  });

  it("a value made from others: its parts are not touched", async () => {
    const made = agency.replace('greeting = "Hi"', 'greeting = "Hi ${this.environment}"');
    const project = await startAgency({ ...files, "/work/agency.envspec": made });
    const path = place(project, groupVars("qa"));
    project.edit(path, "Hi qa", "Hey qa");
    const { err } = await project.envc(...adopt);
    expect(err).toContain("W0902");
    expect(project.read("agency.envspec")).toBe(made);
  });

  it("a secret's reference: no value of a secret gets into the spec", async () => {
    const secret = agency
      .replace("let port", 'secret token = env("TOKEN")\n\nlet port')
      .replace("${greeting} ", "${greeting} ${token} ");
    const project = await startAgency({ ...files, "/work/agency.envspec": secret });
    const path = place(project, groupVars("qa"));
    project.edit(path, /token: .*/, 'token: "canary-5317"');
    const { err, out } = await project.envc(...adopt);
    expect(err).toContain("W0902");
    expect(err + out).not.toContain("canary");
    expect(project.read("agency.envspec")).toBe(secret);
  });

  it("what is no YAML any more: the file stays", async () => {
    const project = await startAgency();
    const path = place(project, groupVars("qa"));
    project.edit(path, '"Hi"', '"Hi');
    const { code, err } = await project.envc(...adopt);
    expect(code).toBe(0);
    expect(err).toContain("W0902");
    expect(project.read("agency.envspec")).toBe(agency);
  });
});

describe("safety", () => {
  it("a spec that is saved in the meantime is not replaced", async () => {
    const project = await startAgency();
    const path = place(project, groupVars("qa"));
    project.edit(path, '"Hi"', '"Hey"');
    const { platform } = project;
    let reads = 0;
    const racing: MemoryPlatform = {
      ...platform,
      files: {
        ...platform.files,
        read(name, limit) {
          const bytes = platform.files.read(name, limit);
          if (name === "/work/agency.envspec" && ++reads === 1)
            queueMicrotask(() => project.edit("agency.envspec", "# short", "# shorter"));
          return bytes;
        },
      },
    };
    expect(await run(adopt, racing)).toBe(2);
    expect(project.read("agency.envspec")).toBe(agency.replace("# short", "# shorter"));
  });

  it("a spec that may not be written: nothing is", async () => {
    const project = await startAgency();
    const path = place(project, groupVars("qa"));
    project.edit(path, '"Hi"', '"Hey"');
    const { platform } = project;
    const closed: MemoryPlatform = {
      ...platform,
      files: {
        ...platform.files,
        create(name, ...given) {
          if (name.includes(".agency.envspec.")) throw Object.assign(new Error("EACCES"), { code: "EACCES" });
          platform.files.create(name, ...given);
        },
      },
    };
    expect(await run(adopt, closed)).toBe(3);
    expect(platform.printedErrors()).toContain("E0911");
    expect(project.read("agency.envspec")).toBe(agency);
    expect(project.read(path)).toContain('"Hey"');
  });

  it("only the environments that were asked for", async () => {
    const project = await startAgency();
    const paths = ["qa", "prod"].map((environment) => place(project, groupVars(environment)));
    const [qa = "", prod = ""] = paths;
    project.edit(qa, '"Hi"', '"Hey"');
    project.edit(prod, '"Hello"', '"Welcome"');
    // A project of `qa` alone has no place for what was changed in `prod`: nothing is written unasked.
    const { code, err } = await project.envc(...adopt, "--env", "qa");
    expect(code).toBe(3);
    expect(err).toContain("E0903");
    expect(project.read("agency.envspec")).toBe(agency);
    expect((await project.envc(...adopt, "--env", "qa", "--keep")).code).toBe(0);
    expect(project.read("agency.envspec")).toBe(agency.replace('"Hi"', '"Hey"'));
    expect(project.read(qa)).toContain('"Hey"');
    expect(project.read(prod)).toContain('"Welcome"');
  });

  it("a project of one of several environments: its values, but not what all of them share", async () => {
    const project = await startAgency();
    expect((await project.envc("build", "agency.envspec", "-t", "ansible", "--env", "qa")).code).toBe(0);
    const path = place(project, groupVars("qa"));
    project.edit(path, "8080", "9090");
    expect(await project.envc(...adopt, "--env", "qa")).toMatchObject({ code: 0, err: "" });
    expect(project.read("agency.envspec")).toBe(agency.replace('"Hi"\n', '"Hi"\n  port = 9090\n'));
    expect(project.read(path)).toContain("web_port: 9090\n");
    project.edit(place(project, defaults), '"red"', '"green"');
    const { err } = await project.envc(...adopt, "--env", "qa");
    expect(err).toContain("it holds for every environment, and only `qa` was asked for");
    expect(project.read("agency.envspec")).toBe(agency.replace('"Hi"\n', '"Hi"\n  port = 9090\n'));
  });

  it("with nothing edited there is nothing to do", async () => {
    const project = await startAgency();
    const { code, out } = await project.envc(...adopt);
    expect(code).toBe(0);
    expect(out).toContain("Nothing changed");
    expect(project.read("agency.envspec")).toBe(agency);
  });

  it("--keep and --force contradict each other", async () => {
    const project = await startAgency();
    expect(await project.envc("build", "agency.envspec", "--keep", "--force")).toMatchObject({ code: 2 });
  });
});

/** `envc build --adopt`: which value of the spec an edit of the output goes to, and what is said of the others. */
import { describe, expect, it } from "vitest";
import { createMemoryPlatform, type MemoryPlatform } from "../../src/platform/memory-platform.ts";
import { run } from "../../src/cli/run.ts";

const agency = `envspec 1

use "./site.envspec"

## The greeting at the login.
let greeting = "Hello" # short

let port: port = 8080

let id: int

machine web {
  os = "debian-12"
}

site acme {
  machine = web
}

site bolt {
  machine = web
  color = "blue" # ours
}

file "/etc/motd" {
  text = "\${greeting} \${port} \${id} \${this.environment}\\n"
}

environment qa {
  greeting = "Hi"

  host q {
    machine = web
    address = "10.0.0.1"
    id = 1
  }
}

environment prod {
  # Two of them.
  host p1 {
    machine = web
    address = "10.0.0.2"
    ssh { user = "admin", port = 2222 }
    id = 2 # the first
  }

  host p2 { machine = web, address = "10.0.0.3", id = 3 }
}
`;

const site = `envspec 1

module site {
  ## Its colour.
  param color: text = "red"

  file "/srv/\${this.name}" {
    text = "\${color} and \${color}\\n"
  }
}
`;

const files = { "/work/agency.envspec": agency, "/work/site.envspec": site };

interface Project {
  readonly platform: MemoryPlatform;
  readonly read: (path: string) => string;
  readonly edit: (path: string, from: string | RegExp, to: string) => void;
  readonly envc: (...words: readonly string[]) => Promise<{ code: number; out: string; err: string }>;
}

async function start(given: Readonly<Record<string, string>> = files): Promise<Project> {
  const platform = createMemoryPlatform({ files: given });
  const read = (path: string): string => new TextDecoder().decode(platform.files.read(`/work/${path}`, 1e9));
  const envc = async (...words: readonly string[]) => {
    const before = { out: platform.printed().length, err: platform.printedErrors().length };
    const code = await run(words, platform);
    return { code, out: platform.printed().slice(before.out), err: platform.printedErrors().slice(before.err) };
  };
  expect(await envc("build", "agency.envspec", "-t", "ansible")).toMatchObject({ code: 0 });
  return {
    platform,
    read,
    envc,
    edit: (path, from, to) => {
      const text = read(path);
      const next = text.replace(from, to);
      expect(next).not.toBe(text);
      platform.files.removeFile(`/work/${path}`);
      platform.files.create(`/work/${path}`, new TextEncoder().encode(next), false);
    },
  };
}

/** The file of an environment, wherever the backend puts it today. */
function place(project: Project, pattern: RegExp): string {
  const found: string[] = [];
  const walk = (folder: string): void => {
    for (const name of project.platform.files.list(`/work/${folder}`)) {
      const path = `${folder}/${name}`;
      if (project.platform.files.inspect(`/work/${path}`)?.kind === "directory") walk(path);
      else if (pattern.test(path)) found.push(path);
    }
  };
  walk("out");
  expect(found).toHaveLength(1);
  return found[0] ?? "";
}

const groupVars = (environment: string): RegExp => new RegExp(`/inventories/${environment}/group_vars/.*\\.yml$`);
/** What all environments share. */
const defaults = /\/ansible\/roles\/web\/defaults\/main\.yml$/;
const hosts = (environment: string): RegExp => new RegExp(`/inventories/${environment}/hosts\\.yml$`);
const adopt = ["build", "agency.envspec", "-t", "ansible", "--adopt"] as const;

/** Adopts, and holds the result against what was promised: the edited file byte for byte, and nothing left to do. */
async function adoptAll(project: Project, edited: readonly string[]): Promise<void> {
  const wanted = edited.map(project.read);
  expect(await project.envc(...adopt)).toMatchObject({ code: 0, err: "" });
  expect(edited.map(project.read)).toEqual(wanted);
  const again = await project.envc("build", "agency.envspec", "-t", "ansible");
  expect(again).toMatchObject({ code: 0, err: "" });
  expect(again.out).toContain("Nothing changed");
  expect(again.out).not.toContain("Kept");
}

describe("where a value goes", () => {
  it("the default of a let that an environment does not patch: a patch in the edited environment", async () => {
    const project = await start();
    const path = place(project, groupVars("prod"));
    project.edit(path, '"Hello"', '"Welcome \\"you\\""');
    await adoptAll(project, [path]);
    expect(project.read("agency.envspec")).toBe(
      agency.replace("environment prod {\n", 'environment prod {\n  greeting = "Welcome \\"you\\""\n\n'),
    );
  });

  it("a patch of the environment: in its place", async () => {
    const project = await start();
    const path = place(project, groupVars("qa"));
    project.edit(path, '"Hi"', '"Hey"');
    await adoptAll(project, [path]);
    expect(project.read("agency.envspec")).toBe(agency.replace('"Hi"', '"Hey"'));
  });

  it("a number, where the value is shared: put over the default in one environment, a patch there", async () => {
    const project = await start();
    const path = place(project, groupVars("qa"));
    project.edit(path, '"Hi"\n', '"Hi"\nweb_port: 9090\n');
    await adoptAll(project, [path]);
    expect(project.read("agency.envspec")).toBe(agency.replace('"Hi"\n', '"Hi"\n  port = 9090\n'));
    expect(project.read(place(project, groupVars("prod")))).toContain("web_port: 8080\n");
    expect(project.read(place(project, defaults))).toContain("web_port: 8080\n");
  });

  it("a default of a role: the shared value itself", async () => {
    const project = await start();
    const path = place(project, defaults);
    project.edit(path, "8080", "9090");
    await adoptAll(project, [path]);
    expect(project.read("agency.envspec")).toBe(agency.replace("8080", "9090"));
  });

  it("a default that environments patch: the value behind the patches", async () => {
    const project = await start();
    const path = place(project, defaults);
    project.edit(path, '"Hello"', '"Welcome"');
    await adoptAll(project, [path]);
    expect(project.read("agency.envspec")).toBe(agency.replace('"Hello"', '"Welcome"'));
    expect(project.read(place(project, groupVars("qa")))).toContain('"Hi"');
    expect(project.read(place(project, groupVars("prod")))).toContain('"Welcome"');
  });

  it("the default in a project of one environment, where that one says it itself", async () => {
    const qaless = agency.replace(/environment qa \{[^]*?\n\}\n\n/, "").replace("# Two of them.", 'greeting = "Hi"');
    const project = await start({ ...files, "/work/agency.envspec": qaless });
    const path = place(project, defaults);
    project.edit(path, '"Hi"', '"Hey"');
    await adoptAll(project, [path]);
    expect(project.read("agency.envspec")).toBe(qaless.replace('"Hi"', '"Hey"'));
  });

  it("the same edit in every environment: the shared value itself, which stands in the defaults then", async () => {
    const project = await start();
    const paths = ["qa", "prod"].map((environment) => place(project, groupVars(environment)));
    for (const path of paths) project.edit(path, /$/, "web_port: 9090\n");
    expect(await project.envc(...adopt)).toMatchObject({ code: 0, err: "" });
    expect(project.read("agency.envspec")).toBe(agency.replace("8080", "9090"));
    expect(project.read(place(project, defaults))).toContain("web_port: 9090\n");
    for (const path of paths) expect(project.read(path)).not.toContain("web_port");
    expect((await project.envc("build", "-t", "ansible", "agency.envspec")).out).toContain("Nothing changed");
  });

  it("values made the same in every environment: each in its environment, once in the defaults", async () => {
    const project = await start();
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
    const project = await start();
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
    const project = await start();
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
    const project = await start({ "/work/agency.envspec": spec });
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
    const project = await start();
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
    const project = await start();
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
    const project = await start({ "/work/agency.envspec": spec });
    const path = place(project, groupVars("default"));
    project.edit(path, "two", "zwei");
    await adoptAll(project, [path]);
    expect(project.read("agency.envspec")).toBe(spec.replace("two", "zwei"));
  });

  it("a spec with the line ends of Windows and a byte order mark keeps both", async () => {
    const project = await start({ ...files, "/work/agency.envspec": `\ufeff${agency.replaceAll("\n", "\r\n")}` });
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
    const project = await start();
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
    const project = await start();
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

describe("what cannot be taken over is said, line by line", () => {
  it("a comment and a new name: the file stays, the value next to them is taken", async () => {
    const project = await start();
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
    const project = await start();
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
    const project = await start();
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
    const project = await start({ ...files, "/work/agency.envspec": qaless });
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
    const project = await start({ ...files, "/work/agency.envspec": made });
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
    const project = await start({ ...files, "/work/agency.envspec": secret });
    const path = place(project, groupVars("qa"));
    project.edit(path, /token: .*/, 'token: "canary-5317"');
    const { err, out } = await project.envc(...adopt);
    expect(err).toContain("W0902");
    expect(err + out).not.toContain("canary");
    expect(project.read("agency.envspec")).toBe(secret);
  });

  it("what is no YAML any more: the file stays", async () => {
    const project = await start();
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
    const project = await start();
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
    const project = await start();
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
    const project = await start();
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
    const project = await start();
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
    const project = await start();
    const { code, out } = await project.envc(...adopt);
    expect(code).toBe(0);
    expect(out).toContain("Nothing changed");
    expect(project.read("agency.envspec")).toBe(agency);
  });

  it("--keep and --force contradict each other", async () => {
    const project = await start();
    expect(await project.envc("build", "agency.envspec", "--keep", "--force")).toMatchObject({ code: 2 });
  });
});

import { describe, expect, test } from "vitest";
import { unwrapValue } from "../../src/ir/value.ts";
import { printValue } from "../../src/analysis/values.ts";
import { analyseBody, analyseText, applyFixes, modelOf, resourceOf, showDiagnostics } from "./helpers.ts";

const twoMachines = `envspec 1
machine web { os = "debian-12" }
machine db { os = "debian-13" }
process store { machine = db, user = nobody, run = ["/usr/bin/store"], port = 5000 }
`;

describe("values", () => {
  test("a let stays open: bound as a whole, a hole in a text", () => {
    const model = modelOf(
      analyseBody(
        'let port: port = 3000\nprocess api {\n  run = ["/bin/x", "--port=${port}"]\n  user = nobody\n  port = port\n}\n',
      ),
    );
    const { port, run } = resourceOf(model, "process.api").attributes;
    expect(port?.value).toEqual({ is: "bound", variable: "port", value: { is: "number", value: 3000 } });
    expect(run?.value).toMatchObject({
      items: [{}, { text: ["--port=", { hole: "variable", name: "port", value: "3000" }] }],
    });
    expect(model.variables).toMatchObject([{ name: "port", type: { type: "port" }, origin: "written" }]);
  });

  test("a let made from one that differs from host to host is copied to where it is used", () => {
    const model = modelOf(
      analyseText(
        `envspec 1
os = "debian-12"
let host: text = "localhost"
let url: text = "http://\${host}/"
let hosts = [host, "x"]
file "/etc/u" { text = "\${url}\\n" }
environment prod { host a { address = "203.0.113.1", host = "db" } }
`,
      ),
      "prod",
    );
    expect(resourceOf(model, 'file."/etc/u"').attributes["text"]?.value).toMatchObject({
      text: ["http://", { hole: "variable", name: "host", value: undefined }, "/\n"],
    });
    expect(model.variables.map((one) => one.name)).toEqual(["host"]);
  });

  test("what a host's value is made from is filled in for that host", () => {
    const model = modelOf(
      analyseText(
        `envspec 1
os = "debian-12"
let host: text = "localhost"
let url: text = "http://\${host}/"
file "/etc/u" { text = "\${url}\\n" }
environment prod {
  host a { address = "203.0.113.1", host = "db" }
  host b { address = "203.0.113.2", url = "http://x/" }
}
`,
      ),
      "prod",
    );
    const shown = model.machines[0]?.hosts.map((host) => printValue(host.values["url"]));
    const texts = model.machines[0]?.hosts.map((host) => host.values["url"]);
    expect(shown, JSON.stringify(texts)).toEqual(["http://db/", "http://x/"]);
  });

  test("a default has an origin and a reason", () => {
    const { owner } = resourceOf(
      modelOf(analyseBody('file "/etc/motd" { text = "x" }\n')),
      'file."/etc/motd"',
    ).attributes;
    expect(owner).toMatchObject({ origin: "default", value: { is: "ref", name: "root" } });
    expect(owner?.reason).toBeTypeOf("string");
  });

  test("join and lines", () => {
    const model = modelOf(
      analyseBody(
        'let names = ["a", "b"]\nfile "/a" { text = join(names, ", ") }\nfile "/b" { text = lines(names, "- ", ";") }\n',
      ),
    );
    expect(resourceOf(model, 'file."/a"').attributes["text"]?.value).toEqual({ is: "text", text: ["a, b"] });
    expect(resourceOf(model, 'file."/b"').attributes["text"]?.value).toEqual({ is: "text", text: ["- a;\n- b;"] });
  });

  test("a template only replaces its holes", () => {
    const model = modelOf(
      analyseBody('let d = "x.example"\nfile "/a" { source = template("./t") }\n', { t: "a ${d} $d $${d} $${ d }\n" }),
    );
    const hole = { hole: "variable", name: "d", value: "x.example" };
    expect(resourceOf(model, 'file."/a"').attributes["source"]?.value).toMatchObject({
      text: ["a ${d} $d ", hole, " ", hole, "\n"],
    });
  });

  test("keys that every object has are only keys", () => {
    const result = analyseBody(
      'process api {\n  run = ["/x"]\n  user = nobody\n  constructor = 1\n  env { constructor = "1" }\n}\n',
    );
    expect(result.diagnostics.map((one) => one.code)).toEqual(["E0203"]);
  });
});

describe("machines and environments", () => {
  test("patches win by level, and a machine's block patches the top level's", () => {
    const model = modelOf(
      analyseText(`${twoMachines}
service cron
environment prod {
  cron.running = false
  machine web {
    service cron { running = true, enabled = false }
    host w1 { address = "203.0.113.1" }
    host w2 { address = "203.0.113.2", cron.enabled = true }
  }
}
`),
      "prod",
    );
    const at = (machine: string) => {
      const { attributes } = resourceOf(model, "service.cron", machine);
      return [attributes["running"], attributes["enabled"]].map((one) => unwrapValue(one?.value));
    };
    expect(at("db")).toEqual([{ is: "bool", value: false }, undefined]);
    expect(at("web")).toMatchObject([{ value: true }, { value: false }]);
    expect(at("w2")).toMatchObject([{ value: true }, { value: true }]);
    expect(model.machines.map((one) => [one.name, one.hosts.map((host) => host.name)])).toEqual([
      ["web", ["w1"]],
      ["w2", ["w2"]],
      ["db", []],
    ]);
  });

  test("in a block of a thing `this.label` is the block's own, in what has no label the thing's", () => {
    const model = modelOf(
      analyseBody(
        'mysql db {\n  user [a, b] {}\n  database [a, b] { owner = this.label }\n}\nprocess api {\n  run = ["/bin/x"]\n  user = nobody\n  env { NAME = this.label }\n}\n',
      ),
    );
    const owners = resourceOf(model, "mysql.db").blocks["database"]?.map(({ label, attributes }) => [
      label,
      attributes["owner"]?.value,
    ]);
    expect(owners).toMatchObject([
      ["a", { text: ["a"] }],
      ["b", { text: ["b"] }],
    ]);
    expect(resourceOf(model, "process.api").blocks["env"]?.[0]?.attributes["NAME"]?.value).toMatchObject({
      text: ["api"],
    });
  });

  test("an address is late, and the value of each host stays its own", () => {
    const model = modelOf(
      analyseText(`${twoMachines}
let id: int
file "/a" { machine = web, text = "\${store.host}:\${store.port} \${id}" }
environment prod {
  host w1 { machine = web, address = "203.0.113.1", id = 1 }
  host d1 { machine = db, address = "203.0.113.2", id = 2 }
}
`),
      "prod",
    );
    expect(resourceOf(model, 'file."/a"').attributes["text"]?.value).toMatchObject({
      text: [{ hole: "address", machine: "db" }, ":5000 ", { hole: "variable", name: "id", value: undefined }],
    });
    expect(model.machines.flatMap((one) => one.hosts.map((host) => host.values["id"]))).toEqual([
      { is: "number", value: 1 },
      { is: "number", value: 2 },
    ]);
  });

  test("remove takes a block out of one environment only", () => {
    const result = analyseBody(
      "package telnet\nenvironment dev { target = ansible }\nenvironment prod { remove package telnet }\n",
    );
    expect(modelOf(result, "dev").resources).toHaveLength(1);
    expect(modelOf(result, "prod").resources).toHaveLength(0);
  });
});

describe("modules", () => {
  const site = `envspec 1
module page {
  param domain: domain
  param php: version = "8.2"
  param tls: bool = true
  param admin: optional(email)
  package nginx
  user "\${this.name}" { comment = admin }
  process app { user = "\${this.name}", run = ["/x", "\${php}"], port = 80, enabled = false, running = false }
  file "/etc/\${this.name}" { when = tls, text = "\${domain}" }
  file "/etc/\${this.name}-plain" { when = not(tls), text = "\${domain}" }
  output url = "http://\${domain}:\${app.port}"
}
os = "debian-12"
let zone = "a.example"
page acme { domain = zone }
page bolt { domain = "b.example", php = "8.3", tls = false }
file "/urls" { text = "\${acme.url} \${bolt.url}" }
environment prod { acme.php = "8.4" }
`;
  const model = modelOf(analyseText(site), "prod");

  test("names in the file carry the instance's name, names on the machine do not", () => {
    expect(resourceOf(model, "acme.process.app").name).toBe("acme-app");
    expect(model.resources.filter((one) => one.id === "package.nginx")).toHaveLength(1);
  });

  test("a param that is simply a let is that let; others are variables of the instance", () => {
    expect(model.variables.map((one) => [one.name, one.origin])).toEqual([
      ["zone", "written"],
      ["acme.php", "patch"],
      ["acme.tls", "default"],
      ["bolt.domain", "argument"],
      ["bolt.php", "argument"],
      ["bolt.tls", "argument"],
    ]);
    expect(resourceOf(model, 'file."/etc/acme"').attributes["text"]?.value).toMatchObject({ text: [{ name: "zone" }] });
  });

  test("conditions decide what there is", () => {
    const ids = model.resources.map((one) => one.id);
    expect(ids).toContain('file."/etc/acme"');
    expect(ids).not.toContain('file."/etc/acme-plain"');
    expect(ids).toContain('file."/etc/bolt-plain"');
  });

  test("an optional param that is not given is not written", () => {
    expect(resourceOf(model, "user.acme").attributes["comment"]?.origin).not.toBe("argument");
  });

  test("outputs are read from outside", () => {
    const text = resourceOf(model, 'file."/urls"').attributes["text"]?.value;
    expect(text).toMatchObject({ text: ["http://", { name: "zone" }, ":80 http://", { name: "bolt.domain" }, ":80"] });
  });
});

describe("files", () => {
  test("use takes a file in once, its paths relative to itself", () => {
    const result = analyseBody('use "./lib/a.envspec"\nuse "./lib/b.envspec"\n', {
      "lib/a.envspec": 'envspec 1\nuse "./b.envspec"\nfile "/a" { source = file("./x") }\n',
      "lib/b.envspec": 'envspec 1\nprocess api { run = ["/x"], user = nobody }\n',
      "lib/x": "x",
    });
    expect(modelOf(result).resources.map((one) => one.id)).toEqual(["process.api", 'file."/a"']);
  });

  test("a file in a newer version of the language gets that one message", () => {
    const result = analyseText("envspec 2\nfrobnicate x\n");
    expect(result.diagnostics.map((one) => one.code)).toEqual(["E0102"]);
    expect(result.models).toEqual([]);
  });

  test("a file that is not UTF-8 is no text", () => {
    const result = analyseBody('file "/a" { source = template("./x") }\n', { x: new Uint8Array([0xff, 0xfe]) });
    expect(showDiagnostics(result)).toContain("it is not a text in UTF-8");
  });
});

describe("fixes", () => {
  test("safe fixes leave a file without mistakes", () => {
    const source =
      `envspec 1
os "debian-12"
machine-less = 1
`.replace("machine-less = 1\n", "") +
      `package "nginx"
service cron { enabled = yes }
user deploy { groups = sudo }
process api {
  run = ["/x"]
  user deploy
  restart = "always"
  prot = 80
  restart-delay = "5s"
}
file "/a" {
  text = "x"
  mode = 644
}
`;
    const fixed = applyFixes(source, analyseText(source));
    expect(showDiagnostics(analyseText(fixed))).toBe("");
  });
});

describe("fleets", () => {
  const fleet = (environment: string): string =>
    `envspec 1\n\nmachine web { os = "debian-12" }\npackage nginx { machine = web }\n\nenvironment prod {\n${environment}\n}\n`;

  test("a host is reached through another, or through what is written", () => {
    const model = modelOf(
      analyseText(
        fleet(`
          host gate { machine = web, address = "203.0.113.5", ssh { user = "jump", via = "me@gate.example.com:22" } }
          host web-1 { machine = web, address = "10.0.0.1", ssh { via = gate, port = 2222 } }`),
      ),
      "prod",
    );
    expect(model.machines[0]?.hosts.map((host) => host.ssh)).toEqual([
      { user: "jump", via: "me@gate.example.com:22" },
      { viaHost: "gate", port: 2222 },
    ]);
  });

  test("a let may hold what is not described", () => {
    const result = analyseText(
      `${fleet('host web-1 { machine = web, address = "10.0.0.1", ssh { via = gate } }')}let gate = "me@203.0.113.5"\n`,
    );
    expect(modelOf(result, "prod").machines[0]?.hosts[0]?.ssh).toEqual({ via: "me@203.0.113.5" });
  });

  test("rolling is a number or a share, also from a let that says which", () => {
    for (const [written, lets, value] of [
      ["2", "", { is: "number", value: 2 }],
      ["25%", "", { is: "text", text: ["25%"] }],
      ["batch", "let batch: percent = 30%\n", { is: "text", text: ["30%"] }],
      ["batch", "let batch: int = 3\n", { is: "number", value: 3 }],
    ] as const) {
      const model = modelOf(analyseText(`${fleet(`machine web { rolling = ${written} }`)}${lets}`), "prod");
      expect(unwrapValue(model.machines[0]?.attributes["rolling"]?.value)).toEqual(value);
    }
  });

  test("an address is that of the class also where a patch of a host splits it", () => {
    const model = modelOf(
      analyseText(
        `${fleet(`
          machine web { primary = web-2 }
          host web-1 { machine = web, address = "10.0.0.1" }
          host web-2 { machine = web, address = "10.0.0.2", file."/etc/a".text = "b" }`)}
        machine other { os = "debian-12" }
        file "/etc/a" { machine = web, text = "a" }
        file "/etc/web" { machine = other, text = "\${web.host}" }\n`,
      ),
      "prod",
    );
    const text = resourceOf(model, 'file."/etc/web"').attributes["text"]?.value;
    expect(text).toMatchObject({ is: "text", text: [{ hole: "address", machine: "web-2" }] });
  });
});

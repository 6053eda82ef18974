import fc from "fast-check";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { buildSpec } from "../build-spec.ts";

interface Service {
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly network_mode?: string;
  readonly restart?: string;
  readonly profiles?: readonly string[];
}

function servicesOf(files: ReadonlyMap<string, string>): Readonly<Record<string, Service>> {
  return (load(files.get("compose.yaml") ?? "") as { services: Record<string, Service> }).services;
}

const shop = `envspec 1

machine web { os = "debian-12" }
machine db { os = "debian-12" }

process store {
  machine = db
  run = ["/usr/bin/sleep", "infinity"]
  user = nobody
  port = 5000
  health = ["/usr/bin/true"]
}

process api { machine = web, run = ["/usr/bin/sleep", "infinity"], user = nobody, port = 3000 }

command migrate {
  machine = web
  run = "it's \${store.host}"
  creates = "/var/lib/done"
  only-if = "test -e /etc/passwd"
  once = true
}

command warm {
  machine = web
  run = "true"
  always = true
  once = true
  after = [process.api]
}
`;

describe("what is done once, in Compose", () => {
  it("is a service that ends before the programs start, and waits for the machine it speaks to", async () => {
    const services = servicesOf(await buildSpec(shop, "dockerfile"));
    expect(services["migrate"]?.depends_on).toEqual({ store: { condition: "service_healthy" } });
    expect(services["api"]?.depends_on).toEqual({ migrate: { condition: "service_completed_successfully" } });
    expect(services["migrate"]).not.toHaveProperty("restart");
    expect(services["migrate"]).not.toHaveProperty("network_mode");
    expect(services["migrate"]).not.toHaveProperty("profiles");
  });

  it("is not done again for each job, which waits for the machine it speaks to", async () => {
    const job =
      'schedule tidy { machine = web, run = ["/usr/bin/tidy", "${store.host}"], user = nobody, every = 1h }\n\nschedule other { machine = web, run = ["/usr/bin/true"], user = nobody, every = 1h }\n';
    const services = servicesOf(
      await buildSpec(shop.replace("command migrate", `${job}\ncommand migrate`), "dockerfile"),
    );
    expect(services["tidy"]?.profiles).toEqual(["jobs"]);
    expect(services["tidy"]?.depends_on).toMatchObject({ store: { condition: "service_healthy" } });
    expect(services["tidy"]?.depends_on).not.toHaveProperty("migrate");
    expect(services["other"]).not.toHaveProperty("depends_on");
    expect(Object.values(services).flatMap((each) => Object.keys(each.depends_on ?? {}))).not.toContain("tidy");
  });

  it("comes after a program when it says so, on its network", async () => {
    const services = servicesOf(await buildSpec(shop, "dockerfile"));
    expect(services["warm"]?.depends_on).toEqual({
      api: { condition: "service_started" },
      migrate: { condition: "service_completed_successfully" },
    });
    expect(services["warm"]?.network_mode).toBe("service:api");
  });

  it("runs behind its guards, each text a word of its own, and not while the image is built", async () => {
    const files = await buildSpec(shop, "dockerfile");
    const dockerfile = files.get("web/Dockerfile") ?? "";
    const stage = dockerfile.slice(dockerfile.indexOf("AS migrate"));
    const [, cmd = "[]"] = /^CMD (.*)$/m.exec(stage) ?? [];
    expect(JSON.parse(cmd)).toEqual([
      "/bin/sh",
      "-c",
      'if [ -e "$2" ]; then exit 0; fi; if ! sh -c "$3"; then exit 0; fi; exec sh -c "$1"',
      "migrate",
      "it's store",
      "/var/lib/done",
      "test -e /etc/passwd",
    ]);
    expect(dockerfile).not.toMatch(/^RUN.*store/m);
    expect(files.get("README.md")).toContain("to its end, before what comes after it");
  });

  it("waits for the machines whose addresses are in the files that it uses", async () => {
    const services = servicesOf(
      await buildSpec(
        `${shop.replace("port = 3000 }", 'port = 3000, env { CONF = "/etc/api.conf" } }')}
file "/etc/api.conf" { machine = web, text = "store = \${store.host}" }
command fill { machine = web, run = "true", always = true, once = true, after = [file."/etc/api.conf"] }
process web-2 { machine = web, run = ["/usr/bin/sleep", "infinity"], user = nobody }
process web-3 { machine = web, run = ["/usr/bin/sleep", "infinity"], user = nobody, health = ["/usr/bin/true", "\${store.host}"] }
`,
        "dockerfile",
      ),
    );
    const store = { condition: "service_healthy" };
    expect(services["fill"]?.depends_on).toMatchObject({ store });
    expect(services["api"]?.depends_on).toMatchObject({ store });
    expect(services["web-2"]?.depends_on ?? {}).not.toHaveProperty("store");
    // Made anew, the other has another address; a step runs only when it is called.
    expect(services["api"]?.depends_on?.["store"]).toHaveProperty("restart", true);
    expect(services["api"]?.depends_on?.["migrate"]).not.toHaveProperty("restart");
    expect(services["fill"]?.depends_on?.["store"]).not.toHaveProperty("restart");
    expect(services["web-3"]?.depends_on).toMatchObject({ store });
  });

  it("never makes services wait for each other in a circle", async () => {
    const names = ["a", "b", "c"];
    const wish = fc.record({ from: fc.constantFrom(...names), to: fc.constantFrom(...names), after: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(wish, { maxLength: 8 }), fc.array(wish, { maxLength: 6 }), async (wishes, talks) => {
        const machines = names.map(
          (name) =>
            `machine ${name} { os = "debian-12" }\n` +
            `process p-${name} { machine = ${name}, run = ["/usr/bin/sleep", "1"], user = nobody, port = 3000 }\n` +
            `process q-${name} { machine = ${name}, run = ["/usr/bin/sleep", "1"], user = nobody }\n`,
        );
        const files = talks.map(
          ({ from, to, after }, index) =>
            `file "/etc/f-${index}" {\nmachine = ${from}\ntext = "\${p-${to}.host}"\nrestarts = [${after ? "p" : "q"}-${from}]\n}\n`,
        );
        const steps = wishes.map(
          ({ from, to, after }, index) =>
            `command s-${index} {\nmachine = ${from}\nrun = "\${p-${to}.host}"\nalways = true\nonce = true\n` +
            `${after ? `after = [process.${index % 2 === 0 ? "p" : "q"}-${from}]\n` : ""}}\n`,
        );
        const services = servicesOf(
          await buildSpec(`envspec 1\n${[...machines, ...steps, ...files].join("")}`, "dockerfile"),
        );
        const waits = (name: string): readonly string[] => [
          ...Object.keys(services[name]?.depends_on ?? {}),
          ...(services[name]?.network_mode?.replace("service:", "").split(",") ?? []),
        ];
        const left = new Set(Object.keys(services));
        for (let before = -1; before !== left.size;) {
          before = left.size;
          for (const name of left) if (waits(name).every((other) => !left.has(other))) left.delete(name);
        }
        expect([...left]).toEqual([]);
      }),
      { numRuns: process.env["ENVC_LONG"] ? 1000 : 25 },
    );
  });
});

describe("what is done at every start, in Compose", () => {
  const spec = `envspec 1

os = "debian-12"

certificate cert { domain = "shop.example.com" }

site shop { domain = "shop.example.com", certificate = cert }
`;

  it("fills a volume that the programs see, and is in no image", async () => {
    const files = await buildSpec(spec, "dockerfile");
    const services = load(files.get("compose.yaml") ?? "") as {
      services: Record<string, { volumes?: readonly string[]; ports?: readonly string[] }>;
    };
    const volume = "etc-ssl-local-cert:/etc/ssl/local/cert";
    expect(services.services["certificate-cert"]?.volumes).toEqual([volume]);
    expect(services.services["nginx"]).toMatchObject({
      volumes: [volume],
      depends_on: { "certificate-cert": { condition: "service_completed_successfully" } },
      ports: ["127.0.0.1:8080:80", "127.0.0.1:8443:443"],
    });
    expect(files.get("Dockerfile")).not.toMatch(/^RUN .*certificate-cert/m);
    expect(files.get("Dockerfile")).toContain('CMD ["/bin/bash", "-c", ": </dev/tcp/127.0.0.1/80"]');
  });

  it("gets no secret of others, and no right of root that it does not need", async () => {
    const more = `
secret own-key = env("OWN_KEY")

user mailer { system = true }

file "/etc/own.key" { text = "\${own-key}", mode = 0600 }

certificate lent { domain = "lent.example.com", from = self-signed, owner = mailer }
`;
    const services = load((await buildSpec(spec + more, "dockerfile")).get("compose.yaml") ?? "") as {
      services: Record<
        string,
        { secrets?: readonly unknown[]; cap_drop?: readonly string[]; cap_add?: readonly string[] }
      >;
    };
    const { nginx, "certificate-cert": cert, "certificate-lent": lent } = services.services;
    expect(nginx?.secrets).toEqual([{ source: "own-key", target: "/etc/own.key" }]);
    expect(cert).not.toHaveProperty("secrets");
    expect(lent).not.toHaveProperty("secrets");
    expect([cert?.cap_drop, lent?.cap_drop]).toEqual([["ALL"], ["ALL"]]);
    expect([cert?.cap_add, lent?.cap_add]).toEqual([undefined, ["CHOWN"]]);
  });
});

import { describe, expect, it } from "vitest";
import { buildSpec } from "../build-spec.ts";
import { groupsOf, machines, playsOf } from "./fleet-sample.ts";

describe("the address of another machine", () => {
  const store = `
process store { machine = db, run = ["/usr/bin/sleep", "1"], user = nobody, port = 5000 }
file "/etc/store" { machine = web, text = "\${store.url}\\n" }`;

  it("is that of the first host of the group, which is the primary", async () => {
    const hosts = `
      machine db { primary = db-2 }
      host web-1 { machine = web, address = "10.0.0.1" }
      host db-1 { machine = db, address = "10.0.0.2" }
      host db-2 { machine = db, address = "10.0.0.3" }`;
    expect(Object.keys((await groupsOf(hosts, store))["db"]?.hosts ?? {})).toEqual(["db-2", "db-1"]);
    const files = await buildSpec(`${machines}${store}\nenvironment prod {\n${hosts}\n}\n`, "ansible");
    const template = [...files].find(([path]) => path.startsWith("roles/web/templates/"))?.[1];
    expect(template).toBe("http://{{ hostvars[groups['db'][0]]['ansible_host'] | default(groups['db'][0]) }}:5000\n");
  });

  it("brings the play of that machine forward", async () => {
    const files = await buildSpec(
      `${machines}${store}\nenvironment prod {\nhost db-1 { machine = db, address = "10.0.0.2" }\n}\n`,
      "ansible",
    );
    expect(playsOf(files).map((play) => play.hosts)).toEqual(["db", "web"]);
  });

  it("does not bring forward the play of a machine that only comes in", async () => {
    const files = await buildSpec(
      `envspec 1

machine db {
  os = "debian-12"

  firewall { allow store { ports = [5000], from = [web] } }
}
machine web { os = "debian-12" }
${store}
environment prod {
  host db-1 { machine = db, address = "10.0.0.2" }
  host web-1 { machine = web, address = "10.0.0.1" }
}
`,
      "ansible",
    );
    expect(playsOf(files).map((play) => play.hosts)).toEqual(["db", "web"]);
  });

  it("of all hosts of a group is said in the hand-over, where one comes or goes", async () => {
    const hosts = `
      host web-1 { machine = web, address = "10.0.0.1" }
      host db-1 { machine = db, address = "10.0.0.2" }`;
    const build = (blocks: string): Promise<ReadonlyMap<string, string>> =>
      buildSpec(`${machines}secret p = env("P")\n${blocks}\nenvironment prod {\n${hosts}\n}\n`, "ansible");
    const files = await build(
      'mysql shop { machine = db, user shop { password = p }, database shop }\nfirewall { machine = db }\nfile "/etc/shop" { machine = web, text = "${shop.url}", mode = 0600 }',
    );
    expect(files.get("README.md")).toContain(
      "\n- [etc/nftables.conf.j2](roles/db/templates/etc/nftables.conf.j2): `web`\n- db : commands | Create the MariaDB user shop: `web`\n",
    );
    expect((await build("firewall { machine = db }")).get("README.md")).not.toContain("When a machine comes or goes");
  });

  it("is that of the class also where a patch splits it", async () => {
    const hosts = `
      machine db { primary = db-2 }
      host db-1 { machine = db, address = "10.0.0.2" }
      host db-2 { machine = db, address = "10.0.0.3", file."/etc/only".text = "two" }`;
    const files = await buildSpec(
      `${machines}file "/etc/only" { machine = db, text = "all" }${store}\nenvironment prod {\n${hosts}\n}\n`,
      "ansible",
    );
    const template = [...files].find(([path]) => path.startsWith("roles/web/templates/"))?.[1];
    expect(template).toContain("groups['db_2'][0]");
  });
});

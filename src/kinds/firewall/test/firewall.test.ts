import { expect, test } from "vitest";
import { codesOf, lowerBlocks, lowerFiles, opWith, opsOfKind } from "../../../../test/kinds/compile-spec.ts";
import { buildSpec } from "../../../../test/backends/build-spec.ts";
import type { MachineProgram } from "../../../ir/program.ts";
import { resolveText } from "../../../ir/resolve-text.ts";

const key =
  'authorized-keys = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHcKkDf2Nw1o4QwZ0Yk0qG8s0uY3v3nqf0V1u6i3Z8aB anna"]';

/** The lines of a file that let something in. */
function acceptedBy(machine: MachineProgram, path = "/etc/nftables.conf"): readonly string[] {
  const op = opWith(machine, `file:${path}`);
  const content = op.op === "file" && op.content.from === "text" ? op.content.text : [];
  const resolved = resolveText(content, (hole) =>
    hole.hole === "address"
      ? `<${hole.every?.family ?? "one"} of ${hole.machine}>`
      : "name" in hole
        ? `<${hole.name}>`
        : "",
  );
  const text = resolved.ok ? resolved.text : "";
  return text
    .split("\n")
    .flatMap((line) => (/dport .* accept|-j ACCEPT/.test(line) ? [line.trim()] : []))
    .slice(path.endsWith("conf") ? 1 : 0);
}

test("everything that is written is let in, and SSH", () => {
  const machine = lowerBlocks(
    'firewall {\n  allow [http, dns]\n  allow shop { ports = [8080, 8443], from = ["10.0.0.0/8", "2001:db8::1"] }\n  allow calls { port-range = "50000-50100", protocol = udp }\n}',
  );
  expect(acceptedBy(machine)).toEqual([
    "udp dport 50000-50100 accept",
    "tcp dport 53 accept",
    "udp dport 53 accept",
    "tcp dport 80 accept",
    "ip saddr 10.0.0.0/8 tcp dport { 8080, 8443 } accept",
    "ip6 saddr 2001:db8::1 tcp dport { 8080, 8443 } accept",
    "tcp dport 22 accept",
  ]);
});

test("the order of the rules does not matter", () => {
  const one = lowerBlocks("firewall {\n  allow http\n  allow https\n}");
  const other = lowerBlocks("firewall {\n  allow https\n  allow http\n}");
  expect(acceptedBy(one)).toEqual(acceptedBy(other));
});

test.each([
  ["443", "write `allow https`; or `allow app { ports = [443] }`"],
  ["3000", "write `allow app { ports = [3000] }`, with a name of yours"],
])("the port %s in place of a name is answered with what to write", (port, help) => {
  const { diagnostics } = lowerFiles({
    "main.envspec": `envspec 1\n\nos = "debian-12"\n\nfirewall { allow "${port}" }\n`,
  });
  expect(diagnostics).toMatchObject([{ code: "E0450", help: expect.stringContaining(help), notes: [] }]);
});

test("SSH is open on the ports of sshd and of the hosts, and can be narrowed or closed on purpose", () => {
  const ports = lowerBlocks(`user anna { ${key} }\nssh-server { ports = [2222] }\nfirewall`);
  expect(acceptedBy(ports)).toEqual(["tcp dport 2222 accept"]);
  expect(acceptedBy(lowerBlocks('firewall { allow ssh { from = ["192.0.2.1"] } }'))).toEqual([
    "ip saddr 192.0.2.1 tcp dport 22 accept",
  ]);
  expect(acceptedBy(lowerBlocks('firewall { ssh = "closed: there is a console" }'))).toEqual([]);
  expect(codesOf('firewall { ssh = "closed" }')).toEqual(["E0452"]);
  expect(codesOf('firewall {\n  ssh = "closed: there is a console"\n  allow ssh\n}')).toEqual(["E0452"]);
});

const fleet = (address: string, rest = ""): string =>
  `envspec 1\n\nmachine [web, db] { os = "debian-12" }\n\nlet office: cidr = "203.0.113.0/24"\n\nfirewall {\n  machine = db\n  allow postgresql { from = [web, office] }\n}\n\nenvironment prod {\n  host web-1 { machine = web, address = "${address}" }\n  host web-2 { machine = web, address = "10.0.0.12" }\n  host db-1 {\n    machine = db\n    address = "10.0.0.21"\n    ssh { port = 2200 }\n  }\n}\n${rest}`;

test("a machine is the addresses of all its hosts, of both families, and a variable stays one", () => {
  const { programs } = lowerFiles({ "main.envspec": fleet("2001:db8::11") });
  const db = programs[0]?.machines.find((machine) => machine.name === "db");
  expect(db === undefined ? [] : acceptedBy(db)).toEqual([
    "ip saddr { <ipv4 of web> } tcp dport 5432 accept",
    "ip6 saddr { <ipv6 of web> } tcp dport 5432 accept",
    "ip saddr <office> tcp dport 5432 accept",
    "tcp dport { 22, 2200 } accept",
  ]);
});

test("the hosts of its own machine are as many as those of another", async () => {
  const source = (order: string): string =>
    `envspec 1\n\nmachine app {\n  os = "debian-12"\n\n  firewall { allow gossip { ports = [7946], from = [app] } }\n}\n\nenvironment prod {\n${order}}\n`;
  const hosts =
    '  host app-1 { machine = app, address = "10.0.0.11" }\n  host app-2 { machine = app, address = "10.0.0.12" }\n';
  const ansible = await buildSpec(source(hosts), "ansible");
  expect(ansible.get("roles/app/templates/etc/nftables.conf.j2")).toContain(
    "ip saddr { {{ groups['app'] | map('extract', hostvars, 'ansible_host') | reject('search', ':') | join(', ') }} } tcp dport 7946 accept",
  );
  const cloud = await buildSpec(source(hosts), "cloud-init");
  expect([...cloud.values()].join("")).toContain("ip saddr { 10.0.0.11, 10.0.0.12 } tcp dport 7946 accept");
});

test("a machine whose addresses are not known is refused, except where only containers are made", () => {
  const codes = (source: string): readonly string[] =>
    lowerFiles({ "main.envspec": source }).diagnostics.map((one) => one.code);
  expect(codes(fleet("web-1.example.com"))).toEqual(["E0451"]);
  expect(codes(fleet("10.0.0.11", '\nenvironment dev { office = "10.9.0.0/16" }\n'))).toEqual(["E0451"]);
  expect(codes(fleet("10.0.0.11", "\nenvironment dev { target = dockerfile }\n"))).toEqual([]);
});

test("the rules of several blocks add up", () => {
  const machine = lowerBlocks("module shop {\n  firewall { allow https }\n}\n\nshop one\nfirewall { allow http }");
  expect(acceptedBy(machine)).toEqual(["tcp dport 80 accept", "tcp dport 443 accept", "tcp dport 22 accept"]);
});

test("it is loaded as a whole, after sshd has its port", () => {
  const machine = lowerBlocks(`user anna { ${key} }\nssh-server { ports = [2222] }\nfirewall`);
  const order = machine.ops.map((op) => op.id);
  expect(order.indexOf("service:ssh.service")).toBeLessThan(order.indexOf("service:nftables.service"));
  expect(order.indexOf("file:/etc/nftables.conf")).toBeLessThan(order.indexOf("service:nftables.service"));
  const file = opWith(machine, "file:/etc/nftables.conf");
  expect(file).toMatchObject({
    validate: ["/usr/sbin/nft", "-c", "-f", "%s"],
    triggers: [{ action: "reload", target: "service:nftables.service" }],
  });
});

test("ufw has the same rules in its own files", () => {
  const machine = lowerBlocks(
    'firewall {\n  backend = ufw\n  allow https\n  allow shop { ports = [8080], port-range = "9000-9010", from = ["10.0.0.1", "2001:db8::/32"] }\n}',
  );
  expect(acceptedBy(machine, "/etc/ufw/user.rules").filter((line) => line.includes("ufw-user-input"))).toEqual([
    "-A ufw-user-input -p tcp --dport 443 -j ACCEPT",
    "-A ufw-user-input -p tcp -m multiport --dports 8080,9000:9010 -s 10.0.0.1 -j ACCEPT",
    "-A ufw-user-input -p tcp --dport 22 -j ACCEPT",
  ]);
  expect(acceptedBy(machine, "/etc/ufw/user6.rules").filter((line) => line.includes("ufw6-user-input"))).toEqual([
    "-A ufw6-user-input -p tcp --dport 443 -j ACCEPT",
    "-A ufw6-user-input -p tcp -m multiport --dports 8080,9000:9010 -s 2001:db8::/32 -j ACCEPT",
    "-A ufw6-user-input -p tcp --dport 22 -j ACCEPT",
  ]);
  expect(opsOfKind(machine, "package").map((op) => op.name)).toEqual(["ufw"]);
});

test("rules that name nothing are refused", () => {
  for (const rule of [
    "allow htps",
    'allow "a\\nb" { ports = [1] }',
    'allow x { port-range = "9-1" }',
    "allow x { ports = [1], from = [] }",
    "allow http { protocol = udp }",
  ])
    expect(codesOf(`firewall { ${rule} }`), rule).toEqual(["E0450"]);
  expect(codesOf('firewall { allow http { from = ["10.0.0.0/40"] } }')).toEqual(["E0302"]);
  expect(codesOf('package "docker.io"\nfirewall')).toEqual(["W0450"]);
});

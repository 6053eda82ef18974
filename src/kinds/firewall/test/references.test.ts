/** What other machines of the file use is let in from there. */
import { expect, test } from "vitest";
import { codesOf, lowerFiles, opWith } from "../../../../test/kinds/compile-spec.ts";
import { resolveText } from "../../../ir/resolve-text.ts";

const hosts = `
environment prod {
  host web-1 { machine = web, address = "10.0.0.11" }
  host db-1 { machine = db, address = "10.0.0.21" }
}
`;
const spec = (firewall: string, rest = hosts): string => `envspec 1

machine [web, db] { os = "debian-12" }

process store {
  machine = db
  run = ["/usr/bin/sleep", "infinity"]
  user = nobody
  port = 5000
}

file "/etc/app.conf" {
  machine = web
  text = "store = \${store.url}\\n"
}

firewall {
  machine = db
${firewall}}
${rest}`;

/** The lines of the database machine's rules that concern the port. */
function linesOf(source: string): readonly string[] {
  const { programs } = lowerFiles({ "main.envspec": source });
  const db = programs[0]?.machines.find((machine) => machine.name === "db");
  const op = db === undefined ? undefined : opWith(db, "file:/etc/nftables.conf");
  const text = op?.op === "file" && op.content.from === "text" ? op.content.text : [];
  const resolved = resolveText(text, (hole) => (hole.hole === "address" ? `<${hole.machine}>` : ""));
  return (resolved.ok ? resolved.text : "").split("\n").flatMap((line) => (/\b5000\b/.test(line) ? [line.trim()] : []));
}

test("who is given the address may come in, and nobody else", () => {
  expect(linesOf(spec(""))).toEqual(["ip saddr { <web> } tcp dport 5000 accept"]);
  expect(linesOf(spec("").replace("${store.url}", "nothing"))).toEqual([]);
});

test("what the author wrote about the port counts", () => {
  expect(linesOf(spec('  allow store { ports = [5000], from = ["10.9.0.0/16"] }\n'))).toEqual([
    "ip saddr 10.9.0.0/16 tcp dport 5000 accept",
  ]);
  expect(linesOf(spec('  allow many { port-range = "4000-6000" }\n'))).toEqual([]);
});

test("a proxy on another machine may reach its application", () => {
  const proxied = spec("").replace(
    /file "\/etc\/app.conf" \{[^}]*\}[^}]*\}/,
    'proxy front {\n  machine = web\n  domain = "shop.example.com"\n  route "/" { to = store }\n}',
  );
  expect(linesOf(proxied)).toEqual(["ip saddr { <web> } tcp dport 5000 accept"]);
});

test("a door that stays shut although somebody is to come in is said", () => {
  const codes = (source: string): readonly string[] =>
    lowerFiles({ "main.envspec": source }).diagnostics.map((one) => one.code);
  expect(codes(spec("", ""))).toContain("W0459");
  expect(codes(spec(""))).not.toContain("W0459");
  const site = 'directory "/srv/shop" {}\nsite shop { domain = "shop.example.com", root = "/srv/shop" }\n';
  expect(codesOf(`${site}firewall`)).toContain("W0459");
  expect(codesOf(`${site}firewall { allow [http, https] }`)).toEqual([]);
});

test("an environment for containers alone has no hosts to let in, and nothing is said of them", () => {
  const codes = (target: string): readonly string[] =>
    lowerFiles({
      "main.envspec": spec("", hosts.replace(', address = "10.0.0.11"', "").replace("{", `{\n  target = ${target}`)),
    }).diagnostics.map((one) => one.code);
  expect(codes("ansible")).toContain("W0459");
  expect(codes("dockerfile")).not.toContain("W0459");
});

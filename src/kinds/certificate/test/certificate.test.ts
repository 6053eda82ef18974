import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { codesOf, lowerBlocks, lowerFiles, opWith, opsOfKind } from "../../../../test/kinds/compile-spec.ts";
import { readCertificate } from "../../shared/x509.ts";

const page = readFileSync("src/kinds/certificate/messages/W0481.md", "utf8");
const pem = /-----BEGIN CERTIFICATE-----[^]+?-----END CERTIFICATE-----\n/.exec(page)?.[0] ?? "";

test("acme: certbot, a placeholder, a timer, and the question answered by the sites", () => {
  const machine = lowerBlocks(
    'certificate cert { domain = "shop.example.com" }\n\nsite shop {\n  domain = "shop.example.com"\n  certificate = cert\n}',
  );
  expect(machine.ops.map((op) => op.id)).toEqual(
    expect.arrayContaining(["package:certbot", "service:certbot.timer", "schedule:certificate-cert"]),
  );
  expect(opWith(machine, "exec:certificate-cert")).toMatchObject({
    run: ["/usr/local/sbin/certificate-cert placeholder"],
    triggers: [{ action: "reload", target: "service:nginx.service" }],
  });
  const order = machine.ops.map((op) => op.id);
  expect(order.indexOf("exec:certificate-cert")).toBeLessThan(order.indexOf("service:nginx.service"));
  expect(order.indexOf("service:nginx.service")).toBeLessThan(order.indexOf("exec:certificate-cert-request"));
  const site = opWith(machine, "file:/etc/nginx/sites-available/shop.conf");
  expect(JSON.stringify(site)).toContain("/.well-known/acme-challenge/");
  expect(JSON.stringify(opWith(machine, "file:/usr/local/sbin/certificate-cert"))).toContain(
    "--webroot -w /var/www/acme",
  );
});

test("every domain that a `let` gives stays a reference to it", () => {
  const machine = lowerBlocks(
    'let shop: domain = "shop.example.com"\n\ncertificate cert {\n  domain = shop\n  aliases = ["www.${shop}"]\n}',
  );
  expect(opWith(machine, "file:/etc/ssl/local/cert.cnf")).toMatchObject({
    content: {
      text: [
        expect.stringMatching(/DNS\.1 = $/),
        { hole: "variable", name: "shop" },
        "\nDNS.2 = www.",
        { hole: "variable", name: "shop" },
        "\n",
      ],
    },
  });
});

test("acme without a site: certbot answers by itself", () => {
  const machine = lowerBlocks('certificate mail {\n  domain = "mail.example.com"\n  staging = true\n}');
  const program = JSON.stringify(opWith(machine, "file:/usr/local/sbin/certificate-mail"));
  expect(program).toContain("--standalone");
  expect(program).toContain("https://acme-staging-v02.api.letsencrypt.org/directory");
});

test("files: the certificate as it is, the key as a secret for its group, and the day of its end", () => {
  const machine = lowerBlocks(
    'secret shop-key = env("KEY") { fetch = ["/usr/bin/get", "key"] }\n\ngroup mail-tls {}\n\ncertificate cert {\n  domain = "shop.example.com"\n  from = files\n  certificate = file("./shop.pem")\n  key = shop-key\n  group = mail-tls\n}',
    { "shop.pem": pem },
  );
  expect(opWith(machine, "file:/etc/ssl/local/cert/privkey.pem")).toMatchObject({
    mode: "0640",
    owner: "root",
    group: "mail-tls",
    content: { from: "text", text: [{ hole: "secret", name: "shop-key" }] },
  });
  expect(opWith(machine, "file:/etc/ssl/local/cert/fullchain.pem")).toMatchObject({
    mode: "0644",
    doc: "It ends on 2036-11-24.",
  });
  expect(opsOfKind(machine, "exec")).toEqual([]);
});

test.each([
  ['domain = "*.example.com"', "E0484"],
  ['domain = "shop.internal"', "E0484"],
  ['domain = "shop.example.com"\n  from = self-signed\n  valid-for = 30d', "E0484"],
  ['domain = "shop.example.com"\n  from = self-signed\n  valid-for = 1441h', "E0484"],
  ['domain = "shop.example.com"\n  email = "a@example.com"\n  from = self-signed', "E0484"],
  ['domain = "shop.example.com"\n  staging = true\n  server = "https://acme.example.net/dir"', "E0484"],
])("%s is refused", (lines, code) => {
  expect(codesOf(`certificate cert {\n  ${lines}\n}`)).toEqual([code]);
});

const environments = (top: string, dev: string): string =>
  `let shop: domain = "shop.example.com"\n\ncertificate cert {\n  domain = shop\n${top}}\n\nenvironment prod {}\n\nenvironment dev {\n  shop = "shop.localhost"\n${dev}}`;

test("an environment may have another source; what the others say for theirs does not disturb it", () => {
  expect(codesOf(environments('  email = "a@example.com"\n', "  cert.from = self-signed\n"))).toEqual([]);
  expect(codesOf(environments("", '  cert.from = self-signed\n  cert.email = "a@example.com"\n'))).toEqual(["E0484"]);
});

test("a name that is not on the internet: in which environment, and how to write it there alone", () => {
  const { diagnostics } = lowerFiles({ "main.envspec": `envspec 1\n\nos = "debian-12"\n\n${environments("", "")}\n` });
  expect(diagnostics).toMatchObject([
    {
      code: "E0484",
      notes: ["in the environment `dev`"],
      help: expect.stringContaining("for one environment alone write `cert.from = self-signed` into it"),
    },
  ]);
});

test("a certificate is read as far as it is asked for", () => {
  expect(readCertificate(new TextEncoder().encode(pem))).toEqual({
    ok: true,
    names: ["shop.example.com", "*.shop.example.com"],
    isAuthority: true,
    ends: "2036-11-24",
  });
  const cut = pem.replace(/\n[^\n]+\n-----END/, "\n-----END");
  expect(readCertificate(new TextEncoder().encode(cut))).toMatchObject({ ok: false });
  expect(readCertificate(new TextEncoder().encode("-----BEGIN PRIVATE KEY-----\n"))).toMatchObject({ ok: false });
});

test("a name that is not on the internet is no mistake where containers alone are made", () => {
  const codes = (target: string): readonly string[] =>
    lowerFiles({
      "main.envspec": `envspec 1\n\nos = "debian-12"\n\nlet domain = "shop.example.com"\n\ncertificate cert { domain = domain }\nsite shop {\n  domain = domain\n  certificate = cert\n}\n\nenvironment dev {\n  target = ${target}\n  domain = "shop.localhost"\n}\n`,
    }).diagnostics.map(({ code }) => code);
  expect(codes("dockerfile")).toEqual([]);
  expect(codes("ansible")).toEqual(["E0484"]);
});

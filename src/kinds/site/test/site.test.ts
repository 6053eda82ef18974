import { expect, test } from "vitest";
import { codesOf, lowerBlocks, lowerFiles, opWith, opsOfKind } from "../../../../test/kinds/compile-spec.ts";
import { resolveKnown } from "../../../ir/read-value.ts";
import type { MachineProgram } from "../../../ir/program.ts";

const cert = 'certificate cert {\n  domain = "shop.example.com"\n  from = self-signed\n}\n\n';

function siteText(machine: MachineProgram, name = "shop"): string {
  const op = opWith(machine, `file:/etc/nginx/sites-available/${name}.conf`);
  return op.op === "file" && op.content.from === "text"
    ? op.content.text.map((part) => (typeof part === "string" ? part : "HOLE")).join("")
    : "";
}

test("a site brings nginx, its file, its link, and takes the welcome page away", () => {
  const machine = lowerBlocks('site shop { domain = "shop.example.com" }');
  expect(machine.ops.map((op) => op.id)).toEqual(
    expect.arrayContaining([
      "package:nginx",
      "service:nginx.service",
      "absent-path:/etc/nginx/sites-enabled/default",
      "file:/etc/nginx/conf.d/unknown-names.conf",
      "link:/etc/nginx/sites-enabled/shop.conf",
    ]),
  );
  expect(opWith(machine, "service:nginx.service")).toMatchObject({ listens: [80], running: true });
  expect(opWith(machine, "link:/etc/nginx/sites-enabled/shop.conf").triggers).toEqual([
    { action: "reload", target: "service:nginx.service" },
  ]);
  expect(siteText(machine)).toContain("    root /var/www/shop;\n");
});

test("no line of its file is longer than people, and YAML in blocks, can bear", () => {
  const text = siteText(lowerBlocks('site shop { domain = "shop.example.com" }'));
  expect(text).toContain("    gzip_types\n        application/javascript\n");
  expect(text.split("\n").filter((line) => line.length > 120)).toEqual([]);
});

test("nginx comes back when it was killed, as in Compose", () => {
  const machine = lowerBlocks('site shop { domain = "shop.example.com" }');
  const op = opWith(machine, "file:/etc/systemd/system/nginx.service.d/restart.conf");
  expect(op.op === "file" && op.content.from === "text" ? resolveKnown(op.content.text) : undefined).toBe(
    "[Service]\nRestart=on-failure\nRestartSec=2\n",
  );
});

test("what the author says of nginx counts", () => {
  const machine = lowerBlocks(
    'package nginx { hold = true }\n\nservice nginx { enabled = false }\n\nsite shop { domain = "shop.example.com" }',
  );
  expect(opWith(machine, "package:nginx")).toMatchObject({ hold: true });
  expect(opWith(machine, "service:nginx.service")).toMatchObject({ enabled: false, listens: [80] });
});

test("with a certificate all comes by HTTPS, and HTTP/2 is spelt as the release has it", () => {
  const blocks = `${cert}site shop {\n  domain = "shop.example.com"\n  certificate = cert\n  hsts = 365d\n}\n`;
  const machine = lowerBlocks(blocks);
  const text = siteText(machine);
  expect(text).toContain("return 301 https://$host$request_uri;");
  expect(text).toContain("    listen 443 ssl http2;\n");
  expect(text).toContain("add_header Strict-Transport-Security max-age=31536000 always;");
  expect(opWith(machine, "service:nginx.service")).toMatchObject({ listens: [80, 443] });
  const newer = lowerFiles({ "main.envspec": `envspec 1\n\nos = "debian-13"\n\n${blocks}` }).programs[0]?.machines[0];
  expect(newer === undefined ? "" : siteText(newer)).toContain(
    "    listen 443 ssl;\n    listen [::]:443 ssl;\n    http2 on;\n",
  );
});

test("a name that nobody has gets no answer, and an old nginx needs a certificate for that", () => {
  const source = (os: string): string =>
    `envspec 1\n\nos = "${os}"\n\n${cert}site shop {\n  domain = "shop.example.com"\n  certificate = cert\n}\n`;
  const textOn = (os: string): string => {
    const machine = lowerFiles({ "main.envspec": source(os) }).programs[0]?.machines[0];
    const op = machine === undefined ? undefined : opWith(machine, "file:/etc/nginx/conf.d/unknown-names.conf");
    return (op?.op === "file" && op.content.from === "text" ? resolveKnown(op.content.text) : undefined) ?? "";
  };
  expect(textOn("debian-12")).toContain("ssl_reject_handshake on;");
  expect(textOn("debian-11")).toContain("ssl_certificate /etc/ssl/local/cert/fullchain.pem;");
  expect(textOn("debian-11")).not.toContain("ssl_reject_handshake");
});

test("the server for unknown names says of TLS what the sites say: sessions and versions are settled by it", () => {
  for (const os of ["debian-11", "debian-12"]) {
    const site = `${cert}site shop {\n  domain = "shop.example.com"\n  certificate = cert\n}\n`;
    const machine = lowerFiles({ "main.envspec": `envspec 1\n\nos = "${os}"\n\n${site}` }).programs[0]?.machines[0];
    const tlsLines = (path: string): readonly string[] => {
      const op = machine === undefined ? undefined : opWith(machine, `file:${path}`);
      const text = op?.op === "file" && op.content.from === "text" ? resolveKnown(op.content.text) : undefined;
      return (text ?? "").match(/^ +ssl_(?:protocols|ciphers|prefer|session)[^;]*;/gm) ?? [];
    };
    const lines = tlsLines("/etc/nginx/conf.d/unknown-names.conf");
    expect(lines).toHaveLength(6);
    expect(lines).toEqual(tlsLines("/etc/nginx/sites-available/shop.conf"));
  }
});

test("a catch-all takes the place of the closed door", () => {
  const machine = lowerBlocks('site shop {\n  domain = "shop.example.com"\n  catch-all = true\n}');
  expect(siteText(machine)).toContain("listen 80 default_server;");
  expect(opWith(machine, "absent-path:/etc/nginx/conf.d/unknown-names.conf")).toMatchObject({ was: "file" });
});

test("rules for paths", () => {
  const text = siteText(
    lowerBlocks(
      'site shop {\n  domain = "shop.example.com"\n  fallback = "/index.html"\n  max-body = 20MB\n  cache-assets = 7d\n\n  location "/internal/" { allow = ["203.0.113.0/24"] }\n  location "/downloads/" { folder = "/srv/downloads" }\n  location "/vendor/" { closed = true }\n  redirect "/old" { to = "/new", status = 308 }\n  redirect "/blog/" { to = "https://blog.example.com/", below = true }\n}',
    ),
  );
  expect(text).toContain("try_files $uri $uri/ /index.html;");
  expect(text).toContain("client_max_body_size 20m;");
  expect(text).toContain("expires $shop_expires;");
  expect(text).toContain("location ^~ /internal/ {\n        allow 203.0.113.0/24;\n        deny all;\n");
  expect(text).toContain("location ^~ /downloads/ {\n        alias /srv/downloads/;\n");
  expect(text).toContain("location ^~ /vendor/ {\n        return 404;\n    }\n");
  expect(text).toContain("location = /old {\n        return 308 /new$is_args$args;\n    }\n");
  expect(text).toContain('map $request_uri $shop_rest_1 {\n    "~^/blog/(.*)$" $1;\n}\n');
  expect(text).toContain("return 301 https://blog.example.com/$shop_rest_1;");
});

test("passwords are hashed on the machine, from variables", () => {
  const machine = lowerBlocks(
    'secret [b, a] = env("X") { fetch = ["/usr/bin/get", "x"] }\n\nsite shop {\n  domain = "shop.example.com"\n\n  basic-auth {\n    zoe = b\n    anna = a\n  }\n}',
  );
  expect(opWith(machine, "exec:shop-passwords")).toMatchObject({
    run: ["/usr/local/sbin/hash-site-passwords /etc/nginx/passwords/shop/users anna zoe"],
    unless: ["/usr/local/sbin/hash-site-passwords --check /etc/nginx/passwords/shop/users anna zoe"],
    environment: [
      { name: "PASSWORD_1", value: [{ hole: "secret", name: "a" }] },
      { name: "PASSWORD_2", value: [{ hole: "secret", name: "b" }] },
    ],
  });
});

test("an absent site goes with its link", () => {
  const machine = lowerBlocks("absent site shop");
  expect(opsOfKind(machine, "absent-path").map((op) => op.path)).toEqual([
    "/etc/nginx/sites-available/shop.conf",
    "/etc/nginx/sites-enabled/shop.conf",
  ]);
});

test("names in capitals are the same names, on other machines others", () => {
  expect(codesOf('site a { domain = "A.example" }\n\nsite b { domain = "a.EXAMPLE" }')).toEqual(["E0480"]);
  const apart =
    'envspec 1\n\nmachine [x, y] { os = "debian-12" }\n\nsite a {\n  machine = x\n  domain = "a.example"\n}\n\nsite b {\n  machine = y\n  domain = "a.example"\n}\n';
  expect(lowerFiles({ "main.envspec": apart }).diagnostics).toEqual([]);
});

test.each([
  ['location "/a" { closed = true }\n  redirect "/a" { to = "/b" }', "E0482"],
  ['location "/a?b" { closed = true }', "E0482"],
  ['location "/a/../b" { closed = true }', "E0482"],
  ['location "/a%20b" { closed = true }', "E0482"],
  ['redirect "/a" { to = "//evil.example" }', "E0487"],
  ['redirect "/a" { to = "/a" }', "E0487"],
  ['redirect "/a" { to = "/b", status = 305 }', "E0487"],
  ['redirect "/a" { to = "/b\\nX: y" }', "E0486"],
  ['config = "} server {"', "E0485"],
])("%s is refused", (line, code) => {
  expect(codesOf(`site shop {\n  domain = "shop.example.com"\n  ${line}\n}`)).toEqual([code]);
});

test("a PHP application: its public folder, its FPM, and no program shown as text", () => {
  const text = siteText(
    lowerBlocks(
      'php-app app {\n  source = "./app"\n}\n\nsite shop {\n  domain = "shop.example.com"\n  php = app\n\n  location "/admin/" { allow = ["203.0.113.0/24"] }\n}',
      { "app/public/index.php": "" },
    ),
  );
  expect(text).toContain("root /srv/app/current/public;");
  expect(text).toContain("index index.php index.html;");
  expect(text).toContain("try_files $uri $uri/ /index.php$is_args$args;");
  expect(text).toContain("fastcgi_pass unix:/run/app/php-fpm.sock;");
  expect(text.match(/location ~ \\\.php\$ \{\n *disable_symlinks on from=\$document_root;\n/g)).toHaveLength(2);
  expect(text.match(/location ~ \\\.php\/ \{/g)).toHaveLength(2);
});

test("its address is what visitors type, also for a program on another machine", () => {
  const source =
    'envspec 1\n\nlet domain = "shop.example.com"\n\nmachine [edge, app] { os = "debian-12" }\n\nsite plain {\n  machine = edge\n  domain = domain\n}\n\nfile "/etc/a" {\n  machine = app\n  text = plain.url\n}\n';
  const app = lowerFiles({ "main.envspec": source }).programs[0]?.machines.find(({ name }) => name === "app");
  expect(app === undefined ? undefined : opWith(app, "file:/etc/a")).toMatchObject({
    content: { text: ["http://", { hole: "variable", name: "domain" }] },
  });
  const machine = lowerBlocks(
    `${cert}site shop {\n  domain = "shop.example.com"\n  certificate = cert\n}\n\nfile "/etc/a" { text = shop.url }`,
  );
  expect(opWith(machine, "file:/etc/a")).toMatchObject({ content: { text: ["https://shop.example.com"] } });
});

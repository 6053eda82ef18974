import { expect, test } from "vitest";
import type { MachineProgram } from "../../../ir/program.ts";
import { type Hole, everyText } from "../../../ir/text.ts";
import { buildSpec } from "../../../../test/backends/build-spec.ts";
import { codesOf, lowerBlocks, lowerFiles, opWith } from "../../../../test/kinds/compile-spec.ts";

const app = "package nodejs\n\nuser shop { system = true }\n\n";
const process = (more = "port = 3000"): string =>
  `process api {\n  run = ["/usr/bin/node", "/srv/server.js"]\n  user = shop\n  ${more}\n}\n\n`;

function addressText({ machine, every, host = "all" }: Extract<Hole, { readonly hole: "address" }>): string {
  return every === undefined ? `[${machine} ${host}]` : everyText([`[every host of ${machine}]`], every);
}

function textOf(machine: MachineProgram | undefined, name = "front"): string {
  const op = machine === undefined ? undefined : opWith(machine, `file:/etc/nginx/sites-available/${name}.conf`);
  if (op?.op !== "file" || op.content.from !== "text") return "";
  return op.content.text
    .map((part) => (typeof part === "string" ? part : part.hole === "address" ? addressText(part) : part.hole))
    .join("");
}

test("an application on the same machine", () => {
  const text = textOf(
    lowerBlocks(
      `${app}${process()}proxy front {\n  domain = "shop.example.com"\n\n  route "/" { to = api, websocket = true, timeout = 5min }\n}`,
    ),
  );
  expect(text).toContain("upstream front-api {\n    server [main all]:3000;\n    keepalive 16;\n}\n");
  expect(text).toContain("proxy_pass http://front-api;");
  expect(text).toContain("proxy_set_header Connection $front_connection;");
  expect(text).toContain("proxy_set_header X-Forwarded-For $remote_addr;");
  expect(text).toContain("proxy_read_timeout 300s;");
});

test("every host of another machine, by reference", () => {
  const source = (hosts: string): string =>
    `envspec 1\n\nmachine [edge, app] { os = "debian-12" }\n\npackage nodejs { machine = app }\n\nuser shop {\n  machine = app\n  system = true\n}\n\n${process("port = 3000\n  machine = app")}proxy front {\n  machine = edge\n  domain = "shop.example.com"\n\n  route "/api/" { to = api, strip-path = true, balance = least-connections }\n}\n\nenvironment prod {\n${hosts}}\n`;
  const two =
    '  host app-1 { machine = app, address = "203.0.113.11" }\n  host app-2 { machine = app, address = "203.0.113.12" }\n';
  const edge = lowerFiles({ "main.envspec": source(two) }).programs[0]?.machines.find(({ name }) => name === "edge");
  expect(textOf(edge)).toContain(
    "upstream front-api {\n    least_conn;\n    server [every host of app]:3000 max_fails=3 fail_timeout=10s;\n    keepalive 16;\n}\n",
  );
  expect(textOf(edge)).toContain("location ^~ /api/ {\n        proxy_pass http://front-api/;\n");
  expect(textOf(edge)).toContain("        proxy_next_upstream error timeout http_502 http_503;\n");
  const none = lowerFiles({ "main.envspec": source('  host edge-1 { machine = edge, address = "203.0.113.10" }\n') });
  expect(textOf(none.programs[0]?.machines.find(({ name }) => name === "edge"))).toContain("server [app all]:3000;\n");
  expect(textOf(none.programs[0]?.machines.find(({ name }) => name === "edge"))).not.toContain("next_upstream");
});

test("a route holds for steps of a path, not for what begins with the same letters", () => {
  const text = textOf(
    lowerBlocks(
      `${app}${process()}proxy front {\n  domain = "shop.example.com"\n\n  route "/api" { to = api, websocket = true }\n  route "/v1/" { to = api }\n}`,
    ),
  );
  expect(text).toContain("location = /api {\n        proxy_pass http://front-api;\n");
  expect(text).toContain("location ^~ /api/ {\n        proxy_pass http://front-api;\n");
  expect(text).not.toContain("^~ /api {");
  expect(text.match(/location [^{]*v1/g)).toEqual(["location ^~ /v1"]);
  // Nobody speaks for minutes on an open line.
  expect(text.match(/proxy_read_timeout .*/g)).toEqual([
    "proxy_read_timeout 3600s;",
    "proxy_read_timeout 3600s;",
    "proxy_read_timeout 60s;",
  ]);
});

test.each([
  ['aliases = ["shop.example.org"]', 'aliases = ["SHOP.example.org", "more.example.org"]', "$http_host"],
  ['aliases = ["shop.example.org"]', "", "shop.example.com"],
  ['aliases = ["shop.example.org"]', "catch-all = true", "$http_host"],
  ["catch-all = true", "", "shop.example.com"],
])("a site hears the visitor's own name when it has it: %s before %s", (front, site, host) => {
  const source = `envspec 1\n\nmachine [edge, web] { os = "debian-12" }\n\nproxy front {\n  machine = edge\n  domain = "shop.example.com"\n  ${front}\n\n  route "/" { to = site.shop }\n}\n\nsite shop {\n  machine = web\n  domain = "shop.example.com"\n  ${site}\n}\n`;
  const edge = lowerFiles({ "main.envspec": source }).programs[0]?.machines.find(({ name }) => name === "edge");
  expect(textOf(edge)).toContain(`proxy_set_header Host ${host};`);
});

test("headers that an application says itself are its own", () => {
  const text = textOf(
    lowerBlocks(`${app}${process()}proxy front {\n  domain = "shop.example.com"\n\n  route "/" { to = api }\n}`),
  );
  expect(text).toContain('map $upstream_http_x_frame_options $front_frame_options {\n    "" SAMEORIGIN;\n}\n');
  expect(text).toContain("add_header X-Frame-Options $front_frame_options always;");
});

test.each([
  ['route "/" { to = api }', "no port", process("")],
  ['route "/api" { to = api, strip-path = true }', "half a name", process()],
  ['route "/" { url = "https://api.example.net/v1" }', "a path", process()],
  ['route "/" { to = api, url = "https://api.example.net" }', "two targets", process()],
  ['location "/" { allow = ["10.0.0.0/8"] }', "nothing to show", process()],
])("%s is refused: %s", (line, _why, program) => {
  expect(codesOf(`${app}${program}proxy front {\n  domain = "shop.example.com"\n\n  ${line}\n}`)).toEqual(["E0481"]);
});

test("a site on another machine is asked by its own name", () => {
  const source =
    'envspec 1\n\nmachine [edge, web] { os = "debian-12" }\n\nsite shop {\n  machine = web\n  domain = "inner.example.com"\n}\n\nproxy front {\n  machine = edge\n  domain = "shop.example.com"\n\n  route "/" { to = shop }\n}\n';
  const edge = lowerFiles({ "main.envspec": source }).programs[0]?.machines.find(({ name }) => name === "edge");
  expect(textOf(edge)).toContain("server [web all]:80;");
  expect(textOf(edge)).toContain("proxy_set_header Host inner.example.com;");
});

test("a PHP application is reached by a site of its own, and a site with a certificate by nobody", () => {
  const front = 'proxy front {\n  domain = "shop.example.com"\n\n  route "/" { to = shop }\n}';
  expect(codesOf(`php-app shop { source = "./app" }\n\n${front}`, { "app/public/index.php": "" })).toEqual(["E0481"]);
  const encrypted =
    'certificate cert {\n  domain = "inner.example.com"\n  from = self-signed\n}\n\nsite shop {\n  domain = "inner.example.com"\n  certificate = cert\n}\n\n';
  expect(codesOf(encrypted + front)).toEqual(["E0481"]);
});

test("in Compose the README says which port to go to, where visitors are sent to HTTPS", async () => {
  const secure = 'certificate cert {\n  domain = "shop.example.com"\n  from = self-signed\n}\n\n';
  const readme = async (blocks: string, more = ""): Promise<string | undefined> =>
    (
      await buildSpec(
        `envspec 1\n\nos = "debian-12"\n\n${blocks}site shop {\n  domain = "shop.example.com"\n${more}}\n`,
        "dockerfile",
      )
    ).get("README.md");
  expect(await readme(secure, "  certificate = cert\n")).toContain("go to port 8443 at once");
  expect(await readme("")).not.toContain("go to port");
});

test("no server says which nginx it is", () => {
  const text = textOf(
    lowerBlocks(
      `${app}${process()}certificate cert {\n  domain = "shop.example.com"\n  aliases = ["www.shop.example.com"]\n}\n\nproxy front {\n  domain = "shop.example.com"\n  redirect-from = ["www.shop.example.com"]\n  certificate = cert\n\n  route "/" { to = api }\n}`,
    ),
  );
  expect(text.match(/^server \{/gm)).toHaveLength(4);
  expect(text.match(/server_tokens off;/g)).toHaveLength(4);
});

test("a site believes the proxies of the file about its visitors, wherever they are", async () => {
  const source =
    'envspec 1\n\nmachine [edge, web] { os = "debian-12" }\n\nsite shop {\n  machine = web\n  domain = "shop.example.com"\n  redirect-from = ["www.shop.example.com"]\n}\n\nproxy front {\n  machine = edge\n  domain = "shop.example.com"\n\n  route "/" { to = shop }\n}\n\nenvironment prod {\n  host edge-1 { machine = edge, address = "203.0.113.10" }\n  host web-1 { machine = web, address = "203.0.113.11" }\n}\n';
  const web = lowerFiles({ "main.envspec": source }).programs[0]?.machines.find(({ name }) => name === "web");
  const text = textOf(web, "shop");
  expect(text).toContain(
    "    set_real_ip_from [every host of edge];\n    real_ip_header X-Forwarded-For;\n    real_ip_recursive on;\n",
  );
  expect(text.match(/set_real_ip_from/g)).toHaveLength(2);
  expect(text).toContain("return 301 $shop_scheme://shop.example.com$request_uri;");
  const compose = await buildSpec(source, "dockerfile");
  expect(compose.get("web/files/etc/nginx/sites-available/shop.conf")).toContain("set_real_ip_from 172.16.0.0/12;");
  const alone = source.replace('  route "/" { to = shop }', '  route "/" { url = "https://www.example.net" }');
  const unknown = lowerFiles({ "main.envspec": alone }).programs[0]?.machines.find(({ name }) => name === "web");
  expect(textOf(unknown, "shop")).not.toContain("real_ip");
});

test("what stands behind a proxy is told how the visitor came", () => {
  const trusted = 'trusted-proxies = ["10.0.0.0/8"]';
  const node = textOf(
    lowerBlocks(
      `${app}${process()}proxy front {\n  domain = "shop.example.com"\n  ${trusted}\n\n  route "/" { to = api }\n}`,
    ),
  );
  expect(node).toContain("proxy_set_header X-Forwarded-Proto $front_scheme;");
  expect(node).toContain('    default $scheme;\n    "~^(\\S+) \\1 " $scheme;\n    "~ https(,|$)" https;\n');
  const php = lowerFiles({
    "main.envspec": `envspec 1\n\nos = "debian-12"\n\nphp-app shop { source = "./app" }\n\nsite front {\n  domain = "shop.example.com"\n  php = shop\n  ${trusted}\n}\n`,
    "app/public/index.php": "",
  });
  const text = textOf(php.programs[0]?.machines[0]);
  expect(text).toContain("        fastcgi_param HTTPS $front_https if_not_empty;\n");
  expect(text).toContain("        fastcgi_param REQUEST_SCHEME $front_scheme;\n");
});

test("where a route leads is a block of the file, on one port", () => {
  const helpOf = (to: string, container = "ports = [8025, 1025]"): string | undefined => {
    const text = `container mail {\n  image = "a/b:1"\n  ${container}\n}\nproxy p {\n  domain = "a.example.com"\n  route "/" { to = ${to} }\n}\n`;
    const [first] = lowerFiles({ "main.envspec": `envspec 1\n\nos = "debian-12"\n\n${text}` }).diagnostics;
    return first?.help;
  };
  expect(helpOf("mail")).toBe("write `port = 8025` in `container mail`, beside the others");
  expect(helpOf("mail", "port = 8025\n  ports = [1025]")).toBeUndefined();
  expect(helpOf('"http://localhost:3000"')).toContain("such as `url`");
});

test("each line of basic-auth is a login, so that none is called `password`", () => {
  const codes = (lines: string): readonly string[] =>
    codesOf(
      `secret word = env("WORD")\nproxy p {\n  domain = "a.example.com"\n  route "/" { url = "http://127.0.0.1:3000" }\n  basic-auth { ${lines} }\n}`,
    );
  expect(codes("user = word, password = word")).toEqual(["E0328"]);
  expect(codes("admin = word")).toEqual([]);
});

import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { codesOf, lowerBlocks, lowerFiles, opsOfKind, opWith } from "../../../../test/kinds/compile-spec.ts";
import { findOsRelease } from "../../../ir/os/releases.ts";
import { literalOf } from "../../../ir/text.ts";
import { askScript } from "../ask-php.ts";
import { extensionPackages, hasExtension } from "../extensions.ts";

const files = { "app/public/index.php": "", "app/composer.json": "{}", "app/composer.lock": "{}" };
const debian = findOsRelease("debian-12")!;

function textOf(blocks: string, path: string): string | undefined {
  const op = opWith(lowerBlocks(blocks, files), `file:${path}`);
  return op.op === "file" && op.content.from === "text"
    ? op.content.text.map((part) => (typeof part === "string" ? part : "value" in part ? part.value : "")).join("")
    : undefined;
}

test("extensions are packages of the version, and none for what PHP has in it", () => {
  expect(extensionPackages(["pdo_mysql", "mysql", "mbstring", "ctype", "json", "dom"], "8.2", debian)).toEqual([
    "php8.2-mysql",
    "php8.2-mbstring",
    "php8.2-xml",
  ]);
  expect(extensionPackages(["redis"], "8.2", debian)).toEqual(["php-redis"]);
  expect(extensionPackages(["redis"], "8.3", debian)).toEqual(["php8.3-redis"]);
  expect(extensionPackages(["json"], "7.4", findOsRelease("debian-11")!)).toEqual(["php7.4-json"]);
});

test("an extension that this PHP has no package for is refused", () => {
  const codes = (extensions: string, os = "debian-12"): readonly string[] =>
    codesOf(`php-app shop {\n  source = "./app"\n  extensions = [${extensions}]\n}`, files, os);
  expect(codes("mysql, pdo_mysql, redis, imap, zip, ctype, xdebug")).toEqual([]);
  expect(codes("mbstrng, redis")).toEqual(["E0448"]);
  expect(codes("imap", "debian-13")).toEqual(["E0448"]);
  expect(codes("swoole")).toEqual(["E0448"]);
  expect(hasExtension("swoole", "8.3", debian)).toBe(true);
});

test("of several extensions the wrong one is marked", () => {
  const main =
    'envspec 1\n\nos = "debian-12"\n\nphp-app shop {\n  source = "./app"\n  extensions = [redis, mbstrng]\n}\n';
  const [span] = lowerFiles({ ...files, "main.envspec": main }).diagnostics.map((one) => one.span);
  expect(main.slice(span?.start, span?.end)).toBe("mbstrng");
});

test("`root` is the folder that the web server shows", () => {
  expect(helpOf('root = "."', files)).toEqual([
    'E0203 write `public = "."`, the folder below `source` that the web server shows; `.` is all of it',
  ]);
});

/** What is said of an app with this body and these files. */
function helpOf(body: string, sources: Readonly<Record<string, string>>): readonly string[] {
  const main = `envspec 1\n\nos = "debian-12"\n\nphp-app shop {\n  source = "./app"\n${body}\n}\n`;
  return lowerFiles({ ...sources, "main.envspec": main }).diagnostics.map((one) => `${one.code} ${one.help}`);
}

test("a public folder that is not in the source is refused, with what to write", () => {
  expect(helpOf('public = "pubilc"', { "app/public/index.php": "" })).toEqual([
    'E0460 did you mean `public = "public"`?',
  ]);
  expect(helpOf("", { "app/index.php": "", "app/src/a.php": "" })).toEqual([
    'E0460 write `public = "."`: index.php lies at the top',
  ]);
  expect(helpOf("", { "app/web/app/index.php": "", "app/web/index.php": "" })).toEqual([
    'E0460 write `public = "web"`: index.php lies there',
  ]);
  expect(helpOf("", { "app/lib/a.php": "", "app/docs/a.txt": "" })).toEqual([
    'E0460 the folders there are: `docs`, `lib`; `public = "."` shows the source itself',
  ]);
  expect(helpOf('exclude = ["public"]', { "app/public/index.php": "", "app/src/a.php": "" })).toHaveLength(1);
});

test("a public folder may be made by `build`, be in a package, or outlive the releases", () => {
  const sources = { "app/index.php": "" };
  expect(helpOf('build = "sh make.sh"', sources)).toEqual(['W0493 write `public = "."`: index.php lies at the top']);
  expect(helpOf('public = "vendor/acme/web"', sources)).toEqual([]);
  expect(helpOf('shared = ["public"]', sources)).toEqual([]);
  expect(helpOf('public = "."', sources)).toEqual([]);
  expect(helpOf('public = "web/root"', { "app/web/root/a.html": "" })).toEqual([]);
});

/** An app whose composer.json requires these, with these packages in its lock. */
function locked(require: readonly string[], ...packages: readonly object[]): Readonly<Record<string, string>> {
  return {
    "app/public/index.php": "",
    "app/composer.json": JSON.stringify({ require: Object.fromEntries(require.map((name) => [name, "*"])) }),
    "app/composer.lock": JSON.stringify({
      packages,
      "packages-dev": [{ require: { "ext-xdebug": "*" } }],
      platform: [],
    }),
  };
}

test("extensions that Composer would miss are named, with the line to write", () => {
  const money = { name: "acme/money", require: { php: ">=8", "ext-GMP": "^8" } };
  expect(helpOf("", locked(["ext-imagick", "acme/money"], money))).toEqual([
    "E0461 write `extensions = [imagick, gmp]`",
  ]);
  // What Composer brings itself is no reason for an error, and belongs into the line.
  expect(helpOf("extensions = [redis]", locked(["ext-mbstring", "ext-pdo_pgsql"]))).toEqual([
    "E0461 write `extensions = [redis, mbstring, pdo_pgsql]`",
  ]);
  const vendors =
    'envspec 1\n\nos = "debian-12"\n\nrepository sury {\n  url = "https://packages.sury.org/php/"\n  key = "./sury.asc"\n}\n\nphp-app shop {\n  source = "./app"\n  version = "8.3"\n  repository = sury\n}\n';
  const all = lowerFiles({ ...locked(["ext-mbstring"]), "sury.asc": "", "main.envspec": vendors }).diagnostics;
  expect(all.map((one) => one.code)).toContain("E0461");
});

test.each([
  ["always there", "", locked(["ext-ctype", "ext-PDO", "ext-zend-opcache", "ext-json", "lib-icu", "php-64bit"])],
  ["from Composer's own package", "", locked(["ext-mbstring", "ext-intl"])],
  [
    "in a package of another one",
    "extensions = [xml, mysql]",
    locked(["ext-dom", "ext-xsl", "ext-pdo_mysql", "ext-mysqlnd"]),
  ],
  ["with a package of another one", "extensions = [memcached]", locked(["ext-igbinary", "ext-msgpack"])],
  ["unknown", "", locked(["ext-ourown"])],
  ["stood in for", "", locked(["ext-bcmath"], { name: "a/b", provide: { "ext-bcmath": "*" } })],
  ["replaced", "", locked(["ext-bcmath"], { name: "a/b", replace: { "ext-bcmath": "*" } })],
  [
    "said to be there",
    "",
    { ...locked([]), "app/composer.json": '{"require":{"ext-gd":"*"},"config":{"platform":{"ext-gd":"1"}}}' },
  ],
  ["of a lock that is none", "", { ...locked([]), "app/composer.lock": "<<<<<<<" }],
  [
    "in lists that PHP writes for empty objects",
    "",
    { ...locked([]), "app/composer.lock": '{"packages":[{"require":[]}],"platform":[]}' },
  ],
])("an extension is not missed that is %s", (_what, body, sources) => {
  expect(helpOf(body, sources)).toEqual([]);
});

test("an extension is not missed whose package stands in the spec", () => {
  expect(codesOf('package php-imagick\n\nphp-app shop { source = "./app" }', locked(["ext-imagick"]))).toEqual([]);
});

test("an app has an FPM of its own, and the system's is off", () => {
  const machine = lowerBlocks('php-app shop { source = "./app" }', files);
  const [process] = opsOfKind(machine, "process");
  expect(process?.argv.map(literalOf)).toEqual([
    "/usr/sbin/php-fpm8.2",
    "--nodaemonize",
    "--force-stderr",
    "--fpm-config",
    "/etc/shop/php-fpm.conf",
  ]);
  expect(process?.user).toBe("shop");
  expect(opWith(machine, "service:php8.2-fpm.service")).toMatchObject({ enabled: false, running: false });
});

test("a block about the system's FPM counts", () => {
  const machine = lowerBlocks('service php-fpm\n\nphp-app shop { source = "./app" }', files);
  expect(opWith(machine, "service:php8.2-fpm.service")).toMatchObject({ enabled: true, running: true });
});

test("the pool listens where only the web server gets in, with as many children as are wanted", () => {
  const machine = lowerBlocks('php-app shop {\n  source = "./app"\n  children = 20\n}', files);
  const text = JSON.stringify(opWith(machine, "file:/etc/shop/php-fpm.conf"));
  expect(text).toContain(String.raw`\nlisten = /run/shop/php-fpm.sock\nlisten.mode = 0660\n`);
  expect(opWith(machine, "directory:/run/shop")).toMatchObject({ owner: "shop", group: "www-data", mode: "2750" });
  expect(JSON.stringify(opWith(machine, "file:/etc/tmpfiles.d/run-shop.conf"))).toContain(
    "d /run/shop 2750 shop www-data -",
  );
  const [program] = opsOfKind(machine, "process");
  expect(program).toMatchObject({ ports: [] });
  expect(program?.writable).toContain("/run/shop");
  expect(text).toContain(
    String.raw`pm.max_children = 20\npm.start_servers = 5\npm.min_spare_servers = 5\npm.max_spare_servers = 10\n`,
  );
});

test("it listens on the address that somebody writes", () => {
  const machine = lowerBlocks('php-app shop {\n  source = "./app"\n  bind = "10.0.0.5"\n  port = 9100\n}', files);
  expect(JSON.stringify(opWith(machine, "file:/etc/shop/php-fpm.conf"))).toContain("listen = 10.0.0.5:9100");
  expect(opsOfKind(machine, "process")).toMatchObject([{ ports: [9100] }]);
  expect(machine.ops.map((op) => op.id)).not.toContain("directory:/run/shop");
});

test.each([
  ["", 30, 25],
  ["stop-timeout = 2min", 120, 115],
  ["stop-timeout = 3s", 3, 1],
])("what is being answered is finished before the machine, or Compose, kills FPM: %s", (line, stops, finishes) => {
  const blocks = `php-app shop {\n  source = "./app"\n  ${line}\n}`;
  expect(textOf(blocks, "/etc/shop/php-fpm.conf")).toContain(`\nprocess_control_timeout = ${finishes}s\n\n[shop]\n`);
  expect(opsOfKind(lowerBlocks(blocks, files), "process")).toMatchObject([
    { stopSignal: "SIGQUIT", stopSeconds: stops },
  ]);
});

test("a request that hangs does not hold its child for ever", () => {
  const timeoutOf = (line: string): string | undefined =>
    /^request_terminate_timeout = (.*)$/m.exec(
      textOf(`php-app shop {\n  source = "./app"\n  ${line}\n}`, "/etc/shop/php-fpm.conf") ?? "",
    )?.[1];
  expect(timeoutOf("")).toBe("3600s");
  expect(timeoutOf("request-timeout = 10min")).toBe("600s");
  expect(timeoutOf("request-timeout = 0s")).toBe("0s");
});

test.each([1, 2, 3, 5, 1000])("%i children make a configuration that FPM accepts", (children) => {
  const text =
    textOf(`php-app shop {\n  source = "./app"\n  children = ${children}\n}`, "/etc/shop/php-fpm.conf") ?? "";
  const value = (name: string): number => Number(new RegExp(`^pm\\.${name} = (\\d+)$`, "m").exec(text)?.[1]);
  // fpm_conf.c, fpm_conf_process_all_pools(): what it refuses to start with.
  expect(value("min_spare_servers")).toBeGreaterThan(0);
  expect(value("max_spare_servers")).toBeGreaterThanOrEqual(value("min_spare_servers"));
  expect(value("max_spare_servers")).toBeLessThanOrEqual(value("max_children"));
  expect(value("start_servers")).toBeGreaterThanOrEqual(value("min_spare_servers"));
  expect(value("start_servers")).toBeLessThanOrEqual(value("max_spare_servers"));
});

test("settings are a file that every PHP of the app reads", () => {
  const blocks =
    'php-app shop {\n  source = "./app"\n\n  ini {\n    memory_limit = "256M"\n    "date.timezone" = "Europe/Berlin"\n    error_prepend_string = "a b; c"\n  }\n}';
  const text = textOf(blocks, "/etc/shop/php/app.ini");
  expect(text).toContain("date.timezone = Europe/Berlin\n");
  expect(text).toContain('error_prepend_string = "a b; c"\n');
  expect(text).toContain("memory_limit = 256M\n");
  const [process] = opsOfKind(lowerBlocks(blocks, files), "process");
  expect(process?.environment.find(({ name }) => name === "PHP_INI_SCAN_DIR")?.value).toEqual([":/etc/shop/php"]);
});

test("a setting may be a variable", () => {
  const blocks =
    'let limit: text = "96M"\n\nphp-app shop {\n  source = "./app"\n\n  ini {\n    memory_limit = limit\n  }\n}';
  expect(textOf(blocks, "/etc/shop/php/app.ini")).toContain("\nmemory_limit = 96M\n");
});

test("what PHP would read in a setting is refused", () => {
  expect(codesOf('php-app shop {\n  source = "./app"\n\n  ini {\n    memory_limit = "a\\"b"\n  }\n}', files)).toEqual([
    "E0427",
  ]);
});

test("a shared folder that is nearly called like one of the source is said", () => {
  const sources = { ...files, "app/wp-content/uploads/.gitkeep": "", "app/logs1/.gitkeep": "" };
  expect(helpOf('shared = ["wp-content/uplaods"]', sources)).toEqual([
    "W0496 write `wp-content/uploads`; when `wp-content/uplaods` is meant, make that folder in the source, with a `.gitkeep` in it",
  ]);
  expect(helpOf('shared = ["wp-content/uploads", "wp-content/cache", "logs1", "logs2"]', sources)).toEqual([]);
});

const iniHelp = (lines: string): readonly string[] => helpOf(`ini {\n${lines}\n}`, files);

test.each([
  ['memory_limit = "256MB"', ['E0462 write `memory_limit = "256M"`']],
  ['post_max_size = "25 mib"', ['E0462 write `post_max_size = "25M"`']],
  ['memory_limit = "lots"', ['E0462 write digits with K, M or G: `memory_limit = "64M"`, or `"-1"` for no limit']],
  ['upload_max_filesize = "-1"', ['E0462 write digits with K, M or G: `upload_max_filesize = "64M"`']],
  ['max_execution_time = "2min"', ['E0462 write the seconds alone: `max_execution_time = "120"`']],
  ['max_execution_time = "2m"', ['E0462 write the seconds alone: `max_execution_time = "120"`']],
  ['"session.gc_maxlifetime" = "a while"', ['E0462 write the seconds alone: `session.gc_maxlifetime = "120"`']],
  ['max_input_time = "-1"', []],
  ['memory_limit = "-1"', []],
  ['memory_limit = "134217728"', []],
  ['upload_max_filesize = "512k"', []],
  ['memmory_limit = "64M"', ["W0494 write `memory_limit`"]],
  ['display_error = "0"', ["W0494 write `display_errors`"]],
  ['"xdebug.mode" = "off"', []],
  ['max_input_nesting_level = "64"', []],
  ['upload_max_filesize = "20M"', ['W0495 write `post_max_size = "22M"`']],
  ['upload_max_filesize = "20M"\npost_max_size = "10M"', ['W0495 write `post_max_size = "22M"`']],
  ['upload_max_filesize = "8M"', []],
  ['upload_max_filesize = "20M"\npost_max_size = "0"', []],
])("a setting that PHP would not understand is said: %s", (lines, wanted) => {
  expect(iniHelp(lines)).toEqual(wanted);
});

test("nginx must take what PHP takes", () => {
  const helps = (site: string, upload = "5M"): readonly string[] =>
    lowerFiles({
      ...files,
      "main.envspec": `envspec 1\n\nos = "debian-12"\n\nphp-app shop {\n  source = "./app"\n\n  ini {\n    upload_max_filesize = "${upload}"\n  }\n}\n\nsite front {\n  domain = "example.com"\n  php = shop\n${site}\n}\n`,
    }).diagnostics.map((one) => `${one.code} ${one.help}`);
  expect(helps("")).toEqual(["W0495 write `max-body = 6MB`"]);
  expect(helps("max-body = 2MB")).toEqual(["W0495 write `max-body = 6MB`"]);
  expect(helps("max-body = 6MB")).toEqual([]);
  expect(helps('location "/upload/" { max-body = 6MB }')).toEqual([]);
  expect(helps("", "1M")).toEqual([]);
});

test("Composer installs what its lock says, and lists the classes when the source is there", () => {
  const machine = lowerBlocks('php-app shop {\n  source = "./app"\n  build = "php build.php"\n}', files);
  const run = (id: string): string | undefined => {
    const op = opWith(machine, id);
    return op.op === "exec" ? literalOf(op.run) : undefined;
  };
  expect(run("exec:shop-dependencies")).toContain("composer install --no-dev");
  expect(run("exec:shop-build")).toBe(
    "composer dump-autoload --no-dev --no-interaction --optimize &&\nphp build.php && touch .done-build",
  );
});

test.each([
  ['{ "require": { "acme/mail": "^1" } }', ["E0493"]],
  ['{ "require-dev": { "acme/test": "^1" } }', ["E0493"]],
  ["no JSON", ["E0493"]],
  ['{ "require": { "php": ">=8.1", "ext-ctype": "*", "composer-runtime-api": "^2" } }', []],
  ["{}", []],
])("a lock is needed where there are packages to install: %s", (json, wanted) => {
  const sources = { "app/public/index.php": "", "app/composer.json": json };
  expect(codesOf('php-app shop { source = "./app" }', sources)).toEqual(wanted);
});

test("the autoloader has one name on all machines, whatever the version of Composer", () => {
  const hash = "058cf181af6e8b2eb79e79833d28b0b0";
  const build = (lock: string): string | undefined => {
    const op = opWith(
      lowerBlocks('php-app shop { source = "./app" }', { ...files, "app/composer.lock": lock }),
      "exec:shop-build",
    );
    return op.op === "exec" ? literalOf(op.run) : undefined;
  };
  expect(build(`{\n    "content-hash": "${hash}",\n    "packages": []\n}\n`)).toMatch(
    new RegExp(
      `^mkdir -p vendor &&\\necho '<\\?php // ComposerAutoloaderInit${hash}::' > vendor/autoload\\.php &&\\ncomposer dump`,
    ),
  );
  // What a merge left behind is no name.
  expect(build('{ "content-hash": "<<<<<<< HEAD" }')).toMatch(/^composer dump/);
});

test.each([
  ["Content-type: text/html\r\n\r\nok", 0],
  ["Status: 302 Found\r\nLocation: /\r\n\r\n", 0],
  ["Status: 404 Not Found\r\n\r\nStatus: 200", 1],
  ["X: 1\r\nStatus: 503 Service Unavailable\r\n\r\n", 1],
  ["", 1],
])("the script that asks FPM reads the answer %j", (answer, code) => {
  const folder = mkdtempSync(join(tmpdir(), "ask-php-"));
  try {
    writeFileSync(join(folder, "answer"), answer);
    writeFileSync(join(folder, "cgi-fcgi"), `#!/bin/sh\ncat '${folder}/answer'\n`);
    chmodSync(join(folder, "cgi-fcgi"), 0o755);
    const script = askScript.replace("/usr/bin/cgi-fcgi", `${folder}/cgi-fcgi`);
    expect(spawnSync("sh", ["-c", script, "ask", "127.0.0.1:9000", "/ping", "/ping"]).status).toBe(code);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("FastCGI is for the web server of the machine: a container offers its port to nobody", () => {
  const { programs } = lowerFiles(
    { ...files, "main.envspec": 'envspec 1\n\nos = "debian-12"\n\nphp-app shop { source = "./app" }\n' },
    "container",
  );
  const image = programs[0]!.machines[0]!;
  expect(opsOfKind(image, "process")).toMatchObject([{ ports: [9000], onlyForMachine: true }]);
  expect(JSON.stringify(opWith(image, "file:/etc/shop/php-fpm.conf"))).toContain("listen = 127.0.0.1:");
});

test("programs of dependencies are looked for only where Composer installs some", () => {
  const names = (sources: Readonly<Record<string, string>>): readonly string[] =>
    opsOfKind(lowerBlocks('php-app shop { source = "./app" }', sources), "process").flatMap(({ environment }) =>
      environment.map(({ name }) => name),
    );
  expect(names(files)).toEqual(["PATH", "PHP_INI_SCAN_DIR"]);
  expect(names({ "app/public/index.php": "" })).toEqual(["PHP_INI_SCAN_DIR"]);
});

test("a site meets the hosts that it is on, not those of the machine where only workers are", () => {
  const spec = (machines: string): string =>
    `envspec 1\n\nmachine [web, jobs] { os = "debian-12" }\n\nphp-app shop {\n  machine = [web, jobs]\n  source = "./app"\n  shared = ["uploads"]\n}\n\nsite www {\n  machine = ${machines}\n  domain = "shop.example.com"\n  php = shop\n}\n\nenvironment prod {\n  target = ansible\n  host web-1 { machine = web, address = "203.0.113.1" }\n  host jobs-1 { machine = jobs, address = "203.0.113.2" }\n}\n`;
  const codes = (machines: string): readonly string[] =>
    lowerFiles({ "app/public/index.php": "<?php\n", "main.envspec": spec(machines) }).diagnostics.map(
      ({ code }) => code,
    );
  expect(codes("web")).not.toContain("W0498");
  expect(codes("[web, jobs]")).toContain("W0498");
});

test("a PHP that Composer would refuse is said, whoever asks for another one", () => {
  const project = (composer: object, lock: object): Readonly<Record<string, string>> => ({
    "app/public/index.php": "",
    "app/composer.json": JSON.stringify(composer),
    "app/composer.lock": JSON.stringify(lock),
  });
  const way = (version: string): string =>
    `declare the vendor's package source as a \`repository\` (\`envc explain repository\`), and write \`version = "${version}"\` and \`repository = NAME\` here`;
  expect(helpOf("", project({ require: { php: ">=8.4" } }, {}))).toEqual([
    `E0466 take \`os = "debian-13"\`, which has PHP 8.4; or ${way("8.4")}`,
  ]);
  expect(helpOf("", project({}, { packages: [{ name: "acme/new", require: { php: "^9.1" } }] }))).toEqual([
    `E0466 ${way("9.1")}`,
  ]);
  expect(helpOf("", project({ require: { php: "^8.1" } }, { platform: { php: "^8.1" } }))).toEqual([]);
  expect(helpOf("", project({ require: { php: ">=8.4" }, config: { platform: { php: "8.4.1" } } }, {}))).toEqual([]);
  expect(helpOf('version = "8.4"', project({ require: { php: ">=8.5" } }, {}))[0]).toMatch(/^E0490 /);
});

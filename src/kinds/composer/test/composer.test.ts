/** `composer`: a project for each folder, a guard that Composer answers itself, nothing left in root's home. */
import { expect, test } from "vitest";
import { codesOf, lowerBlocks, opWith, opsOfKind } from "../../../../test/kinds/compile-spec.ts";

const tool = 'composer "squizlabs/php_codesniffer" {\n  version = "3.7.2"\n  project = "/opt/phpcs"\n}\n';

const commandsOf = (machine: ReturnType<typeof lowerBlocks>): readonly string[] =>
  opsOfKind(machine, "exec").map((op) => op.id);

test("a tool comes into its project with Debian's Composer, once", () => {
  const machine = lowerBlocks(tool);
  expect(machine.ops.map((op) => op.id)).toEqual(
    expect.arrayContaining(["package:composer", "package:unzip", "directory:/opt/phpcs"]),
  );
  expect(machine.ops.map((op) => op.id)).not.toContain("package:php-zip");
  expect(opWith(machine, "exec:project-/opt/phpcs")).toMatchObject({ creates: "/opt/phpcs/composer.json" });
  expect(opWith(machine, "exec:composer-squizlabs/php_codesniffer")).toMatchObject({
    run: [
      "composer require --no-interaction --working-dir /opt/phpcs --no-progress --update-no-dev --update-with-all-dependencies squizlabs/php_codesniffer:3.7.2",
    ],
    unless: ["composer show --no-interaction --working-dir /opt/phpcs squizlabs/php_codesniffer 3.7.2 >/dev/null 2>&1"],
    user: "root",
  });
});

test("what Composer would make up is settled: the order in composer.json, and the name of the class that loads classes", () => {
  const { run } = opWith(lowerBlocks(tool), "exec:project-/opt/phpcs") as { run: readonly string[] };
  expect(run[0]).toMatch(/"autoloader-suffix": "_opt_phpcs".*"sort-packages": true.*> \/opt\/phpcs\/composer\.json$/);
});

test("Composer has no folders in root's home, which would be others on every target", () => {
  const { environment } = opWith(lowerBlocks(tool), "exec:composer-squizlabs/php_codesniffer") as {
    environment: readonly { readonly name: string; readonly value: readonly unknown[] }[];
  };
  expect(environment).toContainEqual({ name: "COMPOSER_HOME", value: ["/dev/null"] });
  expect(environment).toContainEqual({ name: "COMPOSER_CACHE_DIR", value: ["/dev/null"] });
});

test("a zip of the project is made known to Composer first, which reads it with PHP's extension", () => {
  const machine = lowerBlocks(
    'composer "agency/standard" {\n  version = "v1.2.0"\n  source = file("./standard.zip")\n  project = "/opt/phpcs"\n}',
    { "standard.zip": "a zip" },
  );
  const order = machine.ops.map((op) => op.id);
  const steps = [
    "package:php-zip",
    "file:/usr/local/share/packages/composer/standard.zip",
    "exec:project-/opt/phpcs",
    "exec:archives-/opt/phpcs",
    "exec:composer-agency/standard",
  ] as const;
  expect(steps.map((id) => order.indexOf(id))).toEqual(steps.map((id) => order.indexOf(id)).toSorted((a, b) => a - b));
  expect(order).toEqual(expect.arrayContaining([...steps]));
  expect(opWith(machine, "exec:archives-/opt/phpcs")).toMatchObject({
    run: [
      "composer config --no-interaction --working-dir /opt/phpcs repositories.files artifact /usr/local/share/packages/composer",
    ],
  });
});

test("packages of one project share it, and a second one may have the same package", () => {
  const machine = lowerBlocks(
    `${tool}composer "wp-coding-standards/wpcs" {\n  version = "3.0.1"\n  project = "/opt/phpcs"\n}
composer "old/phpcs" {\n  package = "squizlabs/php_codesniffer"\n  version = "2.9.2"\n  project = "/opt/old"\n}`,
  );
  expect(commandsOf(machine).toSorted()).toEqual([
    "exec:composer-old/phpcs",
    "exec:composer-squizlabs/php_codesniffer",
    "exec:composer-wp-coding-standards/wpcs",
    "exec:project-/opt/old",
    "exec:project-/opt/phpcs",
  ]);
});

test("what is to be gone is only removed where it is, and brings nothing", () => {
  const machine = lowerBlocks('absent composer "squizlabs/php_codesniffer" { project = "/opt/phpcs" }');
  expect(opWith(machine, "exec:composer-squizlabs/php_codesniffer")).toMatchObject({
    onlyIf: [`grep -q '"squizlabs/php_codesniffer":' /opt/phpcs/composer.json 2>/dev/null`],
  });
  expect(opsOfKind(machine, "package")).toEqual([]);
});

test("the project's folder may be a block's own", () => {
  const machine = lowerBlocks(`${tool}directory "/opt/phpcs" { mode = 0700 }`);
  expect(opWith(machine, "directory:/opt/phpcs")).toMatchObject({ mode: "0700" });
});

const inProject = 'project = "/opt/phpcs"';

test.each([
  [`composer "a/b" {\n  version = "^3.7"\n  ${inProject}\n}`, "E0497"],
  [`composer "a/b" {\n  version = "dev-main"\n  ${inProject}\n}`, "E0497"],
  [`composer "a/b" {\n  version = "3.x"\n  ${inProject}\n}`, "E0497"],
  ['composer "a/b" { version = "3.7.2" }', "E0317"],
  [`composer "a/b" { ${inProject} }`, "E0317"],
  ['absent composer "a/b"', "E0444"],
  ['composer "a/b" {\n  version = "3.7.2"\n  project = "opt"\n}', "E0302"],
  [`composer "a/b" {\n  package = "--dev"\n  version = "3.7.2"\n  ${inProject}\n}`, "E0427"],
  [`composer "a/b" {\n  version = "1.0.0"\n  source = file("./b.tgz")\n  ${inProject}\n}`, "E0498"],
])("%s is refused with %s", (blocks, code) => {
  expect(codesOf(blocks, { "b.tgz": "x" })).toEqual([code]);
});

test.each(["3.7.2", "v5.4.2", "1.0.0-beta1", "2.0.0-RC.2", "4.1"])("%s is one version", (version) => {
  expect(codesOf(`composer "a/b" {\n  version = "${version}"\n  ${inProject}\n}`)).toEqual([]);
});

/** `npm`, `pip` and `gem`: what they have in common, and what each asks its package manager. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { codesOf, lowerBlocks, opWith, opsOfKind } from "../../../../test/kinds/compile-spec.ts";

const idsOf = (blocks: string): readonly string[] => lowerBlocks(blocks).ops.map((op) => op.id);

test("npm looks for the version below /usr/local, and leaves no cache behind", () => {
  const op = opWith(lowerBlocks('npm "@angular/cli" { version = "17.0.0" }'), "exec:npm-angular/cli");
  expect(op).toMatchObject({
    unless: [
      `test "$(node --print 'require("/usr/local/lib/node_modules/@angular/cli/package.json").version' 2>/dev/null)" = 17.0.0`,
    ],
    user: "root",
  });
  expect(JSON.stringify(op)).toContain("@angular/cli@17.0.0 && rm -rf");
});

test("the vendor's Node.js has npm in it", () => {
  expect(idsOf('npm pm2 { version = "5.4.2" }')).toEqual(expect.arrayContaining(["package:nodejs", "package:npm"]));
  const repository =
    'repository vendor {\n  uri = "https://packages.example.com/debian"\n  key = file("./vendor.asc")\n  fingerprint = "cf3e3c0c61cfff6e9b01f9ef4aeace30ae08b4b5"\n}\n';
  const vendor = lowerBlocks(`${repository}npm pm2 { version = "5.4.2", repository = vendor }`, {
    "vendor.asc": new Uint8Array(readFileSync("test/kinds/data/ed25519.asc")),
  }).ops.map((op) => op.id);
  expect(vendor).not.toContain("package:npm");
});

test("packages of one virtual environment share it, and a second one may have the same package", () => {
  const machine = lowerBlocks(
    `pip httpie { version = "3.2.4", venv = "/opt/tools" }
pip requests { version = "2.31.0", venv = "/opt/tools" }
pip old-requests { package = "requests", version = "2.20.0", venv = "/opt/old" }`,
  );
  expect(
    opsOfKind(machine, "exec")
      .map((op) => op.id)
      .toSorted(),
  ).toEqual([
    "exec:pip-httpie",
    "exec:pip-old-requests",
    "exec:pip-requests",
    "exec:venv-/opt/old",
    "exec:venv-/opt/tools",
  ]);
  expect(opWith(machine, "exec:venv-/opt/tools")).toMatchObject({ creates: "/opt/tools/bin/pip" });
  expect(opWith(machine, "exec:pip-old-requests")).toMatchObject({
    run: ["/opt/old/bin/pip install --no-input --disable-pip-version-check --no-cache-dir requests==2.20.0"],
  });
});

test("a file of the project is put on the machine first, and installed without the registry", () => {
  const machine = lowerBlocks('gem greeter {\n  version = "1.2.0"\n  source = file("./greeter-1.2.0.gem")\n}', {
    "greeter-1.2.0.gem": "a gem",
  });
  const order = machine.ops.map((op) => op.id);
  const file = "file:/usr/local/share/packages/greeter-1.2.0.gem";
  expect(order.indexOf(file)).toBeGreaterThan(-1);
  expect(order.indexOf(file)).toBeLessThan(order.indexOf("exec:gem-greeter"));
  expect(opWith(machine, "exec:gem-greeter")).toMatchObject({
    run: ["gem install --no-document --local /usr/local/share/packages/greeter-1.2.0.gem"],
  });
});

test("what is to be gone is only removed where it is", () => {
  const machine = lowerBlocks('absent npm yarn\nabsent gem rails\nabsent pip flask { venv = "/opt/tools" }');
  for (const op of opsOfKind(machine, "exec")) expect(op.onlyIf).toBeDefined();
  expect(opsOfKind(machine, "package")).toEqual([]);
});

test.each([
  ['npm pm2 { version = "^5.4.2" }', "E0497"],
  ['npm pm2 { version = "latest" }', "E0497"],
  ['pip httpie {\n  version = ">=3"\n  venv = "/opt/httpie"\n}', "E0497"],
  ['gem bundler { version = "~> 2.4" }', "E0497"],
  ["npm pm2 {}", "E0317"],
  ['pip httpie { version = "3.2.4" }', "E0317"],
  ["absent pip httpie", "E0444"],
  ['pip httpie {\n  version = "3.2.4"\n  venv = "opt"\n}', "E0302"],
  ['pip other {\n  package = "-r"\n  version = "3.2.4"\n  venv = "/opt/httpie"\n}', "E0427"],
  ['npm tool {\n  version = "1.0.0"\n  source = file("./tool.zip")\n}', "E0498"],
  ['pip tool {\n  version = "1.0.0"\n  venv = "/opt/t"\n  source = file("./tool-2.0.0.tar.gz")\n}', "E0498"],
  ['absent npm pm2 { version = "5.4.2" }', "E0421"],
])("%s is refused with %s", (blocks, code) => {
  expect(codesOf(blocks, { "tool.zip": "x", "tool-2.0.0.tar.gz": "x" })).toEqual([code]);
});

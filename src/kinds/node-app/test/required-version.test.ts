/** Versions that a project asks for, and what runs it. */
import { expect, test } from "vitest";
import { lowerFiles } from "../../../../test/kinds/compile-spec.ts";
import { allowsVersion, firstAllowed } from "../../shared/app/version-range.ts";

test.each([
  [">=22", "18", false],
  [">=22", "22", true],
  [">= 18.17.0", "18", true],
  ["^20 || >=22", "18", false],
  ["^20 || >=22", "20", true],
  ["^18.18.0 || ^20.9.0 || >=21.1.0", "18", true],
  ["20.x", "20", true],
  ["20.x", "18", false],
  ["20", "18", false],
  ["v20.11.1", "20", true],
  ["18 - 20", "20", true],
  ["18 - 20", "22", false],
  [">=16 <18", "18", false],
  [">=16 <=18", "18", true],
  ["~18.2.0", "18", true],
  ["*", "18", true],
  ["", "18", true],
  [">=8.4", "8.2", false],
  ["^8.1", "8.2", true],
  ["^8.3", "8.2", false],
  ["~8.1", "8.2", true],
  ["~8.1.0", "8.2", false],
  ["8.1.*|8.3.*", "8.2", false],
  [">=7.2,<8.0", "8.2", false],
  ["<8.2", "8.2", false],
  [">8.2", "8.2", true],
  ["lts/*", "18", undefined],
  [">=8.2@dev", "8.2", undefined],
  ["^0.12", "18", undefined],
  [">=22 || lts", "18", undefined],
])("%j with %s: %s", (range, version, wanted) => {
  expect(allowsVersion(range, version)).toBe(wanted);
});

test("the first version of a range is told as the runtime counts", () => {
  expect(firstAllowed(">=22.3", 1)).toBe("22");
  expect(firstAllowed("^8.4", 2)).toBe("8.4");
  expect(firstAllowed("^16 || ^20", 1)).toBe("20");
  expect(firstAllowed("^20 || ^16", 1)).toBe("20");
  for (const range of ["<8.4", "*", "lts/*"]) expect(firstAllowed(range, 2)).toBeUndefined();
});

const vendor = (body: string): string =>
  `repository vendor {\n  uri = "https://deb.example.com/"\n  key = file("./k.asc")\n}\n\nnode-app shop {\n  source = "./app"\n  repository = vendor\n${body}}\n`;
const plain = 'node-app shop { source = "./app" }\n';

/** What is said about the version of Node.js. */
function said(engine: string, blocks: string, os = "debian-12"): readonly string[] {
  const files = {
    "app/package.json": JSON.stringify({ scripts: { start: "node s.js" }, engines: { node: engine } }),
    "app/s.js": "",
    "k.asc": "",
    "main.envspec": `envspec 1\n\nos = "${os}"\n\n${blocks}`,
  };
  return lowerFiles(files)
    .diagnostics.filter(({ code }) => code === "W0466")
    .map(({ title, help }) => `${title}: ${help}`);
}

test("an app that its system's Node.js does not suit is said, with the system that has one", () => {
  const way =
    'declare the vendor\'s package source as a `repository` (`envc explain repository`), and write `version = "20"` and `repository = NAME` here';
  expect(said(">=20", plain)).toEqual([
    `package.json of \`shop\` asks for Node.js >=20, and debian-12 has 18: take \`os = "debian-13"\`, which has Node.js 20; or ${way}`,
  ]);
  expect(said(">=20", plain, "debian-13")).toEqual([]);
  expect(said(">=22", plain)).toEqual([
    `package.json of \`shop\` asks for Node.js >=22, and debian-12 has 18: ${way.replace("20", "22")}`,
  ]);
  expect(said("lts", plain)).toEqual([]);
});

test("of a vendor's Node.js the version that is written counts", () => {
  expect(said(">=22", vendor('  version = "22"\n'))).toEqual([]);
  expect(said(">=22", vendor('  version = "20"\n'))[0]).toContain("`version` says 20");
  expect(said(">=22", vendor(""))).toEqual([
    'package.json of `shop` asks for Node.js >=22, and which Node.js comes from `vendor` is written nowhere: write the version that is there beside `repository`, such as `version = "22"`',
  ]);
});

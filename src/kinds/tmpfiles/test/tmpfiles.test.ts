import { expect, test } from "vitest";
import { codesOf, lowerBlocks, lowerFiles, opWith } from "../../../../test/kinds/compile-spec.ts";

test("the folder is there now, and its entry makes it at every start", () => {
  const machine = lowerBlocks(
    'user shop { system = true }\ntmpfiles "/run/shop" {\n  owner = shop\n  group = www-data\n  mode = 0750\n}',
  );
  expect(opWith(machine, "file:/etc/tmpfiles.d/run-shop.conf")).toMatchObject({
    content: { from: "text", text: ["d /run/shop 0750 shop www-data -\n"] },
    mode: "0644",
  });
  expect(opWith(machine, "directory:/run/shop")).toMatchObject({ owner: "shop", group: "www-data", mode: "0750" });
});

test("an age stands in the entry, in seconds", () => {
  const machine = lowerBlocks('tmpfiles "/var/tmp/uploads" { age = 7d }');
  expect(opWith(machine, "file:/etc/tmpfiles.d/var-tmp-uploads.conf")).toMatchObject({
    content: { text: ["d /var/tmp/uploads 0755 root root 604800s\n"] },
  });
});

test("a program that writes there starts after the folder is made", () => {
  const machine = lowerBlocks(
    'user shop { system = true }\ntmpfiles "/run/shop" { owner = shop }\nprocess shop {\n  run = ["/usr/bin/python3", "-V"]\n  user = shop\n  writable = ["/run/shop"]\n}\npackage python3',
  );
  const order = machine.ops.map((op) => op.id);
  expect(order.indexOf("directory:/run/shop")).toBeLessThan(order.indexOf("process:shop"));
});

test("a program cannot count on a folder below /run that nothing makes", () => {
  const program = 'user shop { system = true }\nprocess api {\n  run = ["/usr/bin/true"]\n  user = shop\n';
  expect(codesOf(`${program}  writable = ["/run/shop"]\n}`)).toEqual(["W0402"]);
  expect(codesOf(`${program}  writable = ["/run/shop"]\n}\ntmpfiles "/run/shop" { owner = shop }`)).toEqual([]);
  expect(codesOf(`${program}  writable = ["/run"]\n}`)).toEqual([]);
});

test("an image has the folder, and only an age is missing there", () => {
  const spec = 'envspec 1\n\nos = "debian-12"\n\ntmpfiles "/run/shop"\ntmpfiles "/var/tmp/uploads" { age = 7d }\n';
  const { programs } = lowerFiles({ "main.envspec": spec }, "container");
  const ops = programs[0]?.machines[0]?.ops ?? [];
  expect(ops.filter((op) => op.op === "directory" && !op.implied).map((op) => op.id)).toEqual([
    "directory:/run/shop",
    "directory:/var/tmp/uploads",
  ]);
  expect(ops.flatMap((op) => (op.machineOnly === undefined ? [] : [op.resource]))).toEqual([
    'tmpfiles."/var/tmp/uploads".age',
  ]);
});

test("a folder of the system, and what tmpfiles.d reads as something else, is refused", () => {
  for (const path of ["/run", "/tmp", "/run/a b", "/run/50%", "/run/*"])
    expect(codesOf(`tmpfiles "${path}"`), path).toEqual(["E0408"]);
  expect(codesOf('tmpfiles "/run/shop" { mode = 0777 }')).toEqual(["W0403"]);
});

test("a program whose temporary folder stands before it does not see it", () => {
  const program = 'user shop { system = true }\nprocess api {\n  run = ["/usr/bin/true"]\n  user = shop\n}\n';
  expect(codesOf(`${program}tmpfiles "/var/tmp/shop" { owner = shop }`)).toEqual(["W0455"]);
  expect(codesOf(`${program}tmpfiles "/var/tmp/shop" { group = shop }`)).toEqual(["W0455"]);
  expect(codesOf(`${program}tmpfiles "/run/shop" { owner = shop }`)).toEqual([]);
  expect(codesOf(`${program}tmpfiles "/var/tmp/shop" { owner = www-data }`)).toEqual([]);
  expect(codesOf(program.replace("\n}", '\n  writable = ["/tmp/shop"]\n}'))).toEqual(["E0447"]);
  expect(codesOf(program.replace("\n}", '\n  writable = ["/tmp"]\n}'))).toEqual([]);
});

import { expect, test } from "vitest";
import { codesOf, lowerBlocks, opWith, opsOfKind } from "../../../../test/kinds/compile-spec.ts";
import { literalOf } from "../../../ir/text.ts";

const sum = "a".repeat(64);

function block(path: string, body = "", url = "https://example.com/tool"): string {
  return `download "${path}" {\n  url = "${url}"\n  checksum = "${sum}"\n  ${body}\n}`;
}

test("a file is fetched when what is there has another checksum, and then belongs to its owner", () => {
  const machine = lowerBlocks(`user shop\n${block("/usr/local/bin/tool", "owner = shop\n  mode = 0750")}`);
  const op = opWith(machine, "exec:download-usr-local-bin-tool");
  if (op.op !== "exec") throw new Error("no command");
  expect(literalOf(op.run)).toBe(`/usr/local/sbin/put-download ${sum} /usr/local/bin/tool shop:shop 0750`);
  expect(literalOf(op.unless ?? [])).toBe(`echo '${sum}  /usr/local/bin/tool' | sha256sum --check --status`);
  expect(op.environment).toEqual([{ name: "DOWNLOAD_URL", value: ["https://example.com/tool"] }]);
  expect(opWith(machine, "edit:download:/usr/local/bin/tool")).toMatchObject({
    path: "/usr/local/bin/tool",
    edit: { edit: "attributes", owner: "shop", group: "shop", mode: "0750" },
  });
  const order = machine.ops.map(({ id }) => id);
  for (const id of ["package:curl", "user:shop", "file:/usr/local/sbin/put-download"])
    expect(order.indexOf(id), id).toBeLessThan(order.indexOf(op.id));
  expect(order.indexOf(op.id)).toBeLessThan(order.indexOf("edit:download:/usr/local/bin/tool"));
});

test("an archive becomes a folder, which remembers what it was unpacked from", () => {
  const machine = lowerBlocks(block("/opt/engine", "unpack = tar\n  strip = 1", "https://example.com/engine.tar.xz"));
  const [op] = opsOfKind(machine, "exec");
  expect(literalOf(op?.run ?? [])).toBe(`/usr/local/sbin/put-download ${sum} /opt/engine root:root 0755 tar 1`);
  expect(literalOf(op?.unless ?? [])).toBe(`test "$(cat /opt/engine/.download 2>/dev/null)" = '${sum} 1'`);
  expect(opWith(machine, "directory:/opt/engine")).toMatchObject({ mode: "0755" });
  expect(opsOfKind(machine, "package").map(({ name }) => name)).toEqual(["ca-certificates", "curl", "xz-utils"]);
});

test("what packs an archive is known by its name", () => {
  const packages = (unpack: string, name: string): readonly string[] =>
    opsOfKind(lowerBlocks(block("/opt/a", `unpack = ${unpack}`, `https://example.com/${name}`)), "package").map(
      (op) => op.name,
    );
  expect(packages("zip", "a.zip")).toContain("unzip");
  expect(packages("tar", "a.tar.bz2?download=1")).toContain("bzip2");
  expect(packages("tar", "a.tar.zst#top")).toContain("zstd");
  expect(packages("tar", "a.tgz")).toEqual(["ca-certificates", "curl"]);
});

test("two downloads share the program", () => {
  const machine = lowerBlocks(`${block("/opt/a.bin")}\n${block("/opt/b.bin")}`);
  expect(opsOfKind(machine, "file").map(({ path }) => path)).toEqual(["/usr/local/sbin/put-download"]);
});

test("what cannot be downloaded, or would be gone with the next version, is refused", () => {
  expect(codesOf('download "/opt/a" { url = "https://example.com/a" }')).toEqual(["E0317"]);
  expect(codesOf(block("/opt/a").replace(sum, "abc"))).toEqual(["E0427"]);
  expect(codesOf(block("/opt/a", "", "ftp://example.com/a"))).toEqual(["E0427"]);
  expect(codesOf(block("/opt/my tool"))).toEqual(["E0408"]);
  expect(codesOf(block("/opt/a", "strip = 1"))).toEqual(["E0437"]);
  expect(codesOf(block("/opt/a", "mode = 0777"))).toEqual(["W0403"]);
  const folder = block("/opt/engine", "unpack = tar");
  expect(codesOf(`${folder}\nfile "/opt/engine/a.conf" { text = "a" }`)).toEqual(["E0437"]);
  expect(codesOf(`${folder}\nfile "/opt/engine.conf" { text = "a" }\ndirectory "/opt/engine"`)).toEqual([]);
  expect(codesOf(`${block("/opt/tool")}\nfile "/opt/tool" { text = "a" }`)).toEqual(["E0437"]);
});

import { expect, test } from "vitest";
import { codesOf, lowerBlocks, opWith, opsOfKind } from "../../../../test/kinds/compile-spec.ts";
import { literalOf } from "../../../ir/text.ts";

test("the file is made to its size, and used from boot on", () => {
  const machine = lowerBlocks('swap "/var/swap-file" {\n  size = 2GB\n  swappiness = 10\n}');
  expect(opWith(machine, "service:var-swap\\x2dfile.swap")).toMatchObject({ enabled: true, running: undefined });
  const [make, start] = opsOfKind(machine, "exec");
  expect(literalOf(make?.run ?? [])).toContain("dd if=/dev/zero of=/var/swap-file bs=1M count=2048");
  expect(literalOf(make?.onlyIf ?? [])).toContain("!= 2147483648 ]");
  expect(literalOf(start?.run ?? [])).toBe("systemctl start 'var-swap\\x2dfile.swap'");
  expect(opsOfKind(machine, "sysctl").flatMap((op) => op.settings.map(({ key }) => key))).toEqual(["vm.swappiness"]);
});

test("an absent one is switched off before its file goes", () => {
  const ids = lowerBlocks('absent swap "/swapfile"').ops.map((op) => op.id);
  expect(ids[0]).toBe("service:swapfile.swap");
  expect(ids.slice(1).toSorted()).toEqual(["absent-path:/etc/systemd/system/swapfile.swap", "absent-path:/swapfile"]);
});

test("a size is needed, in whole megabytes", () => {
  expect(codesOf('swap "/swapfile"')).toEqual(["E0458"]);
  expect(codesOf('swap "/swapfile" { size = 3KB }')).toEqual(["E0458"]);
  expect(codesOf('absent swap "/swapfile" { size = 1GB }')).toEqual(["E0421"]);
});

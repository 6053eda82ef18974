import { expect, test } from "vitest";
import { codesOf, lowerBlocks, opsOfKind } from "../../../../test/kinds/compile-spec.ts";
import type { MachineProgram } from "../../../ir/program.ts";
import { literalOf } from "../../../ir/text.ts";

/** Paths and contents of the files; undefined for one that shall be gone. */
function filesOf(machine: MachineProgram): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries([
    ...opsOfKind(machine, "file").map((op) => [
      op.path,
      op.content.from === "text" ? literalOf(op.content.text) : undefined,
    ]),
    ...opsOfKind(machine, "absent-path").map((op) => [op.path, undefined]),
  ]);
}

test("a module is loaded at boot and now, where the kernel is the machine's own", () => {
  const machine = lowerBlocks('kernel-module loop { options = "max_loop=16" }');
  expect(filesOf(machine)).toEqual({
    "/etc/modules-load.d/loop.conf": "loop\n",
    "/etc/modprobe.d/loop.conf": "options loop max_loop=16\n",
  });
  expect(opsOfKind(machine, "exec").map((op) => literalOf(op.onlyIf ?? []))).toEqual([
    "! systemd-detect-virt --quiet --container && [ ! -e /sys/module/loop ]",
  ]);
});

test("a module that is kept out is unloaded unless it is in use", () => {
  const machine = lowerBlocks("kernel-module usb-storage { blocked = true }");
  expect(filesOf(machine)).toEqual({
    "/etc/modules-load.d/usb-storage.conf": undefined,
    "/etc/modprobe.d/usb-storage.conf": "blacklist usb-storage\ninstall usb-storage /bin/false\n",
  });
  expect(opsOfKind(machine, "exec").map((op) => literalOf(op.onlyIf ?? []))).toEqual([
    "! systemd-detect-virt --quiet --container && grep -q '^usb_storage [0-9]* 0 ' /proc/modules",
  ]);
});

test("an absent one leaves both files gone and the kernel alone", () => {
  const machine = lowerBlocks("absent kernel-module loop");
  expect(Object.keys(filesOf(machine)).toSorted()).toEqual([
    "/etc/modprobe.d/loop.conf",
    "/etc/modules-load.d/loop.conf",
  ]);
  expect(opsOfKind(machine, "exec")).toEqual([]);
});

test("options of a module that is kept out, or on two lines, are refused", () => {
  expect(codesOf('kernel-module loop {\n  blocked = true\n  options = "a=1"\n}')).toEqual(["E0456"]);
  expect(codesOf('kernel-module loop { options = "a=1\\nb=2" }')).toEqual(["E0427"]);
});

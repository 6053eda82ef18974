import { expect, test } from "vitest";
import { codesOf, lowerFiles } from "../../../../test/kinds/compile-spec.ts";
import { literalOf } from "../../../ir/text.ts";

function rulesOf(block: string, os = "debian-12"): string {
  const { programs } = lowerFiles({ "main.envspec": `envspec 1\n\nos = "${os}"\n\n${block}\n` });
  const op = programs[0]?.machines[0]?.ops.find((one) => one.id === "file:/etc/apt/apt.conf.d/52automatic-updates");
  return op?.op === "file" && op.content.from === "text" ? (literalOf(op.content.text) ?? "") : "";
}

test("security updates only, and no reboot, when nothing is said", () => {
  expect(rulesOf("automatic-updates")).toBe(
    '#clear Unattended-Upgrade::Allowed-Origins;\n#clear Unattended-Upgrade::Origins-Pattern;\n\nUnattended-Upgrade::Origins-Pattern {\n    "origin=Debian,codename=${distro_codename}-security,label=Debian-Security";\n};\n\nUnattended-Upgrade::Automatic-Reboot "false";\nUnattended-Upgrade::Remove-Unused-Dependencies "false";\n',
  );
});

test("everything, a reboot, a mail", () => {
  const text = rulesOf(
    'automatic-updates {\n  updates = all\n  reboot = "04:30"\n  mail = "a@example.com"\n  mail-report = only-on-error\n  remove-unused = true\n}',
    "ubuntu-24.04",
  );
  for (const line of [
    '"origin=Ubuntu,archive=${distro_codename}-updates";',
    'Automatic-Reboot-Time "04:30";',
    'Mail "a@example.com";',
    'MailReport "only-on-error";',
    'Remove-Unused-Dependencies "true";',
  ])
    expect(text).toContain(line);
});

test("the files come after the package, and before other packages nothing waits for them", () => {
  const { programs } = lowerFiles({
    "main.envspec": 'envspec 1\n\nos = "debian-12"\n\npackage curl\nautomatic-updates\n',
  });
  const order = programs[0]?.machines[0]?.ops.map((op) => op.id) ?? [];
  const file = order.indexOf("file:/etc/apt/apt.conf.d/20auto-upgrades");
  expect(order.indexOf("package:unattended-upgrades")).toBeLessThan(file);
  expect(order.indexOf("package:curl")).toBeLessThan(file);
});

test("what runs old code is started again, unless somebody says otherwise", () => {
  const ops = (block: string): ReadonlyMap<string, string> => {
    const { programs } = lowerFiles({ "main.envspec": `envspec 1\n\nos = "debian-12"\n\n${block}\n` });
    return new Map(
      programs[0]?.machines[0]?.ops.map((op) => [
        op.id,
        op.op === "file" && op.content.from === "text" ? (literalOf(op.content.text) ?? "") : "",
      ]),
    );
  };
  const path = "/etc/needrestart/conf.d/automatic-updates.conf";
  const usual = ops("automatic-updates");
  expect([...usual.keys()]).toContain("package:needrestart");
  expect(usual.get(`file:${path}`)).toContain("$nrconf{restart} = 'a';\n");
  expect(usual.get(`file:${path}`)).toContain("{qr(^\\Q$1\\E$)} = 0 if /^(\\S+)/;\n");
  const without = [...ops("automatic-updates { restart-services = false }").keys()];
  expect(without).toContain(`absent-path:${path}`);
  expect(without).not.toContain("package:needrestart");
});

test("a mail that nothing sends is warned of", () => {
  expect(codesOf('automatic-updates { mail = "a@example.com" }')).toEqual(["W0452"]);
  expect(codesOf('package [bsd-mailx, postfix]\nautomatic-updates { mail = "a@example.com" }')).toEqual([]);
});

test("hosts that may not go down together give a time each", () => {
  const host = (number: number): string =>
    `  host web-${number} {\n    address = "203.0.113.${number}"\n    night = "0${number}:30"\n  }\n`;
  const { programs, diagnostics } = lowerFiles({
    "main.envspec": `envspec 1\n\nos = "debian-12"\n\nlet night = "03:00"\n\nautomatic-updates { reboot = night }\n\nenvironment prod {\n${host(1)}${host(2)}}\n`,
  });
  expect(diagnostics).toEqual([]);
  const op = programs[0]?.machines[0]?.ops.find((one) => one.id === "file:/etc/apt/apt.conf.d/52automatic-updates");
  const parts = op?.op === "file" && op.content.from === "text" ? op.content.text : [];
  expect(parts).toContainEqual(expect.objectContaining({ hole: "variable", name: "night", value: undefined }));
});

import { expect, test } from "vitest";
import { codesOf, lowerBlocks, opWith, opsOfKind } from "../../../../test/kinds/compile-spec.ts";
import { literalOf } from "../../../ir/text.ts";

const path = "/etc/fail2ban/jail.d/fail2ban.local";

function jailsOf(blocks: string): string {
  const op = opWith(lowerBlocks(blocks), `file:${path}`);
  return op.op === "file" && op.content.from === "text" ? (literalOf(op.content.text) ?? "") : "";
}

test("SSH is guarded when nothing is said, from the journal, on the machine's ports", () => {
  expect(jailsOf("fail2ban")).toBe(
    "[DEFAULT]\nbanaction = nftables\nbanaction_allports = nftables[type=allports]\nbantime = 600\nfindtime = 600\nmaxretry = 5\nignoreip = 127.0.0.1/8 ::1\n\n[sshd]\nenabled = true\nbackend = systemd\njournalmatch = _SYSTEMD_UNIT=ssh.service + _COMM=sshd\nport = 22\n",
  );
});

test("jails are sorted, and say only what differs", () => {
  const text = jailsOf(
    'file "/etc/fail2ban/filter.d/shop.conf" { text = "[Definition]\\n" }\nfail2ban {\n  ignore = ["203.0.113.0/24"]\n  jail shop { log = "/var/log/shop.log", ports = [443], ban-time = 1d, retries = 2 }\n  jail nginx-http-auth\n}',
  );
  expect(text).toContain("ignoreip = 127.0.0.1/8 ::1 203.0.113.0/24\n");
  expect(text.slice(text.indexOf("\n\n"))).toBe(
    "\n\n[nginx-http-auth]\nenabled = true\n\n[shop]\nenabled = true\nbackend = auto\nlogpath = /var/log/shop.log\nport = 443\nbantime = 86400\nmaxretry = 2\n",
  );
});

test("bans go to a table of their own, whatever the firewall is", () => {
  // The action for ufw would change the file of the firewall's rules, and the next run would lift the bans.
  expect(jailsOf("firewall { backend = ufw }\nfail2ban")).toContain("banaction = nftables\n");
  const packages = (blocks: string): readonly string[] =>
    opsOfKind(lowerBlocks(blocks), "package").map((op) => op.name);
  expect(packages("fail2ban").toSorted()).toEqual(["fail2ban", "nftables", "python3-systemd"]);
});

test("a jail that nothing fills is refused", () => {
  for (const jail of [
    "jail sshdd",
    'jail "no name"',
    "jail sshd { filter = shop }",
    'jail shop { log = "var/log/shop.log" }',
    "jail shop { filter = nginx-http-auth }",
  ])
    expect(codesOf(`fail2ban { ${jail} }`).slice(0, 1), jail).not.toEqual([]);
  expect(codesOf('fail2ban { jail shop { filter = nginx-http-auth, log = "/var/log/shop.log" } }')).toEqual([]);
});

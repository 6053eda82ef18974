import { expect, test } from "vitest";
import { codesOf, lowerBlocks, opWith, opsOfKind } from "../../../../test/kinds/compile-spec.ts";
import { literalOf } from "../../../ir/text.ts";

function rulesOf(blocks: string, name = "shop"): string {
  const op = opWith(lowerBlocks(blocks), `file:/etc/logrotate.d/${name}`);
  return op.op === "file" && op.content.from === "text" ? (literalOf(op.content.text) ?? "") : "";
}

test("logs begin anew every day and are kept for two weeks", () => {
  const block = 'log-rotation shop { paths = ["/var/log/shop/*.log", "/srv/shop/access.log"] }';
  expect(rulesOf(block)).toBe(
    "/var/log/shop/*.log\n/srv/shop/access.log\n{\n  daily\n  rotate 14\n  missingok\n  notifempty\n  compress\n  delaycompress\n}\n",
  );
  const machine = lowerBlocks(block);
  expect(opsOfKind(machine, "package").map((op) => op.name)).toEqual(["logrotate"]);
  expect(opWith(machine, "file:/etc/logrotate.d/shop")).toMatchObject({
    validate: ["/usr/sbin/logrotate", "--debug", "%s"],
    mode: "0644",
  });
});

test("a user does it with the group that the user has, and a service is told once for all files", () => {
  const rules = rulesOf(
    'user shop {\n  system = true\n  group = www-data\n}\nlog-rotation shop {\n  paths = ["/var/log/shop/*.log"]\n  every = month\n  max-size = 10MB\n  compress = false\n  user = shop\n  reload-after = [nginx]\n}\npackage nginx\nservice nginx',
  );
  expect(rules).toContain("  monthly\n  rotate 14\n  maxsize 10485760\n");
  expect(rules).toContain("  nocompress\n  su shop www-data\n");
  expect(rules).toContain(
    "  sharedscripts\n  postrotate\n    systemctl try-reload-or-restart nginx.service\n  endscript\n",
  );
});

test("what logrotate would not rotate as it is written is refused", () => {
  expect(codesOf("log-rotation shop")).toEqual(["E0444"]);
  expect(codesOf('log-rotation shop { paths = ["/var/log/my shop.log"] }')).toEqual(["E0408"]);
  expect(codesOf('log-rotation shop { paths = ["shop.log"] }')).toEqual(["E0302"]);
  expect(codesOf('log-rotation shop {\n  paths = ["/var/log/shop.log"]\n  group = adm\n}')).toEqual(["E0446"]);
  expect(codesOf("absent log-rotation shop { keep = 3 }")).toEqual(["E0421"]);
});

test("a second rule for the logs of a package is refused, only where the package is", () => {
  const block = 'log-rotation web { paths = ["/var/log/nginx/*.log"] }';
  expect(codesOf(block)).toEqual([]);
  expect(codesOf(`package nginx\nservice nginx\n${block}`)).toEqual(["E0434"]);
  expect(codesOf(`package nginx\nservice nginx\n${block.replace("web", "nginx")}`)).toEqual([]);
});

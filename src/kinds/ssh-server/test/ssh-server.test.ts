import { expect, test } from "vitest";
import { codesOf, lowerBlocks, lowerFiles, opWith } from "../../../../test/kinds/compile-spec.ts";
import { literalOf } from "../../../ir/text.ts";
import { sshdKeyword } from "../keywords.ts";
import { policyPath } from "../policy-file.ts";

const key =
  'authorized-keys = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHcKkDf2Nw1o4QwZ0Yk0qG8s0uY3v3nqf0V1u6i3Z8aB anna"]';
const anna = `user anna { ${key} }`;
const administrator = `package sudo\nuser anna {\n  ${key}\n  sudo = "ALL=(ALL) NOPASSWD: ALL"\n}`;

function policyOf(blocks: string, os = "debian-12"): string {
  const { programs } = lowerFiles({ "main.envspec": `envspec 1\n\nos = "${os}"\n\n${blocks}\n` });
  const op = programs[0]?.machines[0]?.ops.find((one) => one.id === `file:${policyPath}`);
  return op?.op === "file" && op.content.from === "text" ? (literalOf(op.content.text) ?? "") : "";
}

test("keys only, unless it is said otherwise", () => {
  const text = policyOf(`${anna}\nssh-server`);
  for (const line of ["Port 22", "PermitRootLogin prohibit-password", "PasswordAuthentication no", "X11Forwarding no"])
    expect(text.split("\n")).toContain(line);
  expect(policyOf(`${anna}\nssh-server { password-login = true }`)).toContain("KbdInteractiveAuthentication yes\n");
});

test("every attribute has its keyword, options are written as the manual writes them", () => {
  const text = policyOf(
    `${administrator}\nssh-server {\n  ports = [22, 2222]\n  root-login = no\n  allow-users = [anna]\n  allow-groups = [anna]\n  tcp-forwarding = local\n  agent-forwarding = true\n  max-auth-tries = 3\n  login-grace-time = 30s\n  banner = "/etc/issue.net"\n  options { clientaliveinterval = "300" }\n}`,
  );
  expect(text).toBe(
    "Port 22\nPort 2222\nPermitRootLogin no\nPubkeyAuthentication yes\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nAllowUsers anna\nAllowGroups anna\nAllowTcpForwarding local\nAllowAgentForwarding yes\nMaxAuthTries 3\nLoginGraceTime 30\nBanner /etc/issue.net\nClientAliveInterval 300\nX11Forwarding no\n",
  );
});

test("the policy comes after the keys, is checked, and read without ending a connection", () => {
  const machine = lowerBlocks(`${anna}\nssh-server`);
  const order = machine.ops.map((op) => op.id);
  expect(order.indexOf("file:/home/anna/.ssh/authorized_keys")).toBeLessThan(order.indexOf(`file:${policyPath}`));
  expect(opWith(machine, `file:${policyPath}`)).toMatchObject({
    validate: ["/usr/sbin/sshd", "-t", "-f", "%s"],
    triggers: [{ action: "reload", target: "service:ssh.service" }],
  });
});

test("where a socket starts sshd, the socket gets the ports", () => {
  const source = `envspec 1\n\nos = "ubuntu-24.04"\n\n${anna}\nssh-server { ports = [2222] }\n`;
  const machine = lowerFiles({ "main.envspec": source }).programs[0]?.machines[0];
  const units = machine?.ops.flatMap((op) => (op.op === "service" ? [op.unit] : []));
  expect(units).toEqual(["ssh.socket"]);
  expect(machine?.ops.find((op) => op.op === "exec")).toMatchObject({ onChange: [`file:${policyPath}`] });
});

test("Debian 11 has a keyword more, without which passwords would still be asked for", () => {
  expect(policyOf(`${anna}\nssh-server`, "debian-11")).toContain("ChallengeResponseAuthentication no\n");
});

test("a policy after which nobody gets in is refused", () => {
  for (const blocks of [
    "ssh-server",
    "user anna\nssh-server",
    `${anna}\nuser ben\nssh-server { allow-users = [ben] }`,
    `user anna {\n  ${key}\n  shell = "/usr/sbin/nologin"\n}\nssh-server`,
    `user root { ${key} }\nssh-server { root-login = no }`,
    `${anna}\ngroup ops { gid = 1900 }\nssh-server { allow-groups = [ops] }`,
    `${anna}\nssh-server { ports = [] }`,
  ])
    expect(codesOf(blocks), blocks).toEqual(["E0453"]);
  expect(codesOf(`user root { ${key} }\nssh-server`)).toEqual([]);
  expect(codesOf('secret p = env("P")\nuser anna { password = p }\nssh-server { password-login = true }')).toEqual([]);
});

test("a policy after which nobody becomes root is refused", () => {
  const closed = "ssh-server {\n  root-login = no\n  allow-users = [anna]\n}";
  const inGroup = `package sudo\nuser anna {\n  ${key}\n  groups = [sudo]\n}`;
  expect(codesOf(`${anna}\n${closed}`)).toEqual(["E0463"]);
  expect(codesOf(`${inGroup}\n${closed}`)).toEqual(["E0463"]);
  expect(codesOf(`${administrator}\n${closed}`)).toEqual([]);
  const helper = administrator.replace("NOPASSWD: ALL", "NOPASSWD: /usr/bin/systemctl restart shop");
  expect(codesOf(`${helper}\n${closed}`)).toEqual(["E0463"]);
  expect(codesOf(`secret p = env("P")\n${inGroup.replace(key, `${key}\n  password = p`)}\n${closed}`)).toEqual([]);
  expect(codesOf(`${anna}\nfile "/etc/sudoers.d/ops" { text = "anna ALL=(ALL) NOPASSWD: ALL\\n" }\n${closed}`)).toEqual(
    [],
  );
  expect(codesOf(`${anna}\nuser root { ${key} }\n${closed.replace("no\n", "prohibit-password\n")}`)).toEqual([]);
  // The image's own user may still log in, and become root.
  expect(codesOf(`${anna}\nssh-server { root-login = no }`)).toEqual([]);
  const hosts = (user: string, blocks: string): readonly string[] =>
    lowerFiles({
      "main.envspec": `envspec 1\n\nos = "debian-12"\n\n${blocks}\nssh-server { root-login = no }\nenvironment prod {\n  host web {\n    address = "10.0.0.1"\n    ssh { user = "${user}" }\n  }\n}\n`,
    }).diagnostics.map((one) => one.code);
  expect(hosts("anna", anna)).toEqual(["E0463"]);
  expect(hosts("anna", administrator)).toEqual([]);
  expect(hosts("debian", anna)).toEqual([]);
});

test("as whom the hosts are set up must stay let in", () => {
  const codes = (policy: string): readonly string[] =>
    lowerFiles({
      "main.envspec": `envspec 1\n\nmachine web { os = "debian-12" }\n\nuser anna {\n  machine = web\n  ${key}\n}\n\nssh-server {\n  machine = web\n  ${policy}\n}\n\nenvironment prod {\n  host web-1 {\n    machine = web\n    address = "10.0.0.1"\n    ssh { user = "admin" }\n  }\n}\n`,
    }).diagnostics.map((one) => one.code);
  expect(codes("allow-users = [anna]")).toEqual(["E0453"]);
  expect(codes('allow-users = [anna, "admin"]')).toEqual([]);
  expect(codes("ports = [2222]")).toEqual(["W0451"]);
  expect(codes("ports = [22, 2222]")).toEqual([]);
});

test("keywords are known or refused", () => {
  expect(sshdKeyword("clientALIVEinterval")).toBe("ClientAliveInterval");
  for (const option of ['ClientAliveIntervall = "1"', 'Port = "22"', 'Match = "User x"', 'LogLevel = ""'])
    expect(codesOf(`${anna}\nssh-server {\n  options { ${option} }\n}`), option).toEqual(["E0454"]);
});

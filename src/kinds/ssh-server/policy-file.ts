import type { Resource } from "../../ir/model.ts";
import type { OsRelease } from "../../ir/os.ts";
import { knownText } from "../../ir/read-value.ts";
import type { Value } from "../../ir/value.ts";
import { readBool, readNumber, readNumbers, readText, readTexts } from "../shared/read.ts";
import { sshdKeyword } from "./keywords.ts";

/**
 * The policy's file. sshd takes the first value of a keyword, and reads this folder in order of the names before
 * everything else of its configuration: `00-` wins over the `50-cloud-init.conf` of cloud images.
 */
export const policyPath = "/etc/ssh/sshd_config.d/00-ssh-server.conf";

/** The policy as sshd_config(5) writes it, on this system. */
export function policyFile(policy: Resource, os: OsRelease): string {
  const yes = (attribute: string): string => (readBool(policy, attribute) === true ? "yes" : "no");
  const names = (attribute: string): string => readTexts(policy, attribute).toSorted().join(" ");
  const banner = readText(policy, "banner");
  const lines: (readonly [string, string])[] = [
    ...portsOf(policy).map((port) => ["Port", String(port)] as const),
    ["PermitRootLogin", readText(policy, "root-login") ?? "prohibit-password"],
    ["PubkeyAuthentication", "yes"],
    ["PasswordAuthentication", yes("password-login")],
    ["KbdInteractiveAuthentication", yes("password-login")],
    // Until OpenSSH 8.7 this was a keyword of its own, which switches the one above on (sshd.c, main).
    ...(os.id === "debian-11" ? [["ChallengeResponseAuthentication", yes("password-login")] as const] : []),
    ["AllowUsers", names("allow-users")],
    ["AllowGroups", names("allow-groups")],
    ["AllowTcpForwarding", readText(policy, "tcp-forwarding") ?? "yes"],
    ["AllowAgentForwarding", yes("agent-forwarding")],
    ["MaxAuthTries", String(readNumber(policy, "max-auth-tries") ?? 6)],
    ["LoginGraceTime", String(readNumber(policy, "login-grace-time") ?? 120)],
    ["Banner", banner ?? ""],
    ...optionsOf(policy),
    // Debian's own file switches it on. A server has no windows; whoever wants them says so among the options, which count first.
    ["X11Forwarding", "no"],
  ];
  return lines.flatMap(([keyword, value]) => (value === "" ? [] : [`${keyword} ${value}\n`])).join("");
}

/** The ports of a policy, each once. */
export function portsOf(policy: Resource): readonly number[] {
  return [...new Set(readNumbers(policy, "ports"))];
}

function optionsOf(policy: Resource): readonly (readonly [string, string])[] {
  return (policy.blocks["options"] ?? [])
    .flatMap((block) => Object.entries(block.attributes))
    .map(([written, { value }]): readonly [string, string] => [sshdKeyword(written) ?? written, optionText(value)])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** The value of an option as it is written in the file. */
export function optionText(value: Value): string {
  return knownText(value) ?? "";
}

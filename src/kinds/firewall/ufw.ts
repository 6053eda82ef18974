import { resolveKnown } from "../../ir/read-value.ts";
import type { RuleFile } from "./lower.ts";
import type { Rule } from "./rules.ts";
import type { Opening } from "./services.ts";

/** One rule as ufw keeps it. */
interface UfwRule {
  readonly opening: Opening;
  /** undefined: from everywhere. */
  readonly source: string | undefined;
}

/**
 * The files in which ufw keeps its state, as `ufw allow …` itself writes them (ufw 0.36, which all releases here have), so
 * that `ufw status` shows the rules and `ufw delete` still works: the rules for IPv4 and IPv6, and whether it is on.
 */
export function ufwFiles(rules: readonly Rule[], log: boolean): readonly RuleFile[] {
  return [
    { path: "/etc/ufw/user.rules", text: rulesText("ipv4", rules, log), mode: "0640", validate: restore("iptables") },
    { path: "/etc/ufw/user6.rules", text: rulesText("ipv6", rules, log), mode: "0640", validate: restore("ip6tables") },
    {
      path: "/etc/ufw/ufw.conf",
      text: `# Whether ufw starts with the machine, and what it writes to the journal; see ufw(8).\nENABLED=yes\nLOGLEVEL=${log ? "low" : "off"}\n`,
      mode: "0644",
      validate: undefined,
    },
  ];
}

function restore(program: string): readonly string[] {
  return [`/usr/sbin/${program}-restore`, "--test", "%s"];
}

function rulesText(family: "ipv4" | "ipv6", rules: readonly Rule[], log: boolean): string {
  const chain = family === "ipv4" ? "ufw" : "ufw6";
  const any = family === "ipv4" ? "0.0.0.0/0" : "::/0";
  const chains = [
    ...["input", "output", "forward"].map((hook) => `user-${hook}`),
    ...["before", "user", "after"].flatMap((when) =>
      ["input", "output", "forward"].map((hook) => `${when}-logging-${hook}`),
    ),
    "logging-deny",
    "logging-allow",
    "user-limit",
    "user-limit-accept",
  ];
  const own = rules
    .flatMap((rule) => ufwRules(rule, family))
    .map(({ opening, source }) => {
      const ports = opening.ports.map((port) => port.replace("-", ":")).join(",");
      const several = /[:,]/.test(ports) ? `-m multiport --dports ${ports}` : `--dport ${ports}`;
      const from = source === undefined ? "" : ` -s ${source}`;
      return `### tuple ### allow ${opening.protocol} ${ports} ${any} any ${source ?? any} in
-A ${chain}-user-input -p ${opening.protocol} ${several}${from} -j ACCEPT

`;
    });
  return `*filter
${chains.map((name) => `:${chain}-${name} - [0:0]\n`).join("")}### RULES ###

${own.join("")}### END RULES ###

### LOGGING ###
${loggingText(chain, log)}### END LOGGING ###

### RATE LIMITING ###
-A ${chain}-user-limit -m limit --limit 3/minute -j LOG --log-prefix "[UFW LIMIT BLOCK] "
-A ${chain}-user-limit -j REJECT
-A ${chain}-user-limit-accept -j ACCEPT
### END RATE LIMITING ###
COMMIT
`;
}

function loggingText(chain: string, log: boolean): string {
  if (!log)
    return ["input", "output", "forward"].map((hook) => `-I ${chain}-user-logging-${hook} -j RETURN\n`).join("");
  const limit = "-m limit --limit 3/min --limit-burst 10";
  return `-A ${chain}-after-logging-input -j LOG --log-prefix "[UFW BLOCK] " ${limit}
-A ${chain}-after-logging-forward -j LOG --log-prefix "[UFW BLOCK] " ${limit}
-I ${chain}-logging-deny -m conntrack --ctstate INVALID -j RETURN ${limit}
-A ${chain}-logging-deny -j LOG --log-prefix "[UFW BLOCK] " ${limit}
-A ${chain}-logging-allow -j LOG --log-prefix "[UFW ALLOW] " ${limit}
`;
}

/** A rule for each protocol and source: ufw knows no lists of addresses, so a machine is one rule for each of its hosts. */
function ufwRules(rule: Rule, family: "ipv4" | "ipv6"): readonly UfwRule[] {
  const sources = rule.sources
    ?.filter((source) => source.family === family)
    .flatMap((source) => source.addresses ?? [resolveKnown(source.text) ?? ""]);
  return rule.openings.flatMap((opening) => (sources ?? [undefined]).map((source) => ({ opening, source })));
}

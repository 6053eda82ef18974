import { type Text, joinTexts, literalText } from "../../ir/text.ts";
import type { Source } from "../shared/sources.ts";
import type { Rule } from "./rules.ts";
import type { Opening } from "./services.ts";

/** The file that nftables.service loads (Debian's unit says so). */
export const nftablesPath = "/etc/nftables.conf";

/**
 * The rules as a file for nft(8): one table of its own, made anew in one transaction, so that the tables of Docker and
 * fail2ban stay, and no packet meets half a firewall. What ICMP must pass is from RFC 4890, section 4.4.
 */
export function nftablesFile(rules: readonly Rule[], log: boolean): Text {
  return joinTexts(
    literalText(`#!/usr/sbin/nft -f

# What comes in is refused, except for what stands here. Tables of others, such as Docker's and fail2ban's, stay as they are.
# The empty table is there so that there is one to delete; all of this file happens at once.

table inet firewall
delete table inet firewall

table inet firewall {
    chain input {
        type filter hook input priority filter; policy drop;

        # Answers to what the machine itself asked for, and connections that were let in.
        ct state established,related accept
        ct state invalid drop
        iif "lo" accept

        # Errors, path MTU discovery, ping; for IPv6 the neighbours and routers too, without which there is no network.
        icmp type { destination-unreachable, time-exceeded, parameter-problem, echo-request } accept
        icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem, echo-request } accept
        icmpv6 type { nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert } ip6 hoplimit 255 accept
        icmpv6 type { mld-listener-query, mld-listener-report, mld-listener-done, mld2-listener-report } ip6 saddr fe80::/10 accept

        # Answers of a DHCPv6 server, which come from another address than the question went to.
        ip6 saddr fe80::/10 udp sport 547 udp dport 546 accept
`),
    ...rules.map(ruleText),
    literalText(
      log ? '\n        limit rate 10/minute burst 20 packets log prefix "firewall: refused " level info\n' : "",
    ),
    literalText("    }\n}\n"),
  );
}

function ruleText(rule: Rule): Text {
  const sources = rule.sources ?? [undefined];
  return joinTexts(
    literalText(`\n        # ${rule.name}\n`),
    ...rule.openings.flatMap((opening) => sources.map((source) => lineText(opening, source))),
  );
}

function lineText(opening: Opening, source: Source | undefined): Text {
  const ports = opening.ports.length === 1 ? (opening.ports[0] ?? "") : `{ ${opening.ports.join(", ")} }`;
  const goal = literalText(`${opening.protocol} dport ${ports} accept\n`);
  if (source === undefined) return joinTexts(literalText("        "), goal);
  const [before, after] = source.addresses !== undefined ? ["{ ", " } "] : ["", " "];
  return joinTexts(
    literalText(`        ${source.family === "ipv6" ? "ip6" : "ip"} saddr ${before}`),
    source.text,
    literalText(after),
    goal,
  );
}

import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

const allow = "write a block for each thing that may come in: `allow https`, `allow postgresql { from = [web] }`";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("firewall { allow https }"),
  ...wordsFor(["policy", "default", "default-policy", "incoming", "input"], {
    help: "take the line away: what comes in is refused unless an `allow` lets it in",
    needless: ["deny", "drop", "reject"],
  }),
  ...wordsFor(["outgoing", "output", "forward", "routed"], {
    help: "take the line away: what goes out is not touched, and what is forwarded belongs to Docker or to a router",
    needless: ["allow", "accept"],
  }),
  ...wordsFor(["rule", "rules", "allowed-ports", "open-ports", "ports", "port", "accept", "services", "from"], {
    help: allow,
  }),
  ...wordsFor(["deny", "drop", "reject", "block"], {
    help: "take the line away: everything is refused that no `allow` lets in; narrow one with `from = […]`",
  }),
  ...wordsFor(["enabled", "enable"], {
    help: "take the line away: a firewall that is written is on, and comes back with the machine",
    needless: ["true", "yes"],
  }),
  ...wordsFor(["logging"], { help: "write `log = true`", same: "log" }),
  ...wordsFor(["engine", "provider", "type", "driver"], {
    help: "write `backend = nftables` or `backend = ufw`",
    same: "backend",
  }),
};

/** What other tools write about one thing that is let in. */
export const foreignAllow: ForeignWords = {
  ...wordsFor(["port", "to-port", "dport", "destination-port"], { help: "write `ports = [8080]`, a list" }),
  ...wordsFor(["proto"], { help: "write `protocol = udp`", same: "protocol" }),
  ...wordsFor(["src", "source", "from-ip", "source-address", "saddr", "cidr", "sources"], {
    help: 'write `from = ["203.0.113.0/24"]`, or a machine of this file: `from = [web]`',
    same: "from",
  }),
  ...wordsFor(["range", "ports-range"], { help: 'write `port-range = "60000-61000"`', same: "port-range" }),
  ...wordsFor(["comment", "name"], { help: "take the line away: the name stands behind `allow`" }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(
    [
      "ufw",
      "nftables",
      "nft",
      "iptables",
      "ip6tables",
      "firewalld",
      "csf",
      "security-group",
      "firewall-rule",
      "open-port",
    ],
    { help: "write `firewall { allow https }`: what no `allow` lets in is refused; `backend = ufw` for ufw" },
  ),
};

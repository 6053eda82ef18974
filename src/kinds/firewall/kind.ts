import type { Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { bool, boolValue, text, textValue } from "../shared/types.ts";
import { checkFirewall } from "./check.ts";
import { alsoCalled, foreign, foreignAllow } from "./foreign.ts";
import { firewallUnit, lowerFirewall } from "./lower.ts";
import { stopped } from "../shared/stopped.ts";

/** What may come in over the network. */
export const kind: Kind = {
  name: "firewall",
  doc: "What may come in over the network; everything else is refused. What another machine of the file uses (`db.url`) is let in from there without a word.",
  label: { presence: "none", scope: "machine", pattern: /^$/, describe: "nothing: a machine has one", example: "" },
  attributes: {
    backend: {
      type: { type: "enum", values: ["nftables", "ufw"] },
      doc: "The program that keeps the rules.",
      example: "ufw",
      default: {
        value: textValue("nftables"),
        reason:
          "it is the kernel's own language: one file, loaded as a whole, which leaves the tables of Docker and fail2ban alone",
      },
    },
    ssh: {
      type: text,
      doc: "Closes SSH, which is open otherwise: `closed: ` and your other way in.",
      example: '"closed: I have the console of the provider"',
      default: {
        describe: "open, on the ports of the machine's `ssh-server` and of its hosts",
        reason: "who locks the door from outside does not get in any more",
      },
    },
    log: {
      type: bool,
      doc: "Whether refused packets are written to the journal, ten a minute at most.",
      example: "true",
      default: { value: boolValue(false), reason: "every machine on the internet is tried all the time" },
    },
  },
  blocks: {
    allow: {
      doc: "Something that may come in: a service with a known port, such as `ssh`, `http`, `https`, `dns`, `postgresql`, or a name of yours with `ports`.",
      example: "allow https",
      labelled: true,
      foreign: foreignAllow,
      attributes: {
        ports: {
          type: { type: "list", of: { type: "port" } },
          doc: "The ports, when the name is none of the known services.",
          example: "[8080, 8443]",
        },
        "port-range": {
          type: text,
          doc: "Many ports: the first and the last.",
          example: '"60000-61000"',
        },
        protocol: {
          type: { type: "enum", values: ["tcp", "udp", "both"] },
          doc: "The protocol of `ports`.",
          example: "udp",
          default: { value: textValue("tcp"), reason: "nearly every program speaks it" },
        },
        from: {
          type: { type: "list", of: { type: "ref", kinds: ["machine"], orAddress: true } },
          doc: "Who may come in: addresses, ranges of them, or machines of this file, which are the addresses of all their hosts.",
          example: '[web, "203.0.113.0/24"]',
          late: true,
          default: { describe: "everybody", reason: "a web server is for everybody; databases and metrics are not" },
        },
      },
    },
  },
  absent: false,
  remains: (ask) => [stopped(ask.text("backend") === "ufw" ? "ufw" : "nftables")],
  addressable: false,
  machineOnly: {
    reason: "the kernel filters packets for the whole host, not for a container",
    instead:
      "publish only the ports that are for everybody; containers of one project reach each other by their network",
  },
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a web server",
      source: 'envspec 1\n\nos = "debian-12"\n\nfirewall {\n  allow [http, https]\n}\n',
    },
    {
      title: "a database that only the web servers reach, and metrics for one network",
      source:
        'envspec 1\n\nmachine [web, db] { os = "debian-12" }\n\nfirewall {\n  machine = db\n  allow postgresql { from = [web] }\n  allow node-exporter { from = ["10.9.0.0/16"] }\n}\n\nfirewall {\n  machine = web\n  allow https\n  allow "video calls" { port-range = "50000-50100", protocol = udp }\n}\n\nenvironment prod {\n  host web-1 { machine = web, address = "10.0.0.11" }\n  host web-2 { machine = web, address = "10.0.0.12" }\n  host db-1 { machine = db, address = "10.0.0.21" }\n}\n',
    },
  ],
  targets: {
    ansible:
      "`/etc/nftables.conf` (or ufw's files), checked before it is put in place and loaded as a whole; machines that are let in are the hosts of the inventory.",
    dockerfile:
      "Not here, and said: a container's network is made by Compose, which publishes only the ports that the project names.",
    "cloud-init": "The same files, loaded by the script of the first boot after sshd has its port.",
  },
  brings: (_os, resource) => ({
    packages: [resource === undefined ? "nftables" : firewallUnit(resource).replace(".service", "")],
  }),
  primaryOp: (_name, _os, resource) =>
    opId("service", resource === undefined ? "nftables.service" : firewallUnit(resource)),
  check: checkFirewall,
  lower: lowerFirewall,
};

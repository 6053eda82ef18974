import type { AttributeSchema, Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { path } from "../shared/types.ts";
import { checkFail2ban } from "./check.ts";
import { alsoCalled, foreign, foreignJail } from "./foreign.ts";
import { lowerFail2ban } from "./lower.ts";

const banTime: AttributeSchema = {
  type: { type: "duration" },
  doc: "How long an address is shut out.",
  example: "1h",
};
const findTime: AttributeSchema = {
  type: { type: "duration" },
  doc: "The time within which the failures are counted.",
  example: "10min",
};
const retries: AttributeSchema = {
  type: { type: "int", min: 1, max: 1000 },
  doc: "After how many failures.",
  example: "3",
};
const sameAsAll = { describe: "as for all jails", reason: "one rule for all is easier to keep in mind" };

/** Addresses that fail again and again are shut out for a while. */
export const kind: Kind = {
  name: "fail2ban",
  doc: "Shuts addresses out for a while that fail to log in again and again.",
  label: { presence: "none", scope: "machine", pattern: /^$/, describe: "nothing: a machine has one", example: "" },
  attributes: {
    "ban-time": {
      ...banTime,
      default: {
        value: { is: "duration", seconds: 600 },
        reason: "it is fail2ban's own, and lets people in again who mistyped",
      },
    },
    "find-time": { ...findTime, default: { value: { is: "duration", seconds: 600 }, reason: "it is fail2ban's own" } },
    retries: { ...retries, default: { value: { is: "number", value: 5 }, reason: "it is fail2ban's own" } },
    ignore: {
      type: { type: "list", of: { type: "ref", kinds: ["machine"], orAddress: true } },
      late: true,
      doc: "Addresses, and ranges of them, that are never shut out; the machine itself is not anyway.",
      example: '["203.0.113.0/24"]',
    },
  },
  blocks: {
    jail: {
      doc: "What is guarded: a jail that fail2ban knows, or one of yours with a filter and a log.",
      example: "jail nginx-http-auth",
      labelled: true,
      foreign: foreignJail,
      attributes: {
        filter: {
          type: { type: "name" },
          doc: "The filter that finds failures in the log.",
          example: "nginx-http-auth",
          default: { describe: "the one with the jail's name", reason: "jails that fail2ban knows have one" },
        },
        log: {
          type: path,
          doc: "The file that is read.",
          example: '"/var/log/nginx/error.log"',
          default: {
            describe: "the journal for sshd and mail, else the file that fail2ban knows",
            reason: "Debian writes no auth.log any more",
          },
        },
        ports: {
          type: { type: "list", of: { type: "port" } },
          doc: "The ports that are shut.",
          example: "[443]",
          default: {
            describe: "the service's own; for sshd those of the machine",
            reason: "a ban on another port would do nothing",
          },
        },
        "ban-time": { ...banTime, default: sameAsAll },
        "find-time": { ...findTime, default: sameAsAll },
        retries: { ...retries, default: sameAsAll },
      },
    },
  },
  absent: false,
  remains: () => ["absent package fail2ban"],
  addressable: false,
  machineOnly: {
    reason: "it reads the logs of the host and changes the firewall of the host",
    instead: "run it on the host of the containers, or limit the rate in the proxy in front of them",
  },
  foreign,
  alsoCalled,
  examples: [
    { title: "SSH is guarded", source: 'envspec 1\n\nos = "debian-12"\n\nfail2ban\n' },
    {
      title: "SSH and nginx, for longer, never the office",
      source:
        'envspec 1\n\nos = "debian-12"\n\npackage nginx\n\nfail2ban {\n  ban-time = 1h\n  retries = 3\n  ignore = ["203.0.113.0/24"]\n  jail sshd { ban-time = 1d }\n  jail nginx-http-auth\n}\n',
    },
  ],
  targets: {
    ansible:
      "fail2ban with a file of its own in `jail.d`; bans go to a table of its own in nftables, beside the rules of `firewall`, those of ufw too.",
    dockerfile: "Not here, and said: it belongs to the host of the containers.",
    "cloud-init": "The same file.",
  },
  brings: () => ({ packages: ["fail2ban", "python3-systemd"] }),
  primaryOp: () => opId("service", "fail2ban.service"),
  check: checkFail2ban,
  lower: lowerFail2ban,
};

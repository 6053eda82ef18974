import type { Kind } from "../../ir/kind.ts";
import { osReleases } from "../../ir/os/releases.ts";
import { fileScopeName } from "../shared/names.ts";
import { bool, boolValue, text } from "../shared/types.ts";
import { checkMachine } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerMachine } from "./lower.ts";
import { providers } from "./providers.ts";

/** A class of equal machines; without a machine block its attributes stand at the top level. */
export const kind: Kind = {
  name: "machine",
  doc: "A class of equal machines: the operating system, its name and its clock.",
  label: { presence: "required", scope: "file", ...fileScopeName, example: "web" },
  attributes: {
    os: {
      type: { type: "enum", values: osReleases.map((release) => release.id) },
      doc: "The operating system, with its version.",
      example: '"debian-12"',
      required: true,
    },
    hostname: {
      type: text,
      late: true,
      doc: "The name that the machine calls itself.",
      example: '"web-1"',
      default: { describe: "the name that the machine has", reason: "who rents out the machine usually gives it one" },
    },
    timezone: {
      type: text,
      doc: "The time zone of clocks, logs and schedules.",
      example: '"Europe/Vienna"',
      default: {
        describe: "the zone that the machine has, mostly UTC",
        reason: "nothing is changed that nobody asked for",
      },
    },
    locale: {
      type: text,
      doc: "The language of the system's own messages.",
      example: '"C.UTF-8"',
      default: { describe: "the one that the machine has", reason: "nothing is changed that nobody asked for" },
    },
    "install-recommends": {
      type: bool,
      doc: "Whether a package brings along what it only recommends.",
      example: "true",
      default: {
        value: boolValue(false),
        reason: "fewer packages are fewer updates and fewer holes, and every target installs the same ones",
      },
    },
    provider: {
      type: { type: "enum", values: providers },
      doc: "Who the machine is rented from; the cloud-init file is held against that provider's size limit.",
      example: "hetzner",
    },
    primary: {
      type: { type: "ref", kinds: ["host"] },
      doc: "The host that the machine's address means when it has several, and that runs what is run once.",
      example: "web-1",
    },
    rolling: {
      type: { type: "portion" },
      doc: "How many of the machine's hosts Ansible changes at a time, or which share of them. The next ones follow when the programs of the last ones answer; the first failure stops everything.",
      example: "25%",
      default: {
        describe: "all hosts at once",
        reason: "it is the quickest, and right for one host or where an interruption does not matter",
      },
    },
  },
  blocks: {},
  absent: false,
  addressable: false,
  virtual: true,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "one class of machines with a name",
      source:
        'envspec 1\n\nmachine web {\n  os = "debian-12"\n  timezone = "Europe/Vienna"\n  locale = "C.UTF-8"\n}\n\npackage nginx { machine = web }\n',
    },
    {
      title: "a class whose hosts are changed one after the other",
      source:
        'envspec 1\n\nmachine web {\n  os = "debian-12"\n  rolling = 1\n}\n\nprocess api {\n  machine = web\n  run = ["/usr/bin/sleep", "infinity"]\n  user = nobody\n  port = 3000\n}\n\nenvironment prod {\n  web.rolling = 25%\n\n  host web-1 { machine = web, address = "203.0.113.11" }\n  host web-2 { machine = web, address = "203.0.113.12" }\n}\n',
    },
    {
      title: "the only machine of a file",
      source: 'envspec 1\n\nos = "ubuntu-24.04"\nhostname = "shop"\n\npackage nginx\n',
    },
  ],
  check: checkMachine,
  targets: {
    ansible: "A play, a role and a group of the inventory; hostname, time zone and locale are tasks.",
    dockerfile: "An image with its programs; time zone and locale are in it, the hostname is in compose.yaml.",
    "cloud-init": "A file of user data; hostname, time zone and locale are set on the first boot.",
  },
  lower: lowerMachine,
};

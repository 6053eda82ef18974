import type { Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { checkContainer } from "./check.ts";
import { alsoCalled, foreign, foreignFile, foreignVolume } from "./foreign.ts";
import { descriptionAttribute } from "../shared/program-attributes.ts";
import { unitName } from "../shared/names.ts";
import { bool, boolValue, changesAttribute, envBlock, text, texts, textValue } from "../shared/types.ts";
import { lowerInCompose } from "./container.ts";
import { enginePackages, lowerContainer } from "./lower.ts";

/** A container of an image that somebody else made. */
export const kind: Kind = {
  name: "container",
  doc: "A program that comes as a ready image: it is started with the machine and stays.",
  label: { presence: "required", scope: "file", ...unitName, example: "mail" },
  attributes: {
    image: {
      type: text,
      required: true,
      doc: "The image with its tag, or better with its digest, which always means the same bytes.",
      example: '"docker.io/axllent/mailpit:v1.20"',
    },
    run: {
      type: texts,
      late: true,
      doc: "The words behind the image's own entry point, instead of its usual command.",
      example: '["--smtp-auth-accept-any"]',
    },
    port: { type: { type: "port" }, doc: "The port on which it answers.", example: "8025" },
    ports: {
      type: { type: "list", of: { type: "port" } },
      doc: "The ports on which it answers, when there are several.",
      example: "[8025, 1025]",
    },
    published: {
      type: { type: "enum", values: ["locally", "everywhere"] },
      doc: "Who reaches its ports on a machine: its own programs, or every computer that reaches the machine.",
      example: "everywhere",
      default: {
        value: textValue("locally"),
        reason: "the engine publishes past the machine's firewall, so that opening a port has to be meant",
      },
    },
    engine: {
      type: { type: "enum", values: ["docker", "podman"] },
      doc: "What runs it on a machine.",
      example: "podman",
      default: { value: textValue("docker"), reason: "it is what most images are tried with" },
    },
    network: {
      type: { type: "enum", values: ["bridge", "host"] },
      doc: "The network it is in on a machine: one of its own, or that of the machine, where it reaches servers at 127.0.0.1 and nothing is published.",
      example: "host",
      default: { value: textValue("bridge"), reason: "what it listens on is then open to nobody by accident" },
    },
    health: {
      type: texts,
      late: true,
      doc: "A command in the container, word by word, that succeeds when the program is well. In Compose, others wait for it.",
      example: '["/mailpit", "readyz"]',
    },
    restart: {
      type: { type: "enum", values: ["always", "on-failure", "no"] },
      doc: "When it is started again after it ended.",
      example: "on-failure",
      default: { value: textValue("always"), reason: "a container is there to stay" },
    },
    "stop-timeout": {
      type: { type: "duration" },
      doc: "How long it may take to end before it is killed.",
      example: "60s",
      default: { value: { is: "duration", seconds: 10 }, reason: "that is what Docker gives a container" },
    },
    description: descriptionAttribute("What it is, in a few words, for lists and logs.", '"Catches mail"'),
    enabled: {
      type: bool,
      doc: "Whether it starts with the machine.",
      example: "false",
      default: { value: boolValue(true), reason: "a program that runs all the time runs after a restart too" },
    },
    running: {
      type: bool,
      doc: "Whether it runs now.",
      example: "false",
      default: { value: boolValue(true), reason: "a program that is mentioned is wanted" },
    },
    "restart-on": changesAttribute("Things whose change restarts it.", '[file."/etc/mail.conf"]'),
  },
  blocks: {
    env: envBlock,
    file: {
      doc: "A file that only the container sees, read-only; its label is the place in the container. A secret goes in this way.",
      example: 'file "/run/secrets/admin" { text = admin-password }',
      labelled: true,
      attributes: {
        text: {
          type: text,
          required: true,
          sensitive: true,
          late: true,
          doc: "What is in it.",
          example: "admin-password",
        },
      },
      foreign: foreignFile,
    },
    volume: {
      doc: "A named folder that outlives the container; its label is the place in the container.",
      example: 'volume "/data" { name = "mail-data" }',
      labelled: true,
      // With all that is in it: that nobody wants to lose by deleting a line.
      stays: {},
      attributes: {
        name: {
          type: text,
          doc: "The volume's name.",
          example: '"mail-data"',
          default: {
            describe: "the container's name and the place",
            reason: "two containers do not share one by accident",
          },
        },
      },
      foreign: foreignVolume,
    },
  },
  absent: true,
  addressable: true,
  scheme: "http",
  foreign,
  alsoCalled,
  brings: (os, resource) => ({ packages: resource === undefined ? [] : enginePackages(resource, os) }),
  examples: [
    {
      title: "a mail catcher for tests",
      source:
        'envspec 1\n\nos = "debian-12"\n\ncontainer mail {\n  image = "docker.io/axllent/mailpit:v1.20"\n  port = 8025\n  health = ["/mailpit", "readyz"]\n\n  volume "/data" { name = "mail-data" }\n  env { MP_DATABASE = "/data/mail.db" }\n}\n',
    },
  ],
  check: checkContainer,
  targets: {
    ansible:
      "The engine's package, and a systemd service that runs the image with `docker run` or `podman run`, under a host name that stays: the block's.",
    dockerfile:
      "A Compose service of the same image, with its volumes and its health check, under a host name that stays: the machine's where it has one, or where several programs share it; nothing is built.",
    "cloud-init": "The same package and systemd service; the image is fetched at the first start.",
  },
  primaryOp: (name) => opId("container", name),
  lower: lowerContainer,
  lowerContainer: lowerInCompose,
};

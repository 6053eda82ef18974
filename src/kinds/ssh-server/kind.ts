import type { Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { bool, boolValue, groupRef, path, text, textValue, userRef } from "../shared/types.ts";
import { checkSshServer } from "./check.ts";
import { alsoCalled, foreign, foreignOptions } from "./foreign.ts";
import { lowerSshServer } from "./lower.ts";
import { sshUnitOn } from "./unit.ts";

/** Who may log in over SSH, and how. */
export const kind: Kind = {
  name: "ssh-server",
  doc: "Who may log in over SSH, and how.",
  label: { presence: "none", scope: "machine", pattern: /^$/, describe: "nothing: a machine has one", example: "" },
  attributes: {
    ports: {
      type: { type: "list", of: { type: "port" } },
      doc: "The ports on which it answers.",
      example: "[2222]",
      default: {
        value: { is: "list", items: [{ is: "number", value: 22 }] },
        reason: "it is the port of SSH; another one keeps the journal quieter and nobody out",
      },
    },
    "root-login": {
      type: { type: "enum", values: ["no", "prohibit-password", "forced-commands-only", "yes"] },
      doc: "Whether root may log in; `prohibit-password` means with a key only.",
      example: "no",
      default: {
        value: textValue("prohibit-password"),
        reason: "many machines are set up as root, and a key cannot be guessed",
      },
    },
    "password-login": {
      type: bool,
      doc: "Whether a password is enough to log in.",
      example: "true",
      default: { value: boolValue(false), reason: "passwords are guessed day and night, keys are not" },
    },
    "allow-users": {
      type: { type: "list", of: userRef },
      doc: "The only users that may log in.",
      example: "[anna, deploy]",
      default: { describe: "everybody with a key", reason: "a key that is put on a machine is meant to be used" },
    },
    "allow-groups": {
      type: { type: "list", of: groupRef },
      doc: "Only members of these groups may log in.",
      example: "[operators]",
      default: { describe: "everybody with a key", reason: "a key that is put on a machine is meant to be used" },
    },
    "tcp-forwarding": {
      type: { type: "enum", values: ["yes", "no", "local", "remote"] },
      doc: "Whether connections may be passed on through it; a bastion lives by it.",
      example: "no",
      default: { value: textValue("yes"), reason: "tunnels to a database and `ssh -J` need it" },
    },
    "agent-forwarding": {
      type: bool,
      doc: "Whether somebody's keys may be used from here on other machines.",
      example: "true",
      default: { value: boolValue(false), reason: "root of this machine could use them too; `ssh -J` needs it not" },
    },
    "max-auth-tries": {
      type: { type: "int", min: 1, max: 100 },
      doc: "How many keys or passwords may be tried in one connection.",
      example: "3",
      default: {
        value: { is: "number", value: 6 },
        reason: "it is OpenSSH's own; an agent with several keys needs some",
      },
    },
    "login-grace-time": {
      type: { type: "duration" },
      doc: "How long somebody may take to log in.",
      example: "30s",
      default: { value: { is: "duration", seconds: 120 }, reason: "it is OpenSSH's own" },
    },
    banner: { type: path, doc: "A file that is shown before the login.", example: '"/etc/issue.net"' },
  },
  blocks: {
    options: {
      doc: "Other keywords of sshd_config, as its manual writes them.",
      example: 'options { ClientAliveInterval = "300" }',
      attributes: {},
      foreign: foreignOptions,
      map: {
        value: text,
        key: { pattern: /^[A-Za-z][A-Za-z0-9]*$/, describe: "a keyword of sshd_config" },
      },
    },
  },
  absent: false,
  addressable: false,
  machineOnly: {
    reason: "a container runs one program, and nobody logs in to it over SSH",
    instead: "open a shell in a container with `docker compose exec NAME sh`",
  },
  foreign,
  alsoCalled,
  examples: [
    {
      title: "keys only, for two people, not for root",
      source:
        'envspec 1\n\nos = "debian-12"\n\npackage sudo\n\nuser [anna, ben] {\n  authorized-keys = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHcKkDf2Nw1o4QwZ0Yk0qG8s0uY3v3nqf0V1u6i3Z8aB anna"]\n  sudo = "ALL=(ALL) NOPASSWD: ALL"\n}\n\nssh-server {\n  root-login = no\n  allow-users = [anna, ben]\n}\n',
    },
    {
      title: "another port, and keywords that have no attribute here",
      source:
        'envspec 1\n\nos = "debian-12"\n\nuser anna {\n  authorized-keys = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHcKkDf2Nw1o4QwZ0Yk0qG8s0uY3v3nqf0V1u6i3Z8aB anna"]\n}\n\nssh-server {\n  ports = [2222]\n  options {\n    ClientAliveInterval = "300"\n    ClientAliveCountMax = "2"\n  }\n}\n',
    },
  ],
  targets: {
    ansible:
      "`/etc/ssh/sshd_config.d/00-ssh-server.conf` after users and keys; sshd checks it before it is put in place, and reads it again without ending a connection.",
    dockerfile: "Not here, and said: a container has no SSH server.",
    "cloud-init": "The same file, after users and keys; it wins over what cloud-init writes itself.",
  },
  brings: () => ({ packages: ["openssh-server"] }),
  primaryOp: (_name, os) => opId("service", sshUnitOn(os)),
  check: checkSshServer,
  lower: lowerSshServer,
};

import { opId } from "../../ir/op-id.ts";
import type { Kind } from "../../ir/kind.ts";
import { isProvidedUser } from "../../ir/os/provided.ts";
import { accountName } from "../shared/names.ts";
import { bool, boolValue, groupRef, mode, path, text } from "../shared/types.ts";
import { checkUser } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerUser } from "./lower.ts";

/** A person or a program that may own files and run things. */
export const kind: Kind = {
  name: "user",
  doc: "A person or a program that may own files and run things.",
  label: { presence: "required", scope: "machine", ...accountName, example: "deploy" },
  attributes: {
    uid: {
      type: { type: "int", min: 0, max: 4294967294 },
      doc: "The user's number, under which the disk remembers who owns what.",
      example: "2500",
      default: {
        describe: "a number made from the name",
        reason: "it is the same on every machine and in every build",
      },
    },
    group: {
      type: groupRef,
      doc: "The user's own group.",
      example: "staff",
      default: {
        describe: "a group with the user's name and number",
        reason: "nobody else can then read what the user makes for the group",
      },
    },
    groups: {
      type: { type: "list", of: groupRef },
      doc: "Other groups the user is in; exactly these.",
      example: "[sudo, www-data]",
    },
    comment: { type: text, doc: "The user's full name, or what the user is for.", example: '"Anna Berger"' },
    home: {
      type: path,
      doc: "The user's home directory.",
      example: '"/srv/shop"',
      default: { describe: "`/home/NAME`; `/nonexistent` for a system user", reason: "programs need no home" },
    },
    "create-home": {
      type: bool,
      doc: "Whether the home directory is made.",
      example: "false",
      default: {
        describe: "yes; for a system user only when `home` is written",
        reason: "a home that somebody writes down is wanted",
      },
    },
    "home-mode": {
      type: mode,
      doc: "Who may enter the home directory.",
      example: "0755",
      default: {
        describe: "0750",
        reason: "others have no business there; a web server that serves files from it needs 0755",
      },
    },
    shell: {
      type: path,
      doc: "The program that a login starts.",
      example: '"/bin/bash"',
      default: { describe: "`/bin/bash`; `/usr/sbin/nologin` for a system user", reason: "programs never log in" },
    },
    system: {
      type: bool,
      doc: "A user for a program, not for a person.",
      example: "true",
      default: { value: boolValue(false), reason: "users that are written down are mostly people" },
    },
    "authorized-keys": {
      type: { type: "list", of: { type: "content" } },
      doc: "Public SSH keys that may log in as this user; exactly these.",
      example: '[file("./keys/anna.pub")]',
    },
    sudo: {
      type: text,
      doc: "What the user may do as another user, as in sudoers, without the user's name.",
      example: '"ALL=(ALL) NOPASSWD: /usr/bin/systemctl restart shop"',
    },
    password: {
      type: { type: "secret" },
      sensitive: true,
      doc: "The password for logging in.",
      example: "anna-password",
      default: { describe: "none: nobody can log in with a password", reason: "keys are safer" },
    },
  },
  blocks: {},
  absent: true,
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a person who may log in and restart the shop",
      source:
        'envspec 1\n\nos = "debian-12"\n\npackage sudo\n\nuser anna {\n  comment = "Anna Berger"\n  groups = [www-data]\n  authorized-keys = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHcKkDf2Nw1o4QwZ0Yk0qG8s0uY3v3nqf0V1u6i3Z8aB anna"]\n  sudo = "ALL=(ALL) NOPASSWD: /usr/bin/systemctl restart shop"\n}\n',
    },
    {
      title: "a user for a program",
      source: 'envspec 1\n\nos = "debian-12"\n\nuser shop {\n  system = true\n  home = "/srv/shop"\n}\n',
    },
  ],
  provided: isProvidedUser,
  check: checkUser,
  targets: {
    ansible: "`ansible.builtin.user` with pinned ids; keys and sudo rule as files; a password is hashed on the way.",
    dockerfile: "Made in the image with the same ids, locked: nobody logs in to a container.",
    "cloud-init": "Made by the script of the first boot with the same ids, keys and sudo rule.",
  },
  primaryOp: (name) => opId("user", name),
  lower: lowerUser,
};

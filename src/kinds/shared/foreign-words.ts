/**
 * Words of Ansible, Puppet, Chef, Docker, Compose and cloud-init that several kinds are given by habit. Each kind puts
 * its own next to its schema, in `foreign.ts`.
 */
import type { ForeignWord, ForeignWords } from "../../ir/kind.ts";

/** What every tool writes about anything. `example` is a block of the kind: `package nginx`. */
export function toolWords(example: string): ForeignWords {
  const named = { help: `take the line away: the name stands behind the kind, as in \`${example}\`` };
  const root = {
    help: "take the line away: everything is set up as root, and programs say their `user` themselves",
    needless: ["true", "yes"],
  };
  const always = { help: "take the line away: what is there already is looked at first, and a failure always stops" };
  const several = { help: "write a list of names: `package [git, curl]`; `this.label` in the body is the one meant" };
  const picked = {
    help: "take the line away: everything is built, and what differs is written in an `environment`",
  };
  const waits = { help: "write `after = [the name of the other block]`; most of the order is found without it" };
  return {
    name: named,
    title: { help: "write it above the block, as a comment that begins with `##`" },
    become: root,
    "become-user": root,
    sudo: root,
    tags: picked,
    hosts: { help: "write `machine = web`, or put the block into `machine web { … }`" },
    loop: several,
    "with-items": several,
    "for-each": several,
    count: several,
    register: always,
    "ignore-errors": always,
    "changed-when": always,
    "failed-when": always,
    "depends-on": { ...waits, same: "after" },
    requires: waits,
    require: waits,
    before: { help: "write it the other way round: `after = [this one]` in the other block" },
    ...stateWords(example),
  };
}

/** `state` and `ensure` of what is there or is not. */
function stateWords(example: string): ForeignWords {
  const state: ForeignWord = {
    help: `take the line away: what is written shall be there. What shall be gone has \`absent\` in front: \`absent ${example}\``,
    needless: ["present", "installed", "file", "directory", "link", "touch"],
    gone: ["absent", "removed", "purged"],
  };
  return { state, ensure: state };
}

/** What stands in a path's label, and who may do what with it. */
export function pathWords(example: string): ForeignWords {
  const label = { help: `take the line away: the path stands behind the kind, as in \`${example}\`` };
  const mode = { help: "write `mode = 0644`: a `0` and three digits, without quotes", same: "mode" };
  const owner = { help: "write `owner = deploy`, the name of a user; its group is `group = deploy`", same: "owner" };
  return {
    path: label,
    dest: label,
    destination: label,
    target: label,
    permissions: mode,
    permission: mode,
    perm: mode,
    perms: mode,
    chmod: mode,
    chown: owner,
    user: owner,
    uid: owner,
    gid: { ...owner, same: "group" },
    chgrp: { ...owner, same: "group" },
  };
}

/** What happens to services after a change. */
export const triggerWords: ForeignWords = wordsFor(
  ["notify", "notifies", "handlers", "handler", "on-change", "restart", "reload", "restart-on", "reload-on"],
  {
    help: "write `reloads = [nginx]` when the service shall read its configuration again, or `restarts = [nginx]`",
  },
);

/** What the block with a program's variables is called elsewhere. */
export const envWords: ForeignWords = wordsFor(["environment", "envs", "vars", "variables"], {
  help: 'write `env { NODE_ENV = "production" }`, a block with one line for each variable',
});

/** How a program is called. */
export function programWords(run: string): ForeignWords {
  const program = { help: `write \`run = ${run}\``, same: "run" };
  const directory = { help: 'write `directory = "/srv/shop"`', same: "directory" };
  return {
    ...wordsFor(
      ["cmd", "command", "exec", "exec-start", "execstart", "entrypoint", "script", "shell", "program", "job"],
      program,
    ),
    ...wordsFor(["workdir", "working-directory", "workingdirectory", "working-dir", "cwd", "chdir", "dir"], directory),
    ...envWords,
    ...wordsFor(["args", "argv", "arguments"], { help: `write them behind the program: \`run = ${run}\`` }),
    ...wordsFor(["become-user", "run-as", "runas", "as-user"], { help: "write `user = shop`", same: "user" }),
  };
}

/** The same advice for several words. */
export function wordsFor(words: readonly string[], advice: ForeignWord): ForeignWords {
  return Object.fromEntries(words.map((word) => [word, advice]));
}

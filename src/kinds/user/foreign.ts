import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("user anna"),
  ...wordsFor(["keys", "key", "ssh-keys", "ssh-key", "ssh-authorized-keys", "authorized-key", "pubkey", "public-key"], {
    help: 'write `authorized-keys = [file("./keys/anna.pub")]`',
    same: "authorized-keys",
  }),
  ...wordsFor(["sudoers", "sudo-rule", "sudo-rules"], {
    help: 'write `sudo = "ALL=(ALL) NOPASSWD: ALL"`, the rule without the name',
    same: "sudo",
  }),
  ...wordsFor(["passwd", "hashed-password", "plain-text-passwd", "password-hash"], {
    help: 'declare `secret anna-password = env("ANNA_PASSWORD")`, and write `password = anna-password`',
  }),
  ...wordsFor(["lock-passwd", "password-lock"], {
    help: "take the line away: without `password` nobody can log in with one",
    needless: ["true", "yes"],
  }),
  ...wordsFor(["gecos", "full-name", "fullname", "realname"], {
    help: 'write `comment = "Anna Berger"`',
    same: "comment",
  }),
  ...wordsFor(["homedir", "home-dir", "home-directory"], { help: 'write `home = "/home/anna"`', same: "home" }),
  ...wordsFor(["createhome", "manage-home", "managehome"], { help: "write `create-home = true`", same: "create-home" }),
  ...wordsFor(["no-create-home"], { help: "write `create-home = false`" }),
  ...wordsFor(["primary-group"], { help: "write `group = staff`", same: "group" }),
  id: { help: "write `uid = 2500`", same: "uid" },
  gid: { help: "write `group = staff`, and the number in a block `group staff { gid = 2500 }`" },
  append: { help: "take the line away: `groups` are exactly the ones that are written" },
  "generate-ssh-key": {
    help: 'keys are made on your computer (`ssh-keygen`), and their public half is written as `authorized-keys = [file("./keys/anna.pub")]`',
  },
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["account", "useradd", "adduser", "users"], { help: "write `user anna { … }`", same: "user" }),
  ...wordsFor(["authorized-key", "authorized-keys", "ssh-key", "ssh-keys", "ssh-authorized-key"], {
    help: 'write it in the user: `user anna { authorized-keys = [file("./keys/anna.pub")] }`',
  }),
  ...wordsFor(["sudo", "sudoers", "sudo-rule"], {
    help: 'write it in the user: `user anna { sudo = "ALL=(ALL) NOPASSWD: ALL" }`',
  }),
};

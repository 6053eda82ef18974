import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("ssh-server { root-login = no }"),
  ...wordsFor(["port", "listen", "listen-port"], { help: "write `ports = [2222]`, a list" }),
  ...wordsFor(["permit-root-login", "permitrootlogin", "root", "allow-root", "disable-root"], {
    help: "write `root-login = no`, or `prohibit-password` for root with a key",
    same: "root-login",
  }),
  ...wordsFor(["password-authentication", "passwordauthentication", "passwords", "ssh-pwauth", "password-auth"], {
    help: "write `password-login = false`, which holds anyway",
    same: "password-login",
  }),
  ...wordsFor(["pubkey-authentication", "pubkeyauthentication", "keys-only", "key-only"], {
    help: "take the line away: keys are accepted, and passwords are not unless `password-login = true`",
    needless: ["true", "yes"],
  }),
  ...wordsFor(["allowusers", "users"], { help: "write `allow-users = [anna]`", same: "allow-users" }),
  ...wordsFor(["allowgroups", "groups"], { help: "write `allow-groups = [operators]`", same: "allow-groups" }),
  ...wordsFor(["allow-tcp-forwarding", "allowtcpforwarding"], {
    help: "write `tcp-forwarding = no`",
    same: "tcp-forwarding",
  }),
  ...wordsFor(["allow-agent-forwarding", "allowagentforwarding"], {
    help: "write `agent-forwarding = false`, which holds anyway",
    same: "agent-forwarding",
  }),
  ...wordsFor(["x11forwarding", "x11-forwarding"], {
    help: 'take the line away: it is off; `options { X11Forwarding = "yes" }` switches it on',
    needless: ["no", "false"],
  }),
  ...wordsFor(["maxauthtries"], { help: "write `max-auth-tries = 3`", same: "max-auth-tries" }),
  ...wordsFor(["logingracetime"], { help: "write `login-grace-time = 30s`", same: "login-grace-time" }),
  ...wordsFor(["config", "settings", "sshd-config", "extra", "sshd"], {
    help: 'write the keyword in a block `options { ClientAliveInterval = "300" }`',
  }),
};

/** What other tools write among the keywords. */
export const foreignOptions: ForeignWords = {};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["ssh"], {
    help: 'how Ansible gets to a server stands in its host: `host web-1 { ssh { user = "deploy" } }`; who may log in stands in `ssh-server { root-login = no }`',
  }),
  ...wordsFor(["sshd", "openssh", "sshd-config", "ssh-daemon", "ssh-config", "openssh-server", "ssh-hardening"], {
    help: "write `ssh-server { root-login = no }`",
    same: "ssh-server",
  }),
};

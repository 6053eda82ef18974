import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

const times: ForeignWords = {
  ...wordsFor(["bantime", "ban", "duration"], { help: "write `ban-time = 1h`", same: "ban-time" }),
  ...wordsFor(["findtime", "window"], { help: "write `find-time = 10min`", same: "find-time" }),
  ...wordsFor(["maxretry", "max-retry", "tries", "attempts", "max-attempts"], {
    help: "write `retries = 5`",
    same: "retries",
  }),
};

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("fail2ban { jail sshd }"),
  ...times,
  ...wordsFor(["ignoreip", "ignore-ip", "whitelist", "allowlist"], {
    help: 'write `ignore = ["203.0.113.0/24"]`',
    same: "ignore",
  }),
  ...wordsFor(["jails", "sshd", "services"], { help: "write a block for each: `jail sshd`" }),
  ...wordsFor(["banaction", "action", "backend"], {
    help: "take the line away: bans go to the machine's own firewall, and sshd is read from the journal",
  }),
};

/** What other tools write about a jail. */
export const foreignJail: ForeignWords = {
  ...times,
  ...wordsFor(["logpath", "log-path", "logfile", "log-file"], {
    help: 'write `log = "/var/log/shop/access.log"`',
    same: "log",
  }),
  ...wordsFor(["port"], { help: "write `ports = [443]`, a list" }),
  ...wordsFor(["enabled"], { help: "take the line away: a jail that is written is on", needless: ["true"] }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["jail", "intrusion-prevention", "denyhosts", "sshguard", "crowdsec", "ban"], {
    help: "write `fail2ban`, which guards SSH; more in blocks: `fail2ban { jail nginx-http-auth }`",
  }),
};

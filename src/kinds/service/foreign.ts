import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("service nginx"),
  ...wordsFor(["state", "ensure", "status"], {
    help: "take the line away: a service that is written runs. One that shall be off has `running = false` and `enabled = false`",
    needless: ["started", "running", "present", "start"],
  }),
  ...wordsFor(["enable", "autostart", "on-boot", "start-on-boot"], {
    help: "write `enabled = true`, which holds anyway",
    same: "enabled",
  }),
  ...wordsFor(["daemon-reload", "daemon-reexec"], {
    help: "take the line away: systemd reads its units again when one has changed",
    needless: ["true", "yes"],
  }),
  ...wordsFor(["mask"], { help: "write `masked = true`", same: "masked" }),
  ...wordsFor(["subscribe", "notify", "handlers", "restarts", "reloads"], {
    help: 'write `reload-on = [file."/etc/nginx/conf.d/shop.conf"]` or `restart-on = […]`',
  }),
  ...wordsFor(["run", "exec", "command", "cmd", "exec-start"], {
    help: 'a service comes with a package; a program of your own is `process api { run = ["/usr/bin/node", "server.js"] … }`',
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(
    ["systemd", "systemctl", "systemd-service", "systemd-unit", "unit", "daemon", "supervisor", "supervisord", "pm2"],
    {
      help: 'a service of a package is `service nginx`; a program of your own is `process api { run = ["/usr/bin/node", "server.js"] … }`, for which the unit is made',
    },
  ),
  ...wordsFor(["services", "init", "initd"], { help: "write `service nginx`", same: "service" }),
};

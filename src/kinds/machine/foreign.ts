import type { ForeignWords } from "../../ir/kind.ts";
import { wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...wordsFor(["image", "distro", "distribution", "release", "platform", "operating-system"], {
    help: 'write `os = "debian-12"`',
  }),
  ...wordsFor(["time-zone", "tz"], { help: 'write `timezone = "Europe/Vienna"`', same: "timezone" }),
  ...wordsFor(["fqdn", "host-name"], { help: 'write `hostname = "web-1"`', same: "hostname" }),
  ...wordsFor(["language", "lang"], { help: 'write `locale = "de_AT.UTF-8"`', same: "locale" }),
  ...wordsFor(["serial", "batch", "batch-size", "max-parallel", "parallelism"], {
    help: "write `rolling = 1`, or a share such as `rolling = 25%`",
    same: "rolling",
  }),
  ...wordsFor(["ssh-keys", "ssh-key", "ssh-authorized-keys", "authorized-keys", "authorized-key"], {
    help: 'keys are those of a user: write the block `user deploy { authorized-keys = [file("./keys/deploy.pub")] }`; the key that you log in with is `ssh { key = "~/.ssh/agency" }` of a `host`',
  }),
  ...wordsFor(["users", "accounts"], { help: "write a block for each, or one for all of them: `user [anna, deploy]`" }),
  ...wordsFor(["packages", "apt"], { help: "write a block: `package [git, curl]`" }),
  ...wordsFor(["services"], { help: "write a block for each: `service cron`" }),
  ...wordsFor(["address", "ip", "ansible-host"], {
    help: 'a box is a host: `environment prod { host web-1 { address = "203.0.113.11" } }`',
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["server", "vm", "instance", "droplet", "vps"], {
    help: 'a class of equal machines is `machine web { os = "debian-12" }`; one real box is `host web-1 { address = "203.0.113.11" }`, in an environment',
  }),
  ...wordsFor(["locale-gen"], { help: 'write `locale = "de_AT.UTF-8"` at the top, or in a `machine`' }),
};

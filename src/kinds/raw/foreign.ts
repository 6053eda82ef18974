import type { ForeignWords } from "../../ir/kind.ts";
import { wordsFor } from "../shared/foreign-words.ts";

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["ufw", "firewall", "firewalld", "iptables", "nftables", "fail2ban-firewall", "security-group"], {
    help: 'there is no block for firewalls: write `package nftables`, `file "/etc/nftables.conf" { source = file("./nftables.conf"), reloads = [nftables] }` and `service nftables`',
  }),
  ...wordsFor(["mount", "mounts", "volume", "fstab", "disk", "swap", "filesystem"], {
    help: 'there is no block for disks: write `raw "why" { cloud-init = "…" }`, or a `file` below `/etc/systemd/system` and a `service` such as `srv-data.mount`',
  }),
  ...wordsFor(["role", "roles", "playbook", "task", "tasks", "recipe", "state", "component"], {
    help: "what is used several times is a module of yours: `module client-site { … }`, used as `client-site acme { … }`",
  }),
  ...wordsFor(["include", "include-role", "include-tasks", "import", "import-tasks", "import-playbook", "require"], {
    help: 'write `use "./other.envspec"` at the top of the file',
  }),
  ...wordsFor(["handler", "handlers", "notify"], {
    help: "write `reloads = [nginx]` or `restarts = [nginx]` in the `file` whose change it follows",
  }),
  ...wordsFor(["password", "vault"], { help: 'write `secret db-password = env("DB_PASSWORD")`' }),
  ...wordsFor(["if", "when", "for", "foreach", "each", "loop"], {
    help: "there are no conditions and no loops: what differs is written in an `environment`, several equal things are a list of names: `package [git, curl]`",
  }),
};

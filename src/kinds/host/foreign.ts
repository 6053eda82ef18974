import type { ForeignWords } from "../../ir/kind.ts";
import { wordsFor } from "../shared/foreign-words.ts";

/** What the host that others are reached through is called elsewhere. */
const jumpWords = ["proxy-jump", "proxyjump", "jump", "jump-host", "jumphost", "bastion", "bastion-host", "gateway"];

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...wordsFor(["ip", "ip-address", "ipv4", "ansible-host", "hostname", "host", "fqdn", "addr"], {
    help: 'write `address = "203.0.113.11"`, an address or a name in DNS',
    same: "address",
  }),
  ...wordsFor(["user", "ansible-user", "ssh-user", "remote-user"], { help: 'write `ssh { user = "admin" }`' }),
  ...wordsFor(["port", "ansible-port", "ssh-port"], { help: "write `ssh { port = 2222 }`" }),
  ...wordsFor(["key", "ssh-key", "private-key", "identity-file", "ansible-ssh-private-key-file"], {
    help: 'write `ssh { key = "~/.ssh/agency" }`, the file on your computer',
  }),
  ...wordsFor(["via", ...jumpWords], {
    help: 'write `ssh { via = bastion-1 }`, the name of a host; one that is not described here stands in quotes: `ssh { via = "admin@203.0.113.5" }`',
  }),
  ...wordsFor(["groups", "group", "class", "role", "roles", "type"], {
    help: "write `machine = web`, the class of machines it belongs to",
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["inventory", "hosts", "target-host"], {
    help: 'write `host web-1 { address = "203.0.113.11" }` in an environment',
  }),
};

/** What other tools write about the way in. */
export const foreignSsh: ForeignWords = {
  ...wordsFor(["private-key", "identity-file", "keyfile", "key-file"], {
    help: 'write `key = "~/.ssh/agency"`, the file on your computer',
    same: "key",
  }),
  ...wordsFor(jumpWords, {
    help: 'write `via = bastion-1`, a host; one that is not described here stands in quotes: `via = "admin@203.0.113.5"`',
    same: "via",
  }),
  ...wordsFor(["username", "login", "remote-user"], { help: 'write `user = "admin"`', same: "user" }),
};

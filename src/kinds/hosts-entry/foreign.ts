import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

const example = 'hosts-entry "db.internal" { address = "10.0.0.5" }';

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords('hosts-entry "db.internal"'),
  ...wordsFor(["ip", "ip-address", "ipaddress", "addr"], { help: 'write `address = "10.0.0.5"`', same: "address" }),
  ...wordsFor(["host-aliases", "alias", "names", "hostnames"], { help: 'write `aliases = ["db"]`', same: "aliases" }),
  ...wordsFor(["hostname", "unique"], {
    help: `take the line away: the name stands behind the kind, as in \`${example}\``,
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = wordsFor(
  ["hosts-file", "hostsfile-entry", "extra-hosts", "add-host", "host-entry"],
  { help: `write \`${example}\``, same: "hosts-entry" },
);

import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords('mount "/srv/data"'),
  ...wordsFor(["path", "where", "mountpoint", "mount-point", "target", "dest"], {
    help: 'take the line away: the mount point stands behind the kind, as in `mount "/srv/data"`',
  }),
  ...wordsFor(["src", "device", "what", "dev", "volume"], { help: 'write `source = "UUID=…"`', same: "source" }),
  ...wordsFor(["uuid"], { help: 'write `source = "UUID=…"`' }),
  ...wordsFor(["label"], { help: 'write `source = "LABEL=data"`' }),
  ...wordsFor(["fstype", "filesystem", "fs", "vfstype"], { help: "write `type = ext4`", same: "type" }),
  ...wordsFor(["opts", "mount-options", "flags"], { help: 'write `options = ["noexec"]`, a list', same: "options" }),
  ...wordsFor(["nofail"], {
    help: "take the line away: a machine boots without it anyway, unless `required = true`",
    needless: ["true", "yes"],
  }),
  ...wordsFor(["dump", "passno", "fs-passno", "fs-freq"], {
    help: "take the line away: systemd checks a file system before it is mounted",
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["fstab", "mounts", "filesystem", "volume", "disk", "nfs", "tmpfs", "bind-mount"], {
    help: 'write `mount "/srv/data" { source = "UUID=…" }`; `type = tmpfs` for memory, `type = bind` for a folder in a second place',
  }),
};

import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

const example = 'download "/usr/local/bin/tool" { url = "https://…", checksum = "…", mode = 0755 }';

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords('download "/usr/local/bin/tool"'),
  ...wordsFor(["src", "source", "uri", "from"], { help: 'write `url = "https://…"`', same: "url" }),
  ...wordsFor(["sha256", "sha256sum", "sha256-checksum", "hash", "digest"], {
    help: 'write `checksum = "…"`, the 64 digits alone',
    same: "checksum",
  }),
  ...wordsFor(["md5", "sha1", "sha512"], { help: 'write `checksum = "…"`: look at the file with `sha256sum`' }),
  ...wordsFor(["dest", "path", "creates", "output"], {
    help: "take the line away: the path stands behind the kind; what is there already is not downloaded again",
  }),
  ...wordsFor(["extract", "unarchive", "archive", "unzip"], { help: "write `unpack = tar` or `unpack = zip`" }),
  ...wordsFor(["strip-components", "extra-opts"], { help: "write `strip = 1`", same: "strip" }),
  ...wordsFor(["headers", "username", "password", "url-username", "url-password", "token"], {
    help: "take the line away: what not everybody may download comes from your project, with `file`",
  }),
  ...wordsFor(["validate-certs", "insecure", "force", "timeout", "retries", "backup"], {
    help: "take the line away: the checksum decides, and five attempts are made",
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = wordsFor(
  ["get-url", "remote-file", "archive", "unarchive", "unpack", "wget", "fetch-url", "tarball", "uri"],
  { help: `write \`${example}\``, same: "download" },
);

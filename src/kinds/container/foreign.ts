import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("container mail"),
  ...wordsFor(["command", "cmd", "args", "entrypoint"], {
    help: 'write `run = ["--verbose"]`: the words behind the image\'s own entry point',
    same: "run",
  }),
  ...wordsFor(["environment", "env-file", "environments"], { help: 'write a block: `env { KEY = "value" }`' }),
  ...wordsFor(["volumes", "mounts"], { help: 'write a block for each: `volume "/data" { name = "mail-data" }`' }),
  ...wordsFor(["secrets", "secret"], {
    help: 'write a block: `file "/run/secrets/admin" { text = admin-password }`',
  }),
  ...wordsFor(["publish", "published-ports", "expose"], { help: "write `port = 8025`, or `ports = [8025, 1025]`" }),
  ...wordsFor(["restart-policy"], { help: "write `restart = always`", same: "restart" }),
  ...wordsFor(["healthcheck", "health-check"], {
    help: 'write `health = ["/mailpit", "readyz"]`, a command word by word',
    same: "health",
  }),
  ...wordsFor(["tag", "digest"], { help: 'write it behind the image\'s name: `image = "redis:7-bookworm"`' }),
  ...wordsFor(["build", "dockerfile", "context"], {
    help: "take the line away, and describe your own program as a `process`: envc makes its image",
  }),
};

/** The same inside `file`. */
export const foreignFile: ForeignWords = {
  ...wordsFor(["content", "contents", "value", "secret", "data"], {
    help: "write `text = admin-password`",
    same: "text",
  }),
  ...wordsFor(["source", "src"], { help: 'write `text = file("./mail.conf")`, a file beside this one' }),
  ...wordsFor(["target", "path", "dest", "destination"], {
    help: 'take the line away: the place stands behind the kind, as in `file "/run/secrets/admin"`',
  }),
  ...wordsFor(["mode", "owner", "group", "uid", "gid", "read-only", "ro"], {
    help: "take the line away: only the container sees the file, and it may only read it",
  }),
};

/** The same inside `volume`. */
export const foreignVolume: ForeignWords = {
  ...wordsFor(["volume", "volume-name"], { help: 'write `name = "mail-data"`', same: "name" }),
  ...wordsFor(["target", "path", "dest", "destination", "mount"], {
    help: 'take the line away: the place stands behind the kind, as in `volume "/data"`',
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["docker", "docker-container", "podman-container", "image"], {
    help: 'write `container mail { image = "…" }` for an image that somebody else made; your own program is a `process`, and envc makes its image. Docker itself is `package docker.io`',
  }),
};

import type { ForeignWords, Kind, LabelSchema, RemainsAsk } from "../../../ir/kind.ts";
import { opId } from "../../../ir/op-id.ts";
import type { Resource } from "../../../ir/model.ts";
import type { OsRelease } from "../../../ir/os.ts";
import type { Brings } from "../../../ir/brings.ts";
import { envWords, toolWords, wordsFor } from "../foreign-words.ts";
import { readText, readTexts } from "../read.ts";
import { appByHand } from "./by-hand.ts";
import { lowerApp, lowerAppImage } from "./lower-app.ts";
import type { Language } from "./language.ts";
import { sourceOf } from "./source.ts";

/** The name of an app: of a folder, a user and a unit at once. */
export const appLabel: LabelSchema = {
  presence: "required",
  scope: "file",
  pattern: /^[a-z][a-z0-9-]{0,30}$/,
  describe: "small letters, digits and `-`, beginning with a letter, at most 31",
  example: "shop",
};

/** What every kind of app is beside its attributes: how it is lowered, what comes with it, what stands for it. */
export function appParts(
  language: Language,
): Pick<
  Kind,
  | "label"
  | "absent"
  | "remains"
  | "addressable"
  | "ownUser"
  | "brings"
  | "primaryOp"
  | "byHand"
  | "lower"
  | "lowerContainer"
> {
  return {
    label: appLabel,
    absent: false,
    remains,
    addressable: true,
    ownUser: true,
    brings: (os, app) => (app === undefined ? {} : bringsOf(language, os, app)),
    primaryOp: (name) => opId("process", name),
    byHand: appByHand,
    lower: (app, context) => lowerApp(app, context, language),
    lowerContainer: (app, context) => lowerAppImage(app, context, language),
  };
}

/**
 * The program, the code with all releases and shared folders, and the user that was made for it. Not the user's home: a
 * user of that name may be described elsewhere, and its files are in there.
 */
function remains({ name, text }: RemainsAsk): readonly string[] {
  const own = text("user") === undefined ? [`absent user ${name}`] : [];
  return [`absent process ${name}`, `absent directory "/srv/${name}"`, ...own];
}

function bringsOf(language: Language, os: OsRelease, app: Resource): Brings {
  const base = `/srv/${app.name}`;
  return {
    packages: language.packages(app, os, sourceOf(app, language.made)),
    folders: [
      base,
      ...(readText(app, "user") === undefined ? [`/var/lib/${app.name}`] : []),
      ...readTexts(app, "shared").map((name) => `${base}/shared/${name}`),
    ],
  };
}

/** What every target does with an app. */
export const appTargets: Kind["targets"] = {
  ansible:
    "A folder per release below `/srv/NAME/releases`, made ready there; then the link `/srv/NAME/current` moves, a hardened systemd service is restarted, and the play waits for its answer. A release without an answer is taken back. Its programs gain no rights (`NoNewPrivileges`): `sudo` and other setuid or setgid helpers fail in them, among them the `sendmail` of Postfix or Exim, so mail is sent by SMTP.",
  dockerfile:
    "The code in `/srv/NAME/current` of the image, dependencies in a layer before it, the program as the image's command with a health check; a migration is a Compose service that ends before the app starts. Setuid helpers fail in its programs, too (`no-new-privileges`).",
  "cloud-init":
    "The same releases and the same service; the first boot fails loudly when there is no answer. An app that uses another machine waits up to 15 minutes for that one's first boot.",
};

/** What people bring from other tools to the block of an app. */
export const appWords: ForeignWords = {
  ...toolWords("node-app shop"),
  ...envWords,
  ...wordsFor(["src", "path", "directory", "folder", "app-dir", "root", "code"], {
    help: 'write `source = "./app"`, the folder of your project with the code',
    same: "source",
  }),
  ...wordsFor(["git", "repo", "git-url", "branch", "checkout"], {
    help: 'write `source = "./app"`, a folder of your project; a git submodule is one, too',
  }),
  ...wordsFor(["healthcheck", "health-check", "health-path", "healthz"], {
    help: 'write `health = "/health"`, the path that answers when the app is well',
    same: "health",
  }),
  ...wordsFor(["before-start", "pre-start", "migrations", "migration", "release-command"], {
    help: 'write `migrate = ["npm", "run", "migrate"]`, a command word by word',
    same: "migrate",
  }),
  ...wordsFor(["build-command", "prepare", "compile"], { help: 'write `build = "npm run build"`', same: "build" }),
  ...wordsFor(["keep-releases", "releases", "releases-to-keep"], { help: "write `keep = 5`", same: "keep" }),
  ...wordsFor(["linked-dirs", "shared-dirs", "shared-children-dirs", "persistent", "volumes", "volume", "storage"], {
    help: 'write `shared = ["uploads"]`, folders of the app that outlive a release',
    same: "shared",
  }),
  ...wordsFor(["memory-limit", "mem-limit", "max-memory", "memory-max"], {
    help: "write `memory = 512MB`",
    same: "memory",
  }),
  ...wordsFor(["listen", "host", "address", "interface"], { help: 'write `bind = "0.0.0.0"`', same: "bind" }),
  ...wordsFor(["expose", "publish", "ports"], { help: "write `port = 3000`" }),
  ...wordsFor(["restart-policy"], { help: "write `restart = always`", same: "restart" }),
  ...wordsFor(["become-user", "run-as", "runas", "as-user"], { help: "write `user = shop`", same: "user" }),
  ...wordsFor(["database", "db", "database-url", "postgres", "mysql"], {
    help: "write `env { DATABASE_URL = db.url }`, with a `postgres db` or a `mysql db` in the file",
  }),
  ...wordsFor(["domain", "server-name", "tls", "https"], {
    help: "take the line away: visitors come through a web server, which has a block of its own",
  }),
};

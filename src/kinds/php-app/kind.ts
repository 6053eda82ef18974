import type { Kind } from "../../ir/kind.ts";
import { appAttributes, portAttribute, runtimeAttributes, stopTimeoutAttribute } from "../shared/app/attributes.ts";
import { appParts, appTargets, appWords } from "../shared/app/schema.ts";
import { wordsFor } from "../shared/foreign-words.ts";
import { envBlock, text, textValue } from "../shared/types.ts";
import { checkPhpApp } from "./check.ts";
import { alsoCalled } from "./foreign.ts";
import { php } from "./language.ts";

/** A web application in PHP. */
export const kind: Kind = {
  name: "php-app",
  doc: "A web application in PHP: its code, its dependencies, its user, and a PHP-FPM of its own that answers a web server.",
  ...appParts(php),
  attributes: {
    ...appAttributes,
    bind: {
      ...appAttributes.bind,
      default: {
        describe: "its socket on a machine, 127.0.0.1 in a container",
        reason: "FastCGI is for the web server of the machine, and for nobody else",
      },
    },
    "stop-timeout": {
      ...stopTimeoutAttribute,
      doc: "How long it may take to end before it is killed. What is being answered is finished in that time, but for its last five seconds; visitors who come in the meantime get an error.",
    },
    public: {
      type: text,
      doc: "The folder of the source that the web server shows; `.` when it is the source itself.",
      example: '"web"',
      default: { value: textValue("public"), reason: "Laravel, Symfony and most others have it" },
    },
    extensions: {
      type: { type: "list", of: { type: "name" } },
      doc: "PHP extensions by their own names; their packages for this version of PHP are found.",
      example: "[mysql, mbstring, redis]",
    },
    children: {
      type: { type: "int", min: 1, max: 1000 },
      doc: "How many requests are answered at the same time (`pm.max_children`).",
      example: "20",
      default: { value: { is: "number", value: 10 }, reason: "with 64 MB each they fit into a machine of 1 GB" },
    },
    "request-timeout": {
      type: { type: "duration" },
      doc: "How long one request may take before its child is ended (`request_terminate_timeout`). The web server gives a visitor up after a minute without a word, while the request goes on. `0s` waits for ever.",
      example: "10min",
      default: {
        value: { is: "duration", seconds: 3600 },
        reason:
          "a request that hangs does not keep its child for ever, and no upload, report or import is cut off that ends by itself",
      },
    },
    manager: {
      type: { type: "enum", values: ["dynamic", "ondemand", "static"] },
      doc: "Whether some children wait for requests (`dynamic`), none (`ondemand`) or all of them (`static`).",
      example: "ondemand",
      default: { value: textValue("dynamic"), reason: "answers come at once, and memory is not held for nothing" },
    },
    port: portAttribute(
      9000,
      "PHP-FPM has it; containers use it, and Compose publishes it to nobody; on a machine FPM has the socket `/run/NAME/php-fpm.sock`, which is for the web server alone, unless `bind` is written",
    ),
    ...runtimeAttributes("PHP", "8.3"),
  },
  blocks: {
    env: {
      ...envBlock,
      doc: "Environment variables of the program, of its workers and schedules, and of a migration.",
      example: 'env { APP_ENV = "production" }',
    },
    ini: {
      doc: "Settings of PHP for this app, on the command line too.",
      example: 'ini { memory_limit = "256M" }',
      attributes: {},
      map: {
        value: text,
        key: {
          pattern: /^[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*$/,
          describe: 'a setting as php.ini has it: `memory_limit`, `"opcache.memory_consumption"`',
        },
      },
    },
  },
  foreign: {
    ...appWords,
    ...wordsFor(["document-root", "web-root", "webroot", "docroot", "public-dir"], {
      help: 'write `public = "public"`, a folder of the source',
      same: "public",
    }),
    ...wordsFor(["root"], {
      help: 'write `public = "."`, the folder below `source` that the web server shows; `.` is all of it',
    }),
    ...wordsFor(["modules", "php-extensions", "exts", "php-modules"], {
      help: "write `extensions = [mysql, mbstring]`",
      same: "extensions",
    }),
    ...wordsFor(["php", "php-version", "runtime"], { help: 'write `version = "8.2"`', same: "version" }),
    ...wordsFor(["max-children", "pm-max-children", "workers", "processes", "instances", "pool-size"], {
      help: "write `children = 20`",
      same: "children",
    }),
    ...wordsFor(["request-terminate-timeout", "timeout", "max-execution-time"], {
      help: 'write `request-timeout = 10min`; PHP\'s own limit is `ini { max_execution_time = "60" }`',
    }),
    ...wordsFor(["pm", "process-manager"], { help: "write `manager = ondemand`", same: "manager" }),
    ...wordsFor(["php-ini", "php-values", "php-admin-value", "settings", "php-settings"], {
      help: 'write `ini { memory_limit = "256M" }`, a block with one line for each setting',
    }),
    ...wordsFor(["socket", "listen-owner", "unix-socket"], {
      help: "take the line away: it answers on `port`, where the web server finds it on every target",
    }),
    ...wordsFor(["composer", "composer-install"], {
      help: "take the line away: Composer installs what composer.lock says",
    }),
  },
  alsoCalled,
  examples: [
    {
      title: "a PHP application with its extensions and settings",
      source:
        'envspec 1\n\nos = "debian-12"\n\nphp-app shop {\n  source = "./app"\n  extensions = [mysql, mbstring]\n  shared = ["storage"]\n\n  ini {\n    memory_limit = "256M"\n    upload_max_filesize = "20M"\n    post_max_size = "22M"\n  }\n}\n',
      files: { "app/public/index.php": "" },
    },
  ],
  check: checkPhpApp,
  targets: {
    ...appTargets,
    ansible: `${appTargets["ansible"]} PHP's \`mail()\` needs that \`sendmail\`; a library such as Symfony Mailer or PHPMailer speaks SMTP.`,
  },
};

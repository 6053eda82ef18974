import type { Kind } from "../../ir/kind.ts";
import { appAttributes, portAttribute, runtimeAttributes } from "../shared/app/attributes.ts";
import { appParts, appTargets, appWords } from "../shared/app/schema.ts";
import { wordsFor } from "../shared/foreign-words.ts";
import { envBlock, text, texts, textValue } from "../shared/types.ts";
import { checkPythonApp } from "./check.ts";
import { alsoCalled } from "./foreign.ts";
import { python } from "./language.ts";

/** A web application in Python. */
export const kind: Kind = {
  name: "python-app",
  doc: "A web application in Python (Django, Flask, FastAPI): its code, its dependencies, its user, and the service that runs it.",
  ...appParts(python),
  attributes: {
    ...appAttributes,
    wsgi: {
      type: text,
      doc: "Where the application is, for gunicorn: the module, a colon, and its name there (Django, Flask).",
      example: '"shop.wsgi:application"',
    },
    asgi: {
      type: text,
      doc: "Where the application is, for uvicorn (FastAPI, Starlette, asynchronous Django).",
      example: '"shop.main:app"',
    },
    workers: {
      type: { type: "int", min: 1, max: 256 },
      doc: "How many processes answer at the same time.",
      example: "4",
      default: { value: { is: "number", value: 2 }, reason: "a slow answer does not hold up all the others" },
    },
    requirements: {
      type: text,
      doc: "The file of the source that names the dependencies. When it has checksums, all of them are checked.",
      example: '"requirements/production.txt"',
      default: { value: textValue("requirements.txt"), reason: "that is what it is called nearly everywhere" },
    },
    packages: {
      type: texts,
      doc: "Python packages of the distribution that it uses, beside those in `requirements`.",
      example: '["python3-psycopg2"]',
    },
    port: portAttribute(8000, "gunicorn, uvicorn and Django have it"),
    ...runtimeAttributes("Python", "3.12"),
  },
  blocks: {
    env: {
      ...envBlock,
      doc: "Environment variables of the program, of its workers and schedules, and of a migration.",
      example: 'env { DJANGO_SETTINGS_MODULE = "shop.settings" }',
    },
  },
  scheme: "http",
  foreign: {
    ...appWords,
    ...wordsFor(["app", "application", "module", "entrypoint", "run", "start", "command"], {
      help: 'write `wsgi = "shop.wsgi:application"`, or `asgi = "shop.main:app"` for FastAPI and the like',
    }),
    ...wordsFor(["python-version", "python", "runtime", "interpreter"], {
      help: 'write `version = "3.11"`',
      same: "version",
    }),
    ...wordsFor(["instances", "processes", "concurrency", "replicas", "scale", "num-workers"], {
      help: "write `workers = 4`",
      same: "workers",
    }),
    ...wordsFor(["pip", "requirements-txt", "requirements-file", "dependencies"], {
      help: 'write `requirements = "requirements.txt"`, which is what is looked for anyway',
      same: "requirements",
    }),
    ...wordsFor(["virtualenv", "venv", "virtualenv-path"], {
      help: "take the line away: every release has a virtual environment of its own",
    }),
    ...wordsFor(["server", "gunicorn", "uvicorn"], {
      help: "take the line away: `wsgi` is served by gunicorn, `asgi` by uvicorn",
    }),
  },
  alsoCalled,
  examples: [
    {
      title: "a Django application with its static files and a migration",
      source:
        'envspec 1\n\nos = "debian-12"\n\npython-app shop {\n  source = "./app"\n  wsgi = "shop.wsgi:application"\n  health = "/health"\n  packages = ["python3-django"]\n  build = "python3 manage.py collectstatic --noinput"\n  migrate = ["python3", "manage.py", "migrate", "--noinput"]\n\n  env {\n    DJANGO_SETTINGS_MODULE = "shop.settings"\n  }\n}\n',
      files: { "app/manage.py": "", "app/shop/wsgi.py": "", "app/shop/settings.py": "" },
    },
  ],
  check: checkPythonApp,
  targets: appTargets,
};

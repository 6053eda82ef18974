import type { ForeignWords } from "../../ir/kind.ts";
import { wordsFor } from "../shared/foreign-words.ts";

/** What other tools call it. */
export const alsoCalled: ForeignWords = wordsFor(
  ["django", "django-app", "flask", "flask-app", "fastapi", "gunicorn", "uvicorn", "wsgi-app", "python"],
  {
    help: 'write `python-app shop { source = "./app", wsgi = "shop.wsgi:application" }`: it brings Python, the server, the releases and the service',
  },
);

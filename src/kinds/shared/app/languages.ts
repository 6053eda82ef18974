import { node } from "../../node-app/language.ts";
import { php } from "../../php-app/language.ts";
import { python } from "../../python-app/language.ts";
import type { Language } from "./language.ts";

/** The language of each kind of app. */
export const languages: Readonly<Record<string, Language>> = {
  "node-app": node,
  "php-app": php,
  "python-app": python,
};

/** The kind of app whose programs find an interpreter by its bare name. */
export const appKindOfInterpreter: Readonly<Record<string, string>> = {
  node: "node-app",
  php: "php-app",
  python: "python-app",
  python3: "python-app",
};

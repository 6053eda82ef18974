import { node } from "../node-app/language.ts";
import { php } from "../php-app/language.ts";
import { python } from "../python-app/language.ts";
import type { Language } from "../shared/app/language.ts";

/** The language of each kind of app. */
export const languages: Readonly<Record<string, Language>> = {
  "node-app": node,
  "php-app": php,
  "python-app": python,
};

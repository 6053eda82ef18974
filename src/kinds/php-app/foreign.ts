import type { ForeignWords } from "../../ir/kind.ts";
import { wordsFor } from "../shared/foreign-words.ts";

/** What other tools call it. */
export const alsoCalled: ForeignWords = wordsFor(
  [
    "php",
    "php-fpm",
    "php-fpm-pool",
    "fpm-pool",
    "laravel",
    "laravel-app",
    "symfony",
    "symfony-app",
    "wordpress",
    "drupal",
  ],
  {
    help: 'write `php-app shop { source = "./app", extensions = [mysql, mbstring] }`: it brings PHP, an FPM of its own, the releases and the user',
  },
);

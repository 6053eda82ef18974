import type { LocalFolder } from "../../ir/value.ts";
import { fileText } from "../shared/app/source.ts";

/** Whether the source has packages for Composer to install: a `composer.json`. */
export function usesComposer(source: LocalFolder): boolean {
  return fileText(source, "composer.json") !== undefined;
}

/**
 * What makes the list of classes, for `sh` in the release. Composer before 2.6.4 (Debian 12 and older) invents a name for
 * its autoloader on each machine, unless there is one already: it is given the name that newer versions choose, the
 * hash in the lock file (AutoloadGenerator::dump(), github.com/composer/composer/pull/11663).
 */
export function dumpAutoload(source: LocalFolder): readonly string[] {
  const hash = /"content-hash": "([0-9a-f]{32})"/.exec(fileText(source, "composer.lock") ?? "")?.[1];
  return [
    ...(hash === undefined
      ? []
      : ["mkdir -p vendor", `echo '<?php // ComposerAutoloaderInit${hash}::' > vendor/autoload.php`]),
    "composer dump-autoload --no-dev --no-interaction --optimize",
  ];
}

/** Whether what it installs is locked. */
export function isLocked(source: LocalFolder): boolean {
  return fileText(source, "composer.lock") !== undefined;
}

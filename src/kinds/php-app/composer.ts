import type { LocalFolder } from "../../ir/value.ts";
import { fileText } from "../shared/app/source.ts";

/** Whether the source has packages for Composer to install: a `composer.json`. */
export function usesComposer(source: LocalFolder): boolean {
  return fileText(source, "composer.json") !== undefined;
}

/** Whether what it installs is locked. */
export function isLocked(source: LocalFolder): boolean {
  return fileText(source, "composer.lock") !== undefined;
}

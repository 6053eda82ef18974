/** What `composer.json` and `composer.lock` ask for (getcomposer.org/doc/04-schema.md, doc/articles/composer-platform-dependencies.md). */
import type { LocalFolder } from "../../ir/value.ts";
import { fileText } from "../shared/app/source.ts";
import { isJsonObject, readJsonObject } from "../shared/read-json.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * Whether `composer.json` names packages, for development or not, whose versions a lock file must say; also when it
 * cannot be read. PHP, its extensions and Composer itself are of the platform, and only a package has a vendor.
 */
export function namesPackages(source: LocalFolder): boolean {
  const json = readFile(source, "composer.json");
  if (json === undefined) return true;
  return [...keysOf(json["require"]), ...keysOf(json["require-dev"])].some((name) => name.includes("/"));
}

/**
 * The PHP extensions that Composer will miss when they are not there, by their names in small letters, each with who
 * asks for it. Not those that a package stands in for (`provide`, `replace`), or that the author says are there
 * (`config.platform`). None where the files cannot be read.
 */
export function neededExtensions(source: LocalFolder): ReadonlyMap<string, string> {
  const json = readFile(source, "composer.json") ?? {};
  const lock = readFile(source, "composer.lock") ?? {};
  const packages = listOf(lock["packages"]);
  const config = isJsonObject(json["config"]) ? json["config"] : {};
  const stoodFor = new Set(
    [
      ...[json, ...packages].flatMap((each) => [...keysOf(each["provide"]), ...keysOf(each["replace"])]),
      ...keysOf(config["platform"]),
      ...keysOf(lock["platform-overrides"]),
    ].flatMap(extensionOf),
  );
  const asks = [
    ...keysOf(json["require"]).map((name) => [name, "composer.json"] as const),
    ...keysOf(lock["platform"]).map((name) => [name, "composer.lock"] as const),
    ...packages.flatMap((each) => keysOf(each["require"]).map((name) => [name, nameOf(each)] as const)),
  ];
  const needed = new Map<string, string>();
  for (const [name, by] of asks)
    for (const extension of extensionOf(name))
      if (!stoodFor.has(extension) && !needed.has(extension)) needed.set(extension, by);
  return needed;
}

/**
 * The versions of PHP that Composer will ask for, each with who does: an error of `composer install` when PHP is another
 * one. None where the author says which PHP is to be taken for granted (`config.platform`).
 */
export function neededPhp(source: LocalFolder): readonly { readonly range: string; readonly by: string }[] {
  const json = readFile(source, "composer.json") ?? {};
  const lock = readFile(source, "composer.lock") ?? {};
  const config = isJsonObject(json["config"]) ? json["config"] : {};
  if ([...keysOf(config["platform"]), ...keysOf(lock["platform-overrides"])].includes("php")) return [];
  const asks = [
    { of: json["require"], by: "composer.json" },
    { of: lock["platform"], by: "composer.lock" },
    ...listOf(lock["packages"]).map((each) => ({ of: each["require"], by: nameOf(each) })),
  ];
  return asks.flatMap(({ of, by }) => {
    const range = isJsonObject(of) ? of["php"] : undefined;
    return typeof range === "string" ? [{ range, by }] : [];
  });
}

/** The extension that a platform requirement means; none for PHP itself, libraries and packages. */
function extensionOf(requirement: string): readonly string[] {
  const name = /^ext-(.+)$/i.exec(requirement)?.[1]?.toLowerCase();
  if (name === undefined) return [];
  // Composer puts `-` for the space in "Zend OPcache".
  return [name === "zend-opcache" ? "opcache" : name];
}

function nameOf(locked: Json): string {
  return typeof locked["name"] === "string" ? locked["name"] : "composer.lock";
}

function readFile(source: LocalFolder, path: string): Json | undefined {
  const text = fileText(source, path);
  return text === undefined ? undefined : readJsonObject(text);
}

/** The names of an object; none for the `[]` that PHP writes for an empty one. */
function keysOf(value: unknown): readonly string[] {
  return isJsonObject(value) ? Object.keys(value) : [];
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

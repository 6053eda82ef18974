import type { LocalFolder } from "../../ir/value.ts";
import { fileText } from "../shared/app/source.ts";
import { isJsonObject, readJsonObject } from "../shared/read-json.ts";

/** What is read of an app's `package.json`. */
export interface PackageJson {
  readonly scripts: Readonly<Record<string, string>>;
  /** Whether it names packages that must be installed for it to run. */
  readonly needsPackages: boolean;
  readonly workspaces: boolean;
  /** The versions of Node.js that it says it goes with. */
  readonly engine: string | undefined;
}

/** The `package.json` of a source; undefined when there is none or it is no JSON object. */
export function readPackageJson(source: LocalFolder): PackageJson | undefined {
  const text = fileText(source, "package.json");
  if (text === undefined) return undefined;
  const json = readJsonObject(text);
  if (json === undefined) return undefined;
  const scripts = isJsonObject(json["scripts"]) ? json["scripts"] : {};
  const names = ["dependencies", "optionalDependencies"].flatMap((key) =>
    isJsonObject(json[key]) ? Object.keys(json[key]) : [],
  );
  return {
    scripts: Object.fromEntries(
      Object.entries(scripts).filter((each): each is [string, string] => typeof each[1] === "string"),
    ),
    needsPackages: names.length > 0,
    workspaces: json["workspaces"] !== undefined,
    engine:
      isJsonObject(json["engines"]) && typeof json["engines"]["node"] === "string"
        ? json["engines"]["node"]
        : undefined,
  };
}

/** The lock files of npm, the one that counts first (docs.npmjs.com/cli/configuring-npm/npm-shrinkwrap-json). */
const lockFiles: readonly string[] = ["npm-shrinkwrap.json", "package-lock.json"];

/** The lock file of a source; undefined when it has none. */
export function lockFileOf(source: LocalFolder): string | undefined {
  return lockFiles.find((path) => source.files.some((file) => file.path === path));
}

/**
 * The words of an npm script that needs no shell: so the program itself is started, and not npm with a shell below it,
 * which would keep signals from it. undefined when only a shell understands it.
 */
export function plainScript(script: string): readonly string[] | undefined {
  return /^[\w./:@,+=-]+(?: +[\w./:@,+=-]+)*$/.test(script.trim()) && !/^\w+=/.test(script.trim())
    ? script.trim().split(/ +/)
    : undefined;
}

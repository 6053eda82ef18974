/** What `npm`, `pip`, `gem` and `composer` have in common: one package of a language, in one version, from its registry or from a file. */
import { baseNameOf } from "../../ir/paths.ts";
import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { AttributeSchema } from "../../ir/kind.ts";
import type { Resource } from "../../ir/model.ts";
import type { FileOp } from "../../ir/ops.ts";
import { writeFile } from "./build-ops.ts";
import { checkAbsent, spanOf } from "./check.ts";
import { readText, readValue } from "./read.ts";
import { reloadsAttribute, restartsAttribute, text } from "./types.ts";

/** Where files of packages lie on the machine. */
const folder = "/usr/local/share/packages";

/** What is told of a package manager, besides its commands. */
export interface PackageManager {
  /** What its packages are called, for messages: `an npm package`. */
  readonly thing: string;
  /** How an exact version looks. */
  readonly version: RegExp;
  /** Endings of its packages' files, the usual one first. */
  readonly endings: readonly string[];
  /** Whether it finds the name and the version of a package in the file's name. */
  readonly readsFileName: boolean;
}

type CommonAttribute = "version" | "source" | "restarts" | "reloads";

/** The attributes that all of them have; `version` and `file` are examples. */
export function languageAttributes(version: string, file: string): Readonly<Record<CommonAttribute, AttributeSchema>> {
  return {
    version: {
      type: text,
      required: true,
      doc: "Exactly this version, so that every machine has the same one.",
      example: `"${version}"`,
    },
    source: {
      type: { type: "content", from: "file" },
      doc: "The package's file in your project, for one that no public registry has. It counts when the version is another one.",
      example: `file("./vendor/${file}")`,
      default: { describe: "the language's public registry", reason: "that is where packages are" },
    },
    restarts: restartsAttribute,
    reloads: reloadsAttribute,
  };
}

/** Reports a version that may be several, and a file that the package manager would not take. */
export function checkLanguagePackage(
  resource: Resource,
  manager: PackageManager,
  also: readonly string[] = [],
): readonly Diagnostic[] {
  if (resource.absent) return checkAbsent(resource, also);
  const version = readText(resource, "version");
  if (version === undefined) return [];
  if (!manager.version.test(version)) return [diagnose("E0497", { version }, spanOf(resource, "version"))];
  const source = readValue(resource, "source");
  if (source?.is !== "file") return [];
  const problem = problemOfFile(baseNameOf(source.file.path), version, manager);
  return problem === undefined ? [] : [diagnose("E0498", { problem }, spanOf(resource, "source"))];
}

function problemOfFile(file: string, version: string, manager: PackageManager): string | undefined {
  if (/[^A-Za-z0-9._+-]/.test(file))
    return `is called \`${file}\`, with characters that a package's file does not have`;
  if (!manager.endings.some((ending) => file.endsWith(ending)))
    return `is no ${manager.thing}, whose file ends with ${manager.endings.map((ending) => `\`${ending}\``).join(" or ")}`;
  if (manager.readsFileName && !file.includes(`-${version}`))
    return `is called \`${file}\`, which is not the version ${version}`;
  return undefined;
}

/** The file of a package that has one in the project, put where the package manager finds it; undefined without one. */
export function packageFile(resource: Resource, where: string = folder): FileOp | undefined {
  const source = readValue(resource, "source");
  if (source?.is !== "file") return undefined;
  return writeFile(resource, `${where}/${baseNameOf(source.file.path)}`, { from: "bytes", file: source.file });
}

import { opId } from "../../ir/op-id.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { AttributeSchema, Kind } from "../../ir/kind.ts";
import type { Resource } from "../../ir/model.ts";
import { checkPaths, checkPlainText } from "../shared/check.ts";
import { checkGiven } from "../shared/edits.ts";
import { checkLanguagePackage, languageAttributes } from "../shared/language-packages.ts";
import { path, text } from "../shared/types.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { composer, composerCommand, composerName, lowerComposer, neededByComposer } from "./lower.ts";

const common = languageAttributes("3.7.2", "tool-1.0.0.zip");

const source: AttributeSchema = {
  ...common.source,
  type: { type: "content", from: "file" },
  doc: "The package's zip in your project, for one that Packagist does not have; the `composer.json` in it names the package and the version. It counts when the version is another one.",
};

/** A tool or library in PHP, in a Composer project of its own or together with others. */
export const kind: Kind = {
  name: "composer",
  doc: "A tool or library written in PHP, installed for the machine with Composer. What an application needs is in its own `composer.lock`: see `php-app`. Extensions of PHP that it asks for (`ext-xml`) are packages: `package php-xml`.",
  label: {
    presence: "required",
    scope: "machine",
    pattern: composerName,
    describe: "a package's name at Packagist, such as `squizlabs/php_codesniffer`",
    example: '"squizlabs/php_codesniffer"',
  },
  attributes: {
    ...common,
    source,
    package: {
      type: text,
      doc: "The package's name at Packagist, where the block has another one: the same package in a second project.",
      example: '"squizlabs/php_codesniffer"',
      default: { describe: "the name of the block", reason: "one project is enough for most" },
    },
    project: {
      type: path,
      required: true,
      doc: "The folder of the Composer project, which is made when it is missing. Packages with the same one are together in it and share what they need; their programs are in its `vendor/bin`.",
      example: '"/opt/phpcs"',
    },
  },
  blocks: {},
  absent: true,
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a tool in one version, and its program where it is found by its name",
      source:
        'envspec 1\n\nos = "debian-12"\n\npackage [php-xml, php-mbstring]\n\ncomposer "squizlabs/php_codesniffer" {\n  version = "3.7.2"\n  project = "/opt/phpcs"\n}\n\nlink "/usr/local/bin/phpcs" {\n  to = "/opt/phpcs/vendor/bin/phpcs"\n  after = [composer."squizlabs/php_codesniffer"]\n}\n',
    },
  ],
  check: (resource) => [
    ...checkLanguagePackage(resource, composer, ["project", "package"]),
    ...checkPackageName(resource),
    ...(resource.absent ? checkGiven(resource, ["project"]) : []),
    ...checkPaths(resource, ["project"]),
  ],
  brings: (_os, resource) => (resource?.absent === true ? {} : { packages: neededByComposer(resource) }),
  targets: {
    ansible: "`composer require` in the project's folder, when this version is not there.",
    dockerfile: "The same, while the image is built.",
    "cloud-init": "The same, in the script of the first boot.",
  },
  primaryOp: (name) => opId("exec", composerCommand(name)),
  lower: lowerComposer,
};

function checkPackageName(resource: Resource): readonly Diagnostic[] {
  const help = 'write it as Packagist shows it, for example `package = "squizlabs/php_codesniffer"`';
  const other = new RegExp(`^(?!${composerName.source})`);
  return checkPlainText(resource, "package", other, "is no name of a package", help);
}

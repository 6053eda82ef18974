import { opId } from "../../ir/op-id.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Kind } from "../../ir/kind.ts";
import type { Resource } from "../../ir/model.ts";
import { checkPaths, checkPlainText } from "../shared/check.ts";
import { checkLanguagePackage, languageAttributes } from "../shared/language-packages.ts";
import { checkGiven } from "../shared/edits.ts";
import { path, text } from "../shared/types.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerPip, pip, pipCommand, pipName } from "./lower.ts";

/** A package in Python, in a virtual environment of its own or together with others. */
export const kind: Kind = {
  name: "pip",
  doc: "A tool or library written in Python, in a virtual environment: the system's own Python takes none (PEP 668). What an application needs is in its own `requirements.txt`: see `python-app`.",
  label: {
    presence: "required",
    scope: "machine",
    pattern: pipName,
    describe: "a package's name at PyPI, such as `httpie`",
    example: "httpie",
  },
  attributes: {
    ...languageAttributes("3.2.4", "tool-1.0.0-py3-none-any.whl"),
    package: {
      type: text,
      doc: "The package's name at PyPI, where the block has another one: the same package in a second virtual environment.",
      example: '"httpie"',
      default: { describe: "the name of the block", reason: "one virtual environment is enough for most" },
    },
    venv: {
      type: path,
      required: true,
      doc: "The folder of the virtual environment, which is made when it is missing. Packages with the same one are together in it; its programs are in its `bin`.",
      example: '"/opt/httpie"',
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
        'envspec 1\n\nos = "debian-12"\n\npip httpie {\n  version = "3.2.4"\n  venv = "/opt/httpie"\n}\n\nlink "/usr/local/bin/http" {\n  to = "/opt/httpie/bin/http"\n  after = [httpie]\n}\n',
    },
  ],
  check: (resource) => [
    ...checkLanguagePackage(resource, pip, ["venv", "package"]),
    ...checkPackageName(resource),
    ...(resource.absent ? checkGiven(resource, ["venv"]) : []),
    ...checkPaths(resource, ["venv"]),
  ],
  brings: (_os, resource) => (resource?.absent === true ? {} : { packages: ["python3", "python3-venv"] }),
  targets: {
    ansible: "`python3 -m venv` when the folder is missing, and its `pip install` when this version is not there.",
    dockerfile: "The same, while the image is built.",
    "cloud-init": "The same, in the script of the first boot.",
  },
  primaryOp: (name) => opId("exec", pipCommand(name)),
  lower: lowerPip,
};

function checkPackageName(resource: Resource): readonly Diagnostic[] {
  const help = 'write it as PyPI shows it, for example `package = "httpie"`';
  return checkPlainText(resource, "package", /[^A-Za-z0-9._-]|^[._-]|[._-]$|^$/, "is no name of a package", help);
}

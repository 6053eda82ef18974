import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { checkAbsent, checkPlainText, declarationOf, spanOf } from "../shared/check.ts";
import { readText, readTexts, readValue } from "../shared/read.ts";
import { formatFingerprint, normaliseFingerprint, readPublicKey } from "./open-pgp.ts";

/** Reports a repository without its key, with another key than the fingerprint says, or with fields apt cannot read. */
export function checkRepository(resource: Resource): readonly Diagnostic[] {
  if (resource.absent) return checkAbsent(resource);
  return [...checkKey(resource), ...checkFields(resource)];
}

function checkKey(resource: Resource): readonly Diagnostic[] {
  const key = readValue(resource, "key");
  const written = readText(resource, "fingerprint");
  const missing = (attribute: string, help: string): readonly Diagnostic[] => [
    diagnose("E0423", { name: resource.name, attribute, help }, declarationOf(resource)),
  ];
  if (key === undefined)
    return missing(
      "key",
      `put the owner's key into your project and write \`key = file("./keys/${resource.name}.asc")\``,
    );
  if (key.is !== "file")
    return [
      diagnose("E0413", { file: "key", problem: "it is written as a text" }, spanOf(resource, "key"), {
        help: `put it into a file of your project and write \`key = file("./keys/${resource.name}.asc")\``,
      }),
    ];
  const read = readPublicKey(key.file.bytes);
  if (!read.ok) return [diagnose("E0413", { file: key.file.path, problem: read.problem }, spanOf(resource, "key"))];
  const actual = formatFingerprint(read.fingerprint);
  if (written === undefined)
    return missing(
      "fingerprint",
      `compare \`${actual}\`, that of ${key.file.path}, with what the owner publishes, and write it as \`fingerprint = "…"\``,
    );
  if (normaliseFingerprint(written) === read.fingerprint) return [];
  const label =
    normaliseFingerprint(written) === undefined
      ? "a fingerprint has 40 digits and letters from A to F"
      : `the file's key has ${actual}`;
  return [diagnose("E0414", { file: key.file.path, actual }, spanOf(resource, "fingerprint"), { label })];
}

/** sources.list(5): fields are divided by spaces; `[`, `#` and line ends have a meaning. */
function checkFields(resource: Resource): readonly Diagnostic[] {
  const word = /^$|[\s[\]#,]/;
  const help = "write each word as a text of its own, without spaces";
  return [
    ...["suite", "components", "architectures"].flatMap((attribute) =>
      checkPlainText(resource, attribute, word, "holds a space or a character with a meaning of its own", help),
    ),
    ...checkPlainText(
      resource,
      "uri",
      /\s|^(?!https?:\/\/)/,
      "does not begin with `https://` or `http://`",
      "write the address of the repository",
    ),
    ...(readText(resource, "suite")?.endsWith("/") === true &&
    readTexts(resource, "components").some((one) => one !== "main")
      ? [
          diagnose(
            "E0427",
            {
              attribute: "components",
              problem: "has no meaning with a suite that ends with `/`",
              help: "leave it off",
            },
            spanOf(resource, "components"),
          ),
        ]
      : []),
  ];
}

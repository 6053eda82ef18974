import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { isWithin } from "../../ir/paths.ts";
import { checkPlainText, declarationOf, spanOf } from "../shared/check.ts";
import { checkPlainPlace } from "../shared/check-file-name.ts";
import { checkMode } from "../shared/check-mode.ts";
import { isWritten } from "../shared/read.ts";

/** Reports an address or a checksum that is none, and what would lie in a folder that is replaced as a whole. */
export function checkDownload(resource: Resource, model: Model): readonly Diagnostic[] {
  return [
    ...checkPlainPlace(resource),
    ...checkMode(resource),
    ...checkPlainText(
      resource,
      "url",
      /^(?!https?:\/\/)/,
      "does not begin with `https://` or `http://`",
      "write the address as a browser shows it",
    ),
    ...checkPlainText(
      resource,
      "checksum",
      /^(?![0-9A-Fa-f]{64}$)/,
      "is no SHA-256 checksum, which has 64 digits and letters from a to f",
      "take it from the page of the download, or look at a copy that you trust with `sha256sum FILE`",
    ),
    ...(isWritten(resource, "strip") && !isWritten(resource, "unpack")
      ? [
          diagnose(
            "E0437",
            {
              path: resource.name,
              problem: "has `strip`, and unpacks nothing",
              instead: "add `unpack = tar` or `unpack = zip`",
            },
            spanOf(resource, "strip"),
          ),
        ]
      : []),
    ...checkInside(resource, model),
  ];
}

const onDisk: ReadonlySet<string> = new Set(["file", "directory", "link", "download", "checkout", "tmpfiles"]);

/** What another block puts into the folder, or onto the file, would be gone with the next version. */
function checkInside(resource: Resource, model: Model): readonly Diagnostic[] {
  const path = resource.name;
  const isFolder = isWritten(resource, "unpack");
  const meets = (other: Resource): boolean =>
    isFolder ? isWithin(other.name, path) && !(other.kind === "directory" && other.name === path) : other.name === path;
  return model.resources
    .filter(
      (other) =>
        onDisk.has(other.kind) &&
        other.id !== resource.id &&
        meets(other) &&
        other.machines.some((machine) => resource.machines.includes(machine)),
    )
    .map((other) =>
      diagnose(
        "E0437",
        {
          path: resource.name,
          problem: `is replaced as a whole by each new version, and \`${other.name}\` with it`,
          instead: "put that somewhere else, and let the program find it there",
        },
        declarationOf(other),
      ),
    );
}

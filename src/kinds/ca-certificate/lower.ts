import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op } from "../../ir/ops.ts";
import { literalText } from "../../ir/text.ts";
import { opBase } from "../shared/op-base.ts";
import { readValue } from "../shared/read.ts";
import { installPackage, runCommand, writeFile } from "../shared/build-ops.ts";

/** Where update-ca-certificates(8) looks for local certificates: only names that end with `.crt` count. */
export function certificatePath(name: string): string {
  return `/usr/local/share/ca-certificates/${name}.crt`;
}

/** The package, the file, and the command that puts it among the others (or, with `--fresh`, takes it away again). */
export function lowerCaCertificate(resource: Resource, _context: LowerContext): readonly Op[] {
  const path = certificatePath(resource.name);
  const command = `ca-certificate-${resource.name}`;
  if (resource.absent) {
    const gone: Op = {
      ...opBase(resource, `Remove the certificate authority ${resource.name}`),
      op: "absent-path",
      id: opId("absent-path", path),
      path,
      was: "file",
    };
    return [
      gone,
      runCommand(resource, command, `Stop trusting ${resource.name}`, literalText("update-ca-certificates --fresh"), {
        onChange: [gone.id],
        onlyIf: literalText("command -v update-ca-certificates"),
      }),
    ];
  }
  const value = readValue(resource, "source");
  if (value?.is !== "file") return [];
  const needed = installPackage(resource, "ca-certificates");
  const file = {
    ...writeFile(resource, path, { from: "bytes", file: value.file }),
    ...opBase(resource, `Install the certificate authority ${resource.name}`),
    after: [needed.id],
  };
  return [
    needed,
    file,
    runCommand(resource, command, `Trust ${resource.name}`, literalText("update-ca-certificates"), {
      onChange: [file.id],
    }),
  ];
}

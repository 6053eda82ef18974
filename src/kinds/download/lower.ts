import { opId } from "../../ir/op-id.ts";
import type { LowerContext, Resource } from "../../ir/model.ts";
import type { ExecOp, Op } from "../../ir/ops.ts";
import { literalText } from "../../ir/text.ts";
import { ownershipOf } from "../shared/accounts.ts";
import { installPackage, makeDirectory, runCommand, shareProgram } from "../shared/build-ops.ts";
import { nameOfPath } from "../shared/names.ts";
import { opBase } from "../shared/op-base.ts";
import { readBindings, readNumber, readText } from "../shared/read.ts";
import { downloadProgram, downloadScript, stampName } from "./script.ts";

/** The name of the command that downloads. */
export function downloadCommand(path: string): string {
  return `download-${nameOfPath(path)}`;
}

/** The packages that it takes: what packs an archive is known by the end of its name, as tar(1) knows it. */
export function packagesFor(resource: Resource | undefined): readonly string[] {
  const unpack = resource === undefined ? undefined : readText(resource, "unpack");
  const url = resource === undefined ? "" : (readText(resource, "url") ?? "");
  const ends = (pattern: RegExp): boolean => unpack === "tar" && pattern.test(url.replace(/[?#].*$/, ""));
  return [
    "ca-certificates",
    "curl",
    ...(unpack === "zip" ? ["unzip"] : []),
    ...(ends(/\.(xz|txz)$/) ? ["xz-utils"] : []),
    ...(ends(/\.(bz2|tbz2?)$/) ? ["bzip2"] : []),
    ...(ends(/\.(zst|tzst)$/) ? ["zstd"] : []),
  ];
}

/** The packages, the program, the command behind its guard; and what is said of the file, or of the folder before that. */
export function lowerDownload(resource: Resource, context: LowerContext): readonly Op[] {
  const path = resource.name;
  const unpack = readText(resource, "unpack");
  const { owner, group } = ownershipOf(resource, context);
  const mode = readText(resource, "mode") ?? (unpack === undefined ? "0644" : "0755");
  const checksum = (readText(resource, "checksum") ?? "").toLowerCase();
  const strip = readNumber(resource, "strip") ?? 0;
  const needed = packagesFor(resource).map((name) => installPackage(resource, name));
  const program = shareProgram(resource, downloadProgram, downloadScript);
  const folder = makeDirectory(resource, path, { owner, group, mode });
  const words = [downloadProgram, checksum, path, `${owner}:${group}`, mode];
  const there =
    unpack === undefined
      ? `echo '${checksum}  ${path}' | sha256sum --check --status`
      : `test "$(cat ${path}/${stampName} 2>/dev/null)" = '${checksum} ${strip}'`;
  const download: ExecOp = {
    ...runCommand(
      resource,
      downloadCommand(path),
      `Download ${path}`,
      literalText([...words, ...(unpack === undefined ? [] : [unpack, String(strip)])].join(" ")),
      {
        unless: literalText(there),
        makes: { path, version: unpack === undefined ? path : `${path}/${stampName}` },
        environment: [{ name: "DOWNLOAD_URL", value: context.text(resource.attributes["url"]?.value) ?? [] }],
        after: [
          ...[...needed, program, ...(unpack === undefined ? [] : [folder])].map((op) => op.id),
          opId("user", owner),
          opId("group", group),
        ],
      },
    ),
    ...(resource.doc === undefined ? {} : { doc: resource.doc }),
  };
  const parts = [...needed, program];
  if (unpack !== undefined) return [...parts, folder, download];
  const access: Op = {
    ...opBase(resource, `Set the owner and the mode of ${path}`),
    op: "edit",
    id: opId("edit", `download:${path}`),
    path,
    edit: { edit: "attributes", owner, group, mode },
    after: [download.id],
    bindings: readBindings(resource, {}),
  };
  return [...parts, download, access];
}

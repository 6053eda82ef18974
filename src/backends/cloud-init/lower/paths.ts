import type { OpOf } from "../../../ir/ops.ts";
import { executableMode } from "../../shared/file-modes.ts";
import { oneStep, provenanceOf, putFile, stagedText, stepOf, type LowerContext, type Lowered } from "../lowered.ts";
import { call, type ProvisionStatement } from "../target.ts";

/** A folder; one that nobody declared only has to be there. */
export function lowerDirectory(op: OpOf<"directory">): Lowered {
  if (op.implied) return oneStep(op, call("make_parents", op.path));
  const statements: ProvisionStatement[] = [call("make_directory", op.path, op.owner, op.group, op.mode)];
  if (op.recursive !== undefined)
    statements.push(call("own_tree", op.path, op.owner, op.group, op.recursive.directoryMode, op.recursive.fileMode));
  return oneStep(op, ...statements);
}

/** A file: cloud-init lays its bytes down, the script checks them and moves them into place. */
export function lowerFile(op: OpOf<"file">, context: LowerContext): Lowered {
  const put = putFile(op.path, op.owner, op.group, op.mode, op.validate);
  return {
    steps: [stepOf(op, put)],
    files: [{ path: op.path, bytes: fileBytes(op, context), provenance: provenanceOf(op) }],
  };
}

/** The bytes of a file on this machine. */
export function fileBytes(op: OpOf<"file">, context: LowerContext): Uint8Array {
  switch (op.content.from) {
    case "text":
      return new TextEncoder().encode(context.resolve(op.content.text, op));
    case "bytes":
      return op.content.file.bytes;
  }
}

/** A folder of the project, folder by folder and file by file. */
export function lowerTree(op: OpOf<"tree">): Lowered {
  const folders = op.folder.directories.map((path) =>
    call("make_directory", `${op.path}/${path}`, op.owner, op.group, op.directoryMode),
  );
  const files = op.folder.files.map((file) => ({
    path: `${op.path}/${file.path}`,
    bytes: file.bytes,
    provenance: provenanceOf(op),
  }));
  const puts = op.folder.files.map((file) =>
    putFile(`${op.path}/${file.path}`, op.owner, op.group, file.executable ? executableMode(op.fileMode) : op.fileMode),
  );
  return { steps: [stepOf(op, ...folders, ...puts)], files };
}

/** A symbolic link. */
export function lowerLink(op: OpOf<"link">): Lowered {
  return oneStep(op, call("make_link", op.path, op.target));
}

/** A path that shall be gone. */
export function lowerAbsentPath(op: OpOf<"absent-path">): Lowered {
  return oneStep(op, call("remove_path", op.path));
}

/** Kernel settings: the file, loaded at once. */
export function lowerSysctl(op: OpOf<"sysctl">, context: LowerContext): Lowered {
  const lines = op.settings.map(({ key, value }) => `${key} = ${context.resolve(value, op)}\n`);
  return {
    steps: [stepOf(op, putFile(op.path, "root", "root", "0644"), call("load_sysctl", op.path))],
    files: [stagedText(op, op.path, lines.join(""))],
  };
}

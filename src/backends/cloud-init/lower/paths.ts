import type { OpOf } from "../../../ir/ops.ts";
import { holdsSecret } from "../../../ir/text.ts";
import { executableMode, sysctlFile } from "../../../ir/canonical-files.ts";
import { oneStep, putFile, stagedText, stepOf, type LowerContext, type Lowered } from "../lowered.ts";
import { partsOf } from "../secrets.ts";
import { call, type ProvisionStatement } from "../target.ts";

/** A folder; one that nobody declared only has to be there. */
export function lowerDirectory(op: OpOf<"directory">, context: LowerContext): Lowered {
  if (op.implied) return oneStep(op, context, call("make_parents", op.path));
  const statements: ProvisionStatement[] = [call("make_directory", op.path, op.owner, op.group, op.mode)];
  if (op.recursive !== undefined)
    statements.push(
      call(
        "own_tree",
        op.path,
        op.owner,
        op.group,
        op.recursive.directoryMode,
        op.recursive.fileMode,
        ...declaredBelow(op.path, context).flatMap((path) => ["!", "-path", path]),
      ),
    );
  return oneStep(op, context, ...statements);
}

/** What is declared below a folder has its own step, as patterns for `find -path`. */
function declaredBelow(folder: string, context: LowerContext): readonly string[] {
  return context.machine.ops.flatMap((op) => {
    const declared = op.op === "file" || op.op === "link" || op.op === "tree" || (op.op === "directory" && !op.implied);
    if (!declared || !op.path.startsWith(`${folder}/`)) return [];
    const pattern = op.path.replace(/[*?[\]\\]/g, "\\$&");
    const whole = op.op === "tree" || (op.op === "directory" && op.recursive !== undefined);
    return whole ? [pattern, `${pattern}/*`] : [pattern];
  });
}

/** A file: cloud-init lays its bytes down, the script checks them and moves them into place. */
export function lowerFile(op: OpOf<"file">, context: LowerContext): Lowered {
  if (op.content.from === "text" && holdsSecret(op.content.text)) {
    const parts = partsOf(op.content.text, context.program, (text) => context.resolve(text, op));
    const put = call("put_secret_file", op.path, op.owner, op.group, op.mode, ...(op.validate ?? []));
    return oneStep(op, context, call("fill_file", op.path, ...parts), put);
  }
  const put = putFile(op.path, op.owner, op.group, op.mode, op.validate);
  return {
    steps: [stepOf(op, context, put)],
    files: [{ path: op.path, bytes: fileBytes(op, context), provenance: context.provenanceOf(op) }],
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
export function lowerTree(op: OpOf<"tree">, context: LowerContext): Lowered {
  const folders = op.folder.directories.map((path) =>
    call("make_directory", `${op.path}/${path}`, op.owner, op.group, op.directoryMode),
  );
  const files = op.folder.files.map((file) => ({
    path: `${op.path}/${file.path}`,
    bytes: file.bytes,
    provenance: context.provenanceOf(op),
  }));
  const puts = op.folder.files.map((file) =>
    putFile(`${op.path}/${file.path}`, op.owner, op.group, file.executable ? executableMode(op.fileMode) : op.fileMode),
  );
  return { steps: [stepOf(op, context, ...folders, ...puts)], files };
}

/** A symbolic link. */
export function lowerLink(op: OpOf<"link">, context: LowerContext): Lowered {
  return oneStep(op, context, call("make_link", op.path, op.target));
}

/** A path that shall be gone. */
export function lowerAbsentPath(op: OpOf<"absent-path">, context: LowerContext): Lowered {
  return oneStep(op, context, call("remove_path", op.path));
}

/** Kernel settings: the file, loaded at once. */
export function lowerSysctl(op: OpOf<"sysctl">, context: LowerContext): Lowered {
  return {
    steps: [stepOf(op, context, putFile(op.path, "root", "root", "0644"), call("load_sysctl", op.path))],
    files: [stagedText(op, context, op.path, context.resolve(sysctlFile(op), op))],
  };
}

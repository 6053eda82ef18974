/**
 * What `write_files` itself may put in place, before any package is there: the first ops of the machine as long as they
 * are plain files of root's. The order of the program is kept, because cloud-init writes files before it runs the script.
 */
import type { MachineProgram } from "../../ir/program.ts";
import type { FileOp, Op, OpId, RepositoryOp } from "../../ir/ops.ts";
import { fileBytes } from "./lower/paths.ts";
import { repositoryFiles } from "./lower/packages.ts";
import { type LowerContext, type StagedFile } from "./lowered.ts";
import { secretsOf } from "./secrets.ts";
import { watchersOf, type Watchers } from "./watchers.ts";

/** The files, and the ops that are done with them. */
export interface EarlyFiles {
  readonly files: readonly (StagedFile & { readonly mode: string; readonly comment: string | undefined })[];
  readonly done: ReadonlySet<Op>;
}

/** Takes the first ops of the machine as far as cloud-init can do them as they are meant. */
export function takeEarlyFiles(machine: MachineProgram, watchers: Watchers, context: LowerContext): EarlyFiles {
  const files: EarlyFiles["files"][number][] = [];
  const done = new Set<Op>();
  const parents: Op[] = [];
  /** Ops that come later than they stand, because nothing early depends on them. */
  const passed = new Set<OpId>();
  for (const op of machine.ops) {
    if (op.op === "directory" && op.implied) {
      parents.push(op);
      continue;
    }
    if (op.op === "hostname" || op.op === "timezone" || op.op === "locale") {
      passed.add(op.id);
      continue;
    }
    if (machine.predecessors.get(op.id)?.some((id) => passed.has(id)) === true) break;
    if (op.op === "file" && isPlain(op, watchers)) {
      const provenance = context.provenanceOf(op);
      files.push({ path: op.path, bytes: fileBytes(op, context), mode: op.mode, comment: op.doc, provenance });
    } else if (op.op === "repository" && isPlainRepository(op, watchers)) {
      for (const file of repositoryFiles(op, context)) files.push({ ...file, mode: "0644", comment: op.doc });
    } else break;
    done.add(op);
  }
  // cloud-init makes the folders above a file as root's, 0755 (cc_write_files, util.ensure_dir): as implied ones are.
  for (const op of parents)
    if (op.op === "directory" && files.some((file) => file.path.startsWith(`${op.path}/`))) done.add(op);
  return { files, done };
}

/**
 * cloud-init 22.4 loses setuid bits (it changes the owner after the mode), writes through links and validates nothing;
 * systemd's own folder is for the script, which tells systemd about it.
 */
function isPlain(op: FileOp, watchers: Watchers): boolean {
  return (
    op.owner === "root" &&
    op.group === "root" &&
    Number.parseInt(op.mode, 8) <= 0o777 &&
    op.validate === undefined &&
    secretsOf(op).length === 0 &&
    !op.path.startsWith("/etc/systemd/system/") &&
    watchersOf(op, watchers).length === 0
  );
}

function isPlainRepository(op: RepositoryOp, watchers: Watchers): boolean {
  return op.ensure === "present" && watchersOf(op, watchers).length === 0;
}

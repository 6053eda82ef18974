/** One function per kind of op; the table does not compile when one is missing. */
import type { Op, OpKind } from "../../../ir/ops.ts";
import type { MachineContext } from "../context.ts";
import { nothing } from "../piece.ts";
import type { Lowered, LowerOp } from "../piece.ts";
import { lowerGroup, lowerUser } from "./accounts.ts";
import { lowerEdit } from "./edits.ts";
import { lowerExec } from "./exec.ts";
import { lowerFile, lowerTree } from "./files.ts";
import { lowerPackage, lowerRepository } from "./packages.ts";
import { lowerAbsentPath, lowerDirectory, lowerLink } from "./paths.ts";
import { lowerRaw } from "./raw.ts";
import { lowerLocale, lowerTimezone } from "./system.ts";
import { isStep } from "../steps.ts";

/** What runs, and what only the kernel or the engine has, is no part of the image's files: `runnables.ts`, `compose.ts`. */
const notInTheFiles = (): Lowered => nothing;

const table: { readonly [K in OpKind]: LowerOp<K> } = {
  package: lowerPackage,
  repository: lowerRepository,
  group: lowerGroup,
  user: lowerUser,
  directory: lowerDirectory,
  file: lowerFile,
  tree: lowerTree,
  link: lowerLink,
  "absent-path": lowerAbsentPath,
  edit: lowerEdit,
  // What is done once or at every start is run by Compose (steps.ts).
  exec: (op, context) => (isStep(op) ? notInTheFiles() : lowerExec(op, context)),
  timezone: lowerTimezone,
  locale: lowerLocale,
  raw: lowerRaw,
  service: notInTheFiles,
  process: notInTheFiles,
  schedule: notInTheFiles,
  container: notInTheFiles,
  sysctl: notInTheFiles,
  hostname: notInTheFiles,
};

/** Lowers any op. */
export function lowerOp(op: Op, context: MachineContext): Lowered {
  const lower = table[op.op] as LowerOp<OpKind>;
  return lower(op, context);
}

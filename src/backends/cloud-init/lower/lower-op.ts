import { type ExpandableOp, isExpandable } from "../../../ir/expand-systemd.ts";
import type { Op, OpKind, OpOf } from "../../../ir/ops.ts";
import type { LowerContext, Lowered } from "../lowered.ts";
import { lowerGroup, lowerUser } from "./accounts.ts";
import { lowerEdit } from "./edits.ts";
import { lowerExec } from "./exec.ts";
import { lowerPackage, lowerRepository } from "./packages.ts";
import { lowerAbsentPath, lowerDirectory, lowerFile, lowerLink, lowerSysctl, lowerTree } from "./paths.ts";
import { lowerRaw } from "./raw.ts";
import { lowerService } from "./services.ts";
import { lowerHostname, lowerLocale, lowerTimezone } from "./system.ts";

/** Processes, schedules and containers are units by now (expandMachine). */
type MachineOpKind = Exclude<OpKind, ExpandableOp["op"]>;

type Table = { readonly [K in MachineOpKind]: (op: OpOf<K>, context: LowerContext) => Lowered };

/** One function per kind of op; a kind without one does not compile. */
const table: Table = {
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
  service: lowerService,
  sysctl: lowerSysctl,
  exec: lowerExec,
  hostname: lowerHostname,
  timezone: lowerTimezone,
  locale: lowerLocale,
  raw: lowerRaw,
};

/** What becomes of an op of an expanded machine that this target supports. */
export function lowerOp(op: Op, context: LowerContext): Lowered {
  if (isExpandable(op)) throw new Error(`cloud-init: ${op.id} was not expanded`);
  const lower = table[op.op] as (op: Op, context: LowerContext) => Lowered;
  return lower(op, context);
}

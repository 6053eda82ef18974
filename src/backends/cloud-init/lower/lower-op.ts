import type { Op, OpKind, OpOf } from "../../../ir/ops.ts";
import type { LowerContext, Lowered } from "../lowered.ts";
import { lowerGroup, lowerUser } from "./accounts.ts";
import { lowerExec } from "./exec.ts";
import { lowerPackage, lowerRepository } from "./packages.ts";
import { lowerAbsentPath, lowerDirectory, lowerFile, lowerLink, lowerSysctl, lowerTree } from "./paths.ts";
import { lowerRaw } from "./raw.ts";
import { lowerProcess, lowerSchedule, lowerService } from "./services.ts";
import { lowerHostname, lowerLocale, lowerTimezone } from "./system.ts";

type Table = { readonly [K in OpKind]: (op: OpOf<K>, context: LowerContext) => Lowered };

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
  service: lowerService,
  process: (op, context) => lowerProcess(op, context, lowerOp),
  schedule: (op, context) => lowerSchedule(op, context, lowerOp),
  sysctl: lowerSysctl,
  exec: lowerExec,
  hostname: lowerHostname,
  timezone: lowerTimezone,
  locale: lowerLocale,
  raw: lowerRaw,
};

/** What becomes of an op that this target supports. */
export function lowerOp(op: Op, context: LowerContext): Lowered {
  const lower = table[op.op] as (op: Op, context: LowerContext) => Lowered;
  return lower(op, context);
}

import type { AttributeSchema, NestedBlockSchema } from "../../../ir/kind.ts";
import type { Resource } from "../../../ir/model.ts";
import { opId } from "../../../ir/op-id.ts";
import type { Op, OpId, ScheduleOp } from "../../../ir/ops.ts";
import { literalText } from "../../../ir/text.ts";
import { makeDirectory, partBase, writeText } from "../build-ops.ts";
import { textValue } from "../types.ts";
import { backupWords } from "./foreign-part-words.ts";
import { blocksOf, numberIn, textIn } from "./read-blocks.ts";

/** When, where and how many. */
export interface BackupPlan {
  /** A time of day: `03:00`. */
  readonly at: string;
  readonly directory: string;
  readonly keep: number;
}

const attributes: Readonly<Record<string, AttributeSchema>> = {
  at: {
    type: { type: "time" },
    doc: "When it is made, every day, in the machine's time zone.",
    example: '"02:30"',
    default: { value: textValue("03:00"), reason: "few visitors are there at night" },
  },
  keep: {
    type: { type: "int", min: 1, max: 1000 },
    doc: "How many are kept of each.",
    example: "30",
    default: {
      value: { is: "number", value: 14 },
      reason: "two weeks are time enough to notice that something is missing",
    },
  },
  directory: {
    type: { type: "path" },
    doc: "Where they are put; only the server's own user may look into it.",
    example: '"/srv/backups"',
    default: { describe: "`/var/backups/` and the name of the block", reason: "that is where Debian keeps backups" },
  },
};

/** `backup { … }` of everything that keeps data. */
export const backupBlock: NestedBlockSchema = {
  doc: "A backup every night, read back before it counts. As root, `NAME-restore FILE` brings one back.",
  example: "backup { keep = 30 }",
  attributes,
  foreign: backupWords,
};

/** The `backup` block of a resource; undefined when it has none. */
export function backupPlan(resource: Resource): BackupPlan | undefined {
  const [block] = blocksOf(resource, "backup");
  if (block === undefined) return undefined;
  return {
    at: textIn(block, "at") ?? "03:00",
    keep: numberIn(block, "keep") ?? 14,
    directory: textIn(block, "directory") ?? `/var/backups/${resource.name}`,
  };
}

/** The scripts of a backup: one that the timer runs as the server's user, one that root runs by hand. */
export interface BackupScripts {
  readonly backup: string;
  readonly restore: string;
}

/** The names of the two scripts of a resource, and of its timer. */
export function backupNames(resource: Resource): { readonly backup: string; readonly restore: string } {
  return { backup: `${resource.name}-backup`, restore: `${resource.name}-restore` };
}

/** The ops of a backup: its folder, its two scripts, and the timer that runs it as `user` after `after`. */
export function backupOps(
  resource: Resource,
  plan: BackupPlan,
  user: string,
  scripts: BackupScripts,
  after: readonly OpId[],
): readonly Op[] {
  const names = backupNames(resource);
  const program = `/usr/local/sbin/${names.backup}`;
  const schedule: ScheduleOp = {
    ...partBase(resource, `Schedule the backup of ${resource.name}`),
    op: "schedule",
    id: opId("schedule", names.backup),
    name: names.backup,
    description: `Backup of ${resource.name}`,
    argv: [literalText(program)],
    user,
    group: user,
    directory: "/",
    environment: [],
    onCalendar: `*-*-* ${/^\d+:\d+$/.test(plan.at) ? `${plan.at}:00` : plan.at}`,
    persistent: true,
    randomizedDelaySeconds: 0,
    writable: [plan.directory],
    ensure: "present",
    after,
  };
  return [
    makeDirectory(resource, plan.directory, { owner: user, group: user, mode: "0700" }),
    writeText(resource, program, literalText(scripts.backup), { mode: "0755" }),
    writeText(resource, `/usr/local/sbin/${names.restore}`, literalText(scripts.restore), { mode: "0755" }),
    schedule,
  ];
}

/**
 * Functions of a backup script for `sh`. `keep_whole FILE`: a file gets its name only now that it was read back.
 * `forget_old PATTERN ENDING`: the oldest ones go.
 */
export function backupFunctions(plan: BackupPlan): string {
  return `\
directory=${plan.directory}
keep=${plan.keep}
stamp=$(date -u +%Y%m%dT%H%M%SZ)

# keep_whole FILE: what is written has a name of its own until it was read back.
keep_whole() {
  sync -- "$1.part"
  mv -- "$1.part" "$1"
}

# forget_old NAME ENDING: keeps the newest ones.
forget_old() {
  find "$directory" -maxdepth 1 -type f -name "$1-*.$2" | sort -r | tail -n "+$((keep + 1))" |
    while IFS= read -r old; do rm -f -- "$old"; done
}

rm -f -- "$directory"/*.part
`;
}

import type { Resource } from "../../ir/model.ts";
import { type BackupPlan, type BackupScripts, backupFunctions, backupNames } from "../shared/databases/backup.ts";
import type { Persistence } from "./config.ts";

/** How a server's data is backed up and restored. redis-cli reads the password from the variable REDISCLI_AUTH. */
export function backupScripts(
  resource: Resource,
  plan: BackupPlan,
  persistence: Persistence,
  version: string,
): BackupScripts {
  const names = backupNames(resource);
  return {
    backup: `\
#!/bin/sh
# Backs up the data of ${resource.name}. ${names.restore} brings it back.
set -eu
umask 077
${backupFunctions(plan)}
file=$directory/${resource.name}-$stamp.rdb
redis-cli -p "$REDIS_PORT" --rdb "$file.part" >/dev/null
redis-check-rdb "$file.part" >/dev/null
keep_whole "$file"
forget_old ${resource.name} rdb
`,
    restore: `\
#!/bin/sh
# Restores ${resource.name} from a file of ${names.backup}: everything becomes as it was then.
set -eu

if [ $# -ne 1 ] || [ ! -r "$1" ]; then
  echo "usage: ${names.restore} ${plan.directory}/${resource.name}-TIME.rdb" >&2
  exit 2
fi
redis-check-rdb "$1" >/dev/null
data=/var/lib/redis
systemctl stop redis-server
${restoreSteps(persistence, version)}
systemctl start redis-server
echo "${resource.name} is as it was when $1 was made"
`,
  };
}

/**
 * Where the server looks when it starts: in its snapshot, or in its list of commands, which may begin with a snapshot:
 * since version 7 a file that a manifest names, before that the one file itself (redis.io/docs, "Redis persistence").
 */
function restoreSteps(persistence: Persistence, version: string): string {
  const put = 'install -o redis -g redis -m 0660 -- "$1"';
  if (persistence !== "append-only") return `${put} "$data/dump.rdb"`;
  if (version.startsWith("6.")) return `${put} "$data/appendonly.aof"`;
  return [
    'rm -rf -- "$data/appendonlydir"',
    'install -d -o redis -g redis -m 0750 -- "$data/appendonlydir"',
    `${put} "$data/appendonlydir/appendonly.aof.1.base.rdb"`,
    "echo 'file appendonly.aof.1.base.rdb seq 1 type b' >\"$data/appendonlydir/appendonly.aof.manifest\"",
    'chown redis:redis "$data/appendonlydir/appendonly.aof.manifest"',
  ].join("\n");
}

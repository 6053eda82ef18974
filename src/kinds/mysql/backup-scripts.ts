import type { Resource } from "../../ir/model.ts";
import { type BackupPlan, type BackupScripts, backupFunctions, backupNames } from "../shared/databases/backup.ts";

/** How the databases of a server are backed up and restored. */
export function backupScripts(resource: Resource, plan: BackupPlan, databases: readonly string[]): BackupScripts {
  const names = backupNames(resource);
  return {
    backup: `\
#!/bin/sh
# Backs up the databases of ${resource.name}, one file for each. ${names.restore} brings one back.
set -eu
umask 077
${backupFunctions(plan)}
# back_up DATABASE
back_up() {
  file=$directory/$1-$stamp.sql.gz
  mariadb-dump --single-transaction --routines --events --triggers --databases "$1" >"$directory/dump.part"
  # The last line is there only when nothing is missing before it.
  tail -n 1 "$directory/dump.part" | grep -q '^-- Dump completed'
  gzip -c "$directory/dump.part" >"$file.part"
  rm -f -- "$directory/dump.part"
  gzip -t <"$file.part"
  keep_whole "$file"
  forget_old "$1" sql.gz
}

${databases.map((database) => `back_up ${database}`).join("\n")}
`,
    restore: `\
#!/bin/sh
# Restores a database of ${resource.name} from a file of ${names.backup}: everything in the database becomes as it was then.
# What is in it now is kept beside the file until that has worked.
set -eu

if [ $# -ne 1 ] || [ ! -r "$1" ]; then
  echo "usage: ${names.restore} ${plan.directory}/DATABASE-TIME.sql.gz" >&2
  exit 2
fi
file=$1
database=\${file##*/}
database=\${database%-*}
case $database in
  ${databases.join(" | ")}) ;;
  *)
    echo "$file is no backup of a database of ${resource.name}: its name begins with the database's" >&2
    exit 2
    ;;
esac

gzip -t <"$file"
umask 077
before=${plan.directory}/$database-before.sql
if [ -e "$before" ]; then
  echo "a restore has failed before: look at $before, and move it away or bring it back with mariadb <$before" >&2
  exit 1
fi
if mariadb -e "USE \\\`$database\\\`" 2>/dev/null; then
  mariadb-dump --single-transaction --routines --events --triggers --databases "$database" >"$before"
fi
mariadb -e "DROP DATABASE IF EXISTS \\\`$database\\\`"
if ! gzip -dc <"$file" | mariadb; then
  echo "$file could not be restored" >&2
  [ ! -e "$before" ] || echo "mariadb <$before brings back what was in $database before" >&2
  exit 1
fi
rm -f -- "$before"
echo "$database is as it was when $file was made"
`,
  };
}

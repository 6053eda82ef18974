import { type BackupPlan, type BackupScripts, backupFunctions, backupNames } from "../shared/databases/backup.ts";
import type { Resource } from "../../ir/model.ts";

/**
 * How the databases of a server are backed up and restored. `port` and `major` (its major version) are the server's,
 * `databases` are those of the block.
 */
export function backupScripts(
  resource: Resource,
  plan: BackupPlan,
  port: string,
  major: string,
  databases: readonly string[],
): BackupScripts {
  const names = backupNames(resource);
  return {
    backup: `\
#!/bin/sh
# Backs up the databases of ${resource.name}, one file for each, and its users. ${names.restore} brings one back.
set -eu
umask 077
export PGPORT=${port}
${backupFunctions(plan)}
# back_up DATABASE
back_up() {
  file=$directory/$1-$stamp.dump
  pg_dump --format=custom --file="$file.part" --dbname="$1"
  pg_restore --list "$file.part" >/dev/null
  keep_whole "$file"
  forget_old "$1" dump
}

${databases.map((database) => `back_up ${database}`).join("\n")}

# Users belong to the server, not to a database.
file=$directory/users-$stamp.sql.gz
pg_dumpall --globals-only --file="$directory/users.part"
gzip -c "$directory/users.part" >"$file.part"
rm -f -- "$directory/users.part"
gzip -t <"$file.part"
keep_whole "$file"
forget_old users sql.gz
`,
    restore: `\
#!/bin/sh
# Restores a database of ${resource.name} from a file of ${names.backup}: everything in the database becomes as it was then,
# and what came into it since is gone. In one transaction, so that a restore that fails changes nothing. Programs lose
# their connections. A database that is gone is made again.
set -eu
cd /
export PGPORT=${port}

if [ $# -ne 1 ] || [ ! -r "$1" ]; then
  echo "usage: ${names.restore} ${plan.directory}/DATABASE-TIME.dump" >&2
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

as_postgres() {
  runuser -u postgres -- "$@"
}

# The statements which empty the database and fill it again. The COMMIT is pg_restore's, at the end of a whole file.
statements() {
  cat <<'SQL'
\\o /dev/null
SET client_min_messages = error;
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
BEGIN;
DO $$
DECLARE
  found name;
BEGIN
  FOR found IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', found);
  END LOOP;
END
$$;
SELECT lo_unlink(oid) FROM pg_largeobject_metadata;
${publicSchema(major)}
SQL
  pg_restore --single-transaction --file=- "$1" && printf '%s\\n' '\\o' 'SELECT 1;'
}

as_postgres pg_restore --list <"$file" >/dev/null
if [ "$(as_postgres psql -XAtqc "SELECT 1 FROM pg_database WHERE datname = '$database'")" = 1 ]; then
  restored=$(statements "$file" | as_postgres psql -XAtq --set=ON_ERROR_STOP=1 --dbname="$database") || restored=
  if [ "$restored" != 1 ]; then
    echo "$database could not be restored, and is as it was before" >&2
    exit 1
  fi
else
  as_postgres pg_restore --create --exit-on-error --dbname=postgres <"$file"
fi
echo "$database is as it was when $file was made"
`,
  };
}

/** The schema that every new database has, as a server of this major version makes it (ddl-schemas, "Usage Patterns"). */
function publicSchema(major: string): string {
  return Number(major) < 15
    ? "CREATE SCHEMA public AUTHORIZATION postgres;\nGRANT ALL ON SCHEMA public TO PUBLIC;"
    : "CREATE SCHEMA public AUTHORIZATION pg_database_owner;\nGRANT USAGE ON SCHEMA public TO PUBLIC;";
}

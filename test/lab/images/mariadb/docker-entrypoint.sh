#!/bin/bash
# What the official image's start does, as far as a spec can ask for it: MARIADB_ROOT_PASSWORD_FILE, MARIADB_ROOT_HOST, the
# server's own options also while it makes its data, and never the server as root.
set -euo pipefail

if [ "${1#-}" != "$1" ]; then set -- mariadbd "$@"; fi
if [ "$1" != mariadbd ]; then exec "$@"; fi

if [ "$(id -u)" = 0 ]; then
  chown -R mysql /var/lib/mysql /run/mysqld
  exec setpriv --reuid=mysql --regid=mysql --init-groups "$0" "$@"
fi

SOCKET=/run/mysqld/mysqld.sock
if [ ! -d /var/lib/mysql/mysql ]; then
  if [ -z "${MARIADB_ROOT_PASSWORD_FILE:-}" ]; then
    echo "Database is uninitialized and password option is not specified" >&2
    exit 1
  fi
  password=$(<"$MARIADB_ROOT_PASSWORD_FILE")
  mariadb-install-db --datadir=/var/lib/mysql --auth-root-authentication-method=normal "${@:2}" --skip-test-db >/dev/null
  "$@" --skip-networking --socket="$SOCKET" &
  server=$!
  until mariadb --socket="$SOCKET" -uroot -e 'SELECT 1' >/dev/null 2>&1; do sleep 1; done
  mariadb --socket="$SOCKET" -uroot <<SQL
DROP USER IF EXISTS root@'127.0.0.1', root@'::1';
EXECUTE IMMEDIATE CONCAT('DROP USER IF EXISTS root@\'', @@hostname, '\'');
SET PASSWORD FOR root@localhost = PASSWORD('$password');
SQL
  if [ "${MARIADB_ROOT_HOST:-%}" != localhost ]; then
    MYSQL_PWD=$password mariadb --socket="$SOCKET" -uroot -e \
      "GRANT ALL ON *.* TO root@'${MARIADB_ROOT_HOST:-%}' IDENTIFIED BY '$password' WITH GRANT OPTION"
  fi
  kill "$server"
  wait "$server"
fi
exec "$@"

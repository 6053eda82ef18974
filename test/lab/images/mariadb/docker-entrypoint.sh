#!/bin/bash
# What the official image's start does, as far as a spec can ask for it: MARIADB_RANDOM_ROOT_PASSWORD,
# /docker-entrypoint-initdb.d while nobody else gets in, and never the server as root.
set -euo pipefail

if [ "${1#-}" != "$1" ]; then set -- mariadbd "$@"; fi
if [ "$1" != mariadbd ]; then exec "$@"; fi

if [ "$(id -u)" = 0 ]; then
  chown -R mysql /var/lib/mysql /run/mysqld
  exec setpriv --reuid=mysql --regid=mysql --init-groups "$0" "$@"
fi

SOCKET=/run/mysqld/mysqld.sock
if [ ! -d /var/lib/mysql/mysql ]; then
  if [ -z "${MARIADB_RANDOM_ROOT_PASSWORD:-}" ]; then
    echo "Database is uninitialized and password option is not specified" >&2
    exit 1
  fi
  MARIADB_ROOT_PASSWORD=$(head -c 24 /dev/urandom | base64)
  mariadb-install-db --datadir=/var/lib/mysql --skip-test-db --auth-root-authentication-method=normal >/dev/null
  "$@" --skip-networking --socket="$SOCKET" &
  server=$!
  until mariadb-admin --socket="$SOCKET" -uroot ping --silent; do sleep 1; done
  mariadb --socket="$SOCKET" -uroot -e "SET PASSWORD FOR root@localhost = PASSWORD('$MARIADB_ROOT_PASSWORD')"
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh) if [ -x "$file" ]; then "$file"; else . "$file"; fi ;;
    esac
  done
  kill "$server"
  wait "$server"
fi
exec "$@"

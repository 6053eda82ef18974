#!/bin/sh
# shellcheck disable=SC1003,SC2016 # what stands in single quotes is meant as it is
set -eu
export COMPOSER_ALLOW_SUPERUSER=1
export COMPOSER_CACHE_DIR=/dev/null
export COMPOSER_HOME=/dev/null
export COMPOSER_NO_AUDIT=1
if sh -c 'composer config --no-interaction --working-dir /opt/phpcs repositories.files >/dev/null 2>&1'; then exit 0; fi
exec sh -c 'composer config --no-interaction --working-dir /opt/phpcs repositories.files artifact /usr/local/share/packages/composer'

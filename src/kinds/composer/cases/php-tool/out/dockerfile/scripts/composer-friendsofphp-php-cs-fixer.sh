#!/bin/sh
# shellcheck disable=SC1003,SC2016 # what stands in single quotes is meant as it is
set -eu
export COMPOSER_ALLOW_SUPERUSER=1
export COMPOSER_CACHE_DIR=/dev/null
export COMPOSER_HOME=/dev/null
export COMPOSER_NO_AUDIT=1
if ! sh -c 'grep -q '\''"friendsofphp/php-cs-fixer":'\'' /opt/php-cs-fixer/composer.json 2>/dev/null'; then exit 0; fi
exec sh -c 'composer remove --no-interaction --working-dir /opt/php-cs-fixer --no-progress --update-no-dev friendsofphp/php-cs-fixer'

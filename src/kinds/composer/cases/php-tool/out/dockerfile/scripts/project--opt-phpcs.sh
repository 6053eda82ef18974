#!/bin/sh
# shellcheck disable=SC1003,SC2016 # what stands in single quotes is meant as it is
set -eu
if [ -e /opt/phpcs/composer.json ]; then exit 0; fi
exec sh -c 'printf '\''%s\n'\'' '\''{'\'' '\''    "config": {'\'' '\''        "autoloader-suffix": "_opt_phpcs",'\'' '\''        "sort-packages": true'\'' '\''    }'\'' '\''}'\'' > /opt/phpcs/composer.json'

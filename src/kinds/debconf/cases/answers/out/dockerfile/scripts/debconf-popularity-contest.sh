#!/bin/sh
# shellcheck disable=SC1003,SC2016 # what stands in single quotes is meant as it is
set -eu
export DEBCONF_ANSWERS='popularity-contest popularity-contest/participate boolean false'
if sh -c 'dpkg-query --show --showformat='\''${db:Status-Status}'\'' popularity-contest 2>/dev/null | grep -qx installed'; then exit 0; fi
exec sh -c 'printf '\''%s\n'\'' "$DEBCONF_ANSWERS" | debconf-set-selections'

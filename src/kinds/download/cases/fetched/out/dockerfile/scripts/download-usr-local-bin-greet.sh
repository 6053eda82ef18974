#!/bin/sh
# shellcheck disable=SC1003,SC2016 # what stands in single quotes is meant as it is
set -eu
export DOWNLOAD_URL=https://example.com/greet/1.2/greet-linux-amd64
if sh -c 'echo '\''8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4  /usr/local/bin/greet'\'' | sha256sum --check --status'; then exit 0; fi
exec sh -c '/usr/local/sbin/put-download 8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4 /usr/local/bin/greet root:root 0755'

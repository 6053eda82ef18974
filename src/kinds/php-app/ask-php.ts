/** Where the script is put. */
export const askPath = "/usr/local/bin/ask-php-fpm";

/** Asks PHP-FPM as a web server would: a container and a machine without one see whether the app is well. */
export const askScript = `#!/bin/sh
# Asks a PHP-FPM for a page, without a web server: succeeds when the answer is no error.
#
#   ask-php-fpm ADDRESS:PORT|SOCKET SCRIPT PATH
set -eu

answer=$(env -i GATEWAY_INTERFACE=CGI/1.1 SERVER_PROTOCOL=HTTP/1.1 REQUEST_METHOD=GET QUERY_STRING= CONTENT_LENGTH=0 \\
  SERVER_NAME=localhost HTTP_HOST=localhost REMOTE_ADDR=127.0.0.1 \\
  SCRIPT_FILENAME="$2" SCRIPT_NAME="/\${2##*/}" REQUEST_URI="$3" \\
  /usr/bin/cgi-fcgi -bind -connect "$1")

# The status stands in the head, and only when it is not 200.
head=$(printf '%s\\n' "$answer" | tr -d '\\r' | sed '/^$/q')
status=$(printf '%s\\n' "$head" | sed -n 's/^Status: \\([0-9]*\\).*/\\1/p')
[ -n "$head" ] && [ "\${status:-200}" -lt 400 ]
`;

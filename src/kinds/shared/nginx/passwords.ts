/** Names and passwords that a site asks for: hashed on the machine, so that no hash has to be written anywhere else. */
import type { LowerContext, Resource } from "../../../ir/model.ts";
import type { Op, Trigger } from "../../../ir/ops.ts";
import { literalText } from "../../../ir/text.ts";
import { installPackage, makeDirectory, runCommand, writeText } from "../build-ops.ts";
import { passwordFile, passwordsFolder } from "./names.ts";

const program = "/usr/local/sbin/hash-site-passwords";

/** The ops that make the password file; none for a site that asks for no password. */
export function passwordOps(resource: Resource, triggers: readonly Trigger[], context: LowerContext): readonly Op[] {
  const users = (resource.blocks["basic-auth"] ?? [])
    .flatMap((block) => Object.entries(block.attributes))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (users.length === 0) return [];
  const { folder, path } = passwordFile(resource.name);
  const words = [path, ...users.map(([user]) => user)].join(" ");
  return [
    installPackage(resource, "openssl"),
    writeText(resource, program, literalText(script), { mode: "0755" }),
    makeDirectory(resource, passwordsFolder),
    makeDirectory(resource, folder, { group: "www-data", mode: "0750" }),
    runCommand(
      resource,
      `${resource.name}-passwords`,
      `Hash the passwords of ${resource.name}`,
      literalText(`${program} ${words}`),
      {
        unless: literalText(`${program} --check ${words}`),
        environment: users.map(([, attribute], index) => ({
          name: `PASSWORD_${index + 1}`,
          value: context.text(attribute.value) ?? [],
        })),
        triggers,
        ...(context.form === "container" ? { atStart: { folders: [folder], capabilities: ["CHOWN"] } } : {}),
      },
    ),
  ];
}

/** crypt(3) reads `$6$SALT$`; openssl-passwd(1) makes it. The passwords come as variables, which nobody else can see. */
const script = `\
#!/bin/sh
# hash-site-passwords [--check] FILE USER...
# Writes the users and the hashes of their passwords, which are in PASSWORD_1, PASSWORD_2 and so on, for nginx.
# With --check it changes nothing, and succeeds when the file holds exactly these.
set -eu
umask 027

check=no
if [ "$1" = --check ]; then
  check=yes
  shift
fi
file=$1
shift

fail() {
  echo "hash-site-passwords: $*" >&2
  exit 1
}

# hash SALT PASSWORD
hash() {
  printf '%s\\n' "$2" | openssl passwd -6 -salt "$1" -stdin
}

lines=
number=0
for user; do
  number=$((number + 1))
  eval "password=\\$PASSWORD_$number"
  [ -n "$password" ] || fail "the password of $user is empty"
  [ "\${#password}" -le 256 ] || fail "the password of $user is longer than 256 characters"
  if [ "$check" = yes ]; then
    old=$(grep -F "$user:\\$6\\$" "$file" 2>/dev/null | grep "^$user:" || true)
    salt=\${old#*:?6?}
    salt=\${salt%%\\$*}
    [ -n "$salt" ] || exit 1
  else
    salt=$(openssl rand -hex 8)
  fi
  lines="$lines$user:$(hash "$salt" "$password")
"
done

if [ "$check" = yes ]; then
  [ "$lines" = "$(cat "$file")
" ]
  exit
fi

printf '%s' "$lines" >"$file.new"
chgrp www-data "$file.new"
mv -f "$file.new" "$file"
`;

/**
 * The shell functions of the verification script. They only read, note every difference and go on; the script's last
 * line makes the exit status of it.
 */
import { printEdited } from "../shared/edited-text.ts";
import { places } from "./places.ts";
import { waitsForBoot } from "./functions/units.ts";
import type { ShellFunction } from "./target.ts";

/** Names of the functions, in the order in which they are printed. */
export type VerifyFunction =
  | "declared"
  | "is"
  | "has_package"
  | "lacks_package"
  | "has_version"
  | "holds_package"
  | "has_group"
  | "lacks_group"
  | "user_has"
  | "lacks_user"
  | "has_directory"
  | "has_file"
  | "has_secret_file"
  | "has_link"
  | "lacks_path"
  | "print_edited"
  | "is_edited"
  | "has_attributes"
  | "unit_is"
  | "unit_runs"
  | "unit_rests"
  | "has_line";

/** All functions, in the order in which they are printed. */
export const verifyFunctions: Readonly<Record<VerifyFunction, ShellFunction<VerifyFunction>>> = {
  declared: {
    text: `\
# declared RESOURCE: what the next lines are about.
declared() {
  resource=$1
}`,
  },
  is: {
    text: `\
# is WHAT ACTUAL WANTED
is() {
  [ "$2" != "$3" ] || return 0
  differences=$((differences + 1))
  printf '%s: %s is "%s", not "%s"\\n' "$resource" "$1" "$2" "$3" >&2
}`,
  },
  has_package: {
    text: `\
# has_package NAME
has_package() {
  actual=$(dpkg-query --show --showformat="\\\${db:Status-Status}\\n" -- "$1" 2>/dev/null | head -n 1)
  is "package $1" "\${actual:-not installed}" installed
}`,
    needs: ["is"],
  },
  lacks_package: {
    text: `\
# lacks_package NAME
lacks_package() {
  case $(dpkg-query --show --showformat="\\\${db:Status-Status}\\n" -- "$1" 2>/dev/null || :) in
    '' | not-installed* | config-files*) ;;
    *) is "package $1" installed 'not installed' ;;
  esac
}`,
    needs: ["is"],
  },
  has_version: {
    text: `\
# has_version NAME VERSION: which may end in *.
has_version() {
  actual=$(dpkg-query --show --showformat="\\\${Version}\\n" -- "$1" 2>/dev/null | head -n 1)
  # shellcheck disable=SC2254 # a pattern on purpose
  case $actual in
    $2) ;;
    *) is "version of package $1" "$actual" "$2" ;;
  esac
}`,
    needs: ["is"],
  },
  holds_package: {
    text: `\
# holds_package NAME
holds_package() {
  is "wish for package $1" "$(dpkg-query --show --showformat="\\\${db:Status-Want}" -- "$1" 2>/dev/null || :)" hold
}`,
    needs: ["is"],
  },
  has_group: {
    text: `\
# has_group NAME [GID]
has_group() {
  actual=$(getent group "$1" | cut -d: -f3)
  is "group $1" "\${actual:-missing}" "\${2:-$actual}"
}`,
    needs: ["is"],
  },
  lacks_group: {
    text: `\
# lacks_group NAME
lacks_group() {
  is "group $1" "$(getent group "$1" | cut -d: -f1)" ''
}`,
    needs: ["is"],
  },
  user_has: {
    text: `\
# user_has NAME FIELD VALUE
user_has() {
  entry=$(getent passwd "$1" || :)
  case $2 in
    uid) actual=$(printf '%s\\n' "$entry" | cut -d: -f3) ;;
    group) actual=$(id -gn -- "$1" 2>/dev/null || :) ;;
    groups) actual=$(id -Gn -- "$1" 2>/dev/null | tr ' ' '\\n' | grep -vxF -- "$(id -gn -- "$1")" | sort | paste -s -d , -) ;;
    comment) actual=$(printf '%s\\n' "$entry" | cut -d: -f5) ;;
    home) actual=$(printf '%s\\n' "$entry" | cut -d: -f6) ;;
    shell) actual=$(printf '%s\\n' "$entry" | cut -d: -f7) ;;
    password)
      actual=usable
      case $(getent shadow "$1" | cut -d: -f2) in
        '!'* | '*'*) actual=locked ;;
      esac
      ;;
  esac
  is "$2 of user $1" "$actual" "$3"
}`,
    needs: ["is"],
  },
  lacks_user: {
    text: `\
# lacks_user NAME
lacks_user() {
  is "user $1" "$(getent passwd "$1" | cut -d: -f1)" ''
}`,
    needs: ["is"],
  },
  has_directory: {
    text: `\
# has_directory PATH OWNER GROUP MODE
has_directory() {
  is "$1" "$(stat --dereference --format='%F %U:%G %04a' -- "$1" 2>/dev/null || echo missing)" "directory $2:$3 $4"
}`,
    needs: ["is"],
  },
  has_file: {
    text: `\
# has_file PATH OWNER GROUP MODE SHA256
has_file() {
  actual=$(stat --format='%F %U:%G %04a' -- "$1" 2>/dev/null || echo missing)
  is "$1" "$(printf '%s\\n' "$actual" | sed 's/^regular empty file/regular file/')" "regular file $2:$3 $4"
  [ ! -f "$1" ] || is "sha256 of $1" "$(sha256sum <"$1" | cut -d ' ' -f 1)" "$5"
}`,
    needs: ["is"],
  },
  has_secret_file: {
    text: `\
# has_secret_file PATH OWNER GROUP MODE: with the content that provision.sh put together; neither it nor a sum is shown.
has_secret_file() {
  actual=$(stat --format='%F %U:%G %04a' -- "$1" 2>/dev/null || echo missing)
  is "$1" "$actual" "regular file $2:$3 $4"
  content='not fetched yet'
  if [ -s "${places.sums}$1" ]; then
    content='as fetched'
    [ "$(sha256sum 2>/dev/null <"$1")" = "$(cat -- "${places.sums}$1")" ] || content=changed
  fi
  is "secret content of $1" "$content" 'as fetched'
}`,
    needs: ["is"],
  },
  has_link: {
    text: `\
# has_link PATH TARGET
has_link() {
  is "target of the link $1" "$(readlink -- "$1" || echo missing)" "$2"
}`,
    needs: ["is"],
  },
  lacks_path: {
    text: `\
# lacks_path PATH
lacks_path() {
  if [ -e "$1" ] || [ -L "$1" ]; then is "$1" there gone; fi
}`,
    needs: ["is"],
  },
  print_edited: { text: printEdited },
  is_edited: {
    text: `\
# is_edited PATH EDIT STATE WORD…: the edit would change nothing.
is_edited() {
  if [ -e "$1" ]; then
    print_edited "$@" | cmp -s -- "$1" - || is "$2 '$4' in $1" different 'as described'
  elif [ "$3" = present ]; then
    is "$1" missing there
  fi
}`,
    needs: ["is", "print_edited"],
  },
  has_attributes: {
    text: `\
# has_attributes PATH OWNER GROUP MODE: an empty one may be any.
has_attributes() {
  actual=$(stat --dereference --format='%U:%G %04a' -- "$1" 2>/dev/null || echo 'missing: ')
  rights=\${actual#* } actual=\${actual% *}
  is "attributes of $1" "\${2:+\${actual%:*}}:\${3:+\${actual#*:}} \${4:+$rights}" "$2:$3 $4"
}`,
    needs: ["is"],
  },
  unit_is: {
    text: `\
# unit_is UNIT STATE…: one of these, as systemctl is-enabled says it.
unit_is() {
  actual=$(systemctl is-enabled -- "$1" 2>/dev/null || :)
  for state do
    [ "$actual" != "$state" ] || return 0
  done
  is "unit $1" "\${actual:-missing}" "$2"
}`,
    needs: ["is"],
  },
  unit_runs: {
    text: `\
${waitsForBoot}

# unit_runs UNIT [SECONDS]: it has a quarter of a minute to come up, or as long as it waits for another machine.
unit_runs() {
  if waits_for_boot "$1" && ! systemctl is-active --quiet cloud-init.target; then
    printf '%s: unit %s starts when the boot is through\\n' "$resource" "$1"
    return 0
  fi
  tries=0
  until systemctl is-active --quiet -- "$1"; do
    tries=$((tries + 1))
    [ "$tries" -lt "\${2:-15}" ] || break
    sleep 1
  done
  is "unit $1" "$(systemctl is-active -- "$1" || :)" active
}`,
    needs: ["is"],
  },
  unit_rests: {
    text: `\
# unit_rests UNIT
unit_rests() {
  case $(systemctl is-active -- "$1" || :) in
    inactive | failed | unknown) ;;
    *) is "unit $1" active inactive ;;
  esac
}`,
    needs: ["is"],
  },
  has_line: {
    text: `\
# has_line PATH LINE
has_line() {
  grep -qxF -- "$2" "$1" 2>/dev/null || is "$1" "$(head -c 200 -- "$1" 2>/dev/null || echo missing)" "$2"
}`,
    needs: ["is"],
  },
};

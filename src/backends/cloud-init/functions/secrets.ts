import type { ProvisionFunction } from "../provision-functions.ts";
import type { ShellFunction } from "../target.ts";

/** What a script needs at its beginning that handles secrets. */
const variable = "secrets=/run/provision-secrets # of root's alone, in memory, and gone when this script ends";

/**
 * Secrets, which the machine fetches by itself. A value is in files below $secrets, in a variable of this shell that is
 * not exported, and where it is meant to be; it is in no argument and no output, and no file that others may read ever
 * holds it (all that makes one runs with umask 077).
 */
export const secrets = {
  fetch_secret: {
    variable,
    text: `\
# fetch_secret NAME COMMAND…: what COMMAND prints, without line ends at its end. Seven tries, a minute of pauses between
# them. Its error output goes to a file of root's alone: it may speak of the value.
fetch_secret() {
  name=$1 log=$work/fetch-$1.log
  shift
  command -v -- "$1" >/dev/null || {
    printf 'the secret %s cannot be fetched: there is no %s\\n' "$name" "$1" >&2
    return 1
  }
  (umask 077 && mkdir -p -- "$secrets/values" "$secrets/files")
  tries=1 pause=1
  until fetched=$(umask 077 && timeout 60 "$@" 2>"$log" </dev/null) && [ -n "$fetched" ]; do
    fetched=''
    if [ "$tries" -ge 7 ]; then
      printf 'the secret %s cannot be fetched: %s failed %s times; what it said is in %s\\n' \\
        "$name" "$1" "$tries" "$log" >&2
      return 1
    fi
    sleep "$pause"
    tries=$((tries + 1)) pause=$((pause * 2))
  done
  (umask 077 && printf %s "$fetched" >"$secrets/values/$name")
  fetched=''
  rm -f -- "$log"
}`,
  },
  print_parts: {
    text: `\
# print_parts (text TEXT | plain SECRET | env-file SECRET | url SECRET)…: one after the other; env-file is for systemd's
# double quotes, url for a part of a URL.
print_parts() {
  while [ $# -gt 0 ]; do
    case $1 in
      text) printf %s "$2" ;;
      plain) cat -- "$secrets/values/$2" ;;
      env-file) sed 's/["\\\\\`$]/\\\\&/g' -- "$secrets/values/$2" ;;
      url) perl -0777 -pe 's/[^A-Za-z0-9._~-]/sprintf "%%%02X", ord $&/ge' -- "$secrets/values/$2" ;;
    esac
    shift 2
  done
}`,
  },
  fill_file: {
    text: `\
# fill_file PATH PART…: puts together what put_secret_file lays down.
fill_file() (
  umask 077
  path=$secrets/files$1
  shift
  mkdir -p -- "\${path%/*}"
  print_parts "$@" >"$path"
)`,
    needs: ["print_parts"],
  },
  put_secret_file: {
    text: `\
# put_secret_file PATH OWNER GROUP MODE [COMMAND…]: as put_file; the sum is noted, so that verify.sh can compare.
put_secret_file() {
  files=$secrets/files
  put_file "$@"
  files=$work/files
  (umask 077 && mkdir -p -- "$work/sums\${1%/*}" && sha256sum <"$1" >"$work/sums$1")
}`,
    needs: ["put_file"],
  },
  set_password: {
    text: `\
# set_password NAME SECRET: unless it is the user's password already.
set_password() {
  [ "$(wc -l <"$secrets/values/$2")" -eq 0 ] || {
    printf 'the password of %s has more than one line\\n' "$1" >&2
    return 1
  }
  if { getent shadow "$1" | cut -d: -f2 && cat -- "$secrets/values/$2"; } | perl -e '
    chomp(my $hash = <STDIN>);
    my $value = <STDIN>;
    exit(($hash ne "" && (crypt($value, $hash) // "") eq $hash) ? 0 : 1)'; then return 0; fi
  { printf '%s:' "$1" && cat -- "$secrets/values/$2" && echo; } |
    chpasswd --crypt-method SHA512 --sha-rounds 600000
  mark_changed
}`,
    needs: ["mark_changed"],
  },
  clear_variables: {
    text: `\
clear_variables() {
  (umask 077 && : >"$secrets/variables")
}`,
  },
  fill_variable: {
    text: `\
# fill_variable NAME PART…: for the next command of run_secretly.
fill_variable() {
  {
    printf "export %s='" "$1"
    shift
    print_parts "$@" | sed "s/'/'\\\\\\\\''/g"
    printf "'\\n"
  } >>"$secrets/variables"
}`,
    needs: ["print_parts"],
  },
  run_secretly_as: {
    text: `\
# run_secretly_as USER FOLDER COMMAND [NAME=VALUE…]: as run_as; what fill_variable noted comes in by descriptor 3.
run_secretly_as() (
  user=$1 folder=$2 command=$3
  shift 3
  home=$(getent passwd "$user" | cut -d: -f6)
  cd -- "$folder" || exit 1
  exec env -i "HOME=$home" "USER=$user" "LOGNAME=$user" "PATH=$PATH" "LC_ALL=$LC_ALL" "$@" \\
    runuser -u "$user" -- sh -c 'eval "$(cat <&3)" && exec 3<&- && exec sh -c "$1"' sh "$command" 3<"$secrets/variables"
)`,
  },
  run_secretly: {
    text: `\
# run_secretly USER FOLDER COMMAND [NAME=VALUE…]
run_secretly() {
  run_secretly_as "$@"
  mark_changed
}`,
    needs: ["mark_changed", "run_secretly_as"],
  },
  run_secretly_and_patiently: {
    text: `\
# run_secretly_and_patiently USER FOLDER COMMAND [NAME=VALUE…]: as run_secretly.
run_secretly_and_patiently() {
  keep_trying run_secretly_as "$@"
  mark_changed
}`,
    needs: ["keep_trying", "mark_changed", "run_secretly_as"],
  },
} as const satisfies Partial<Record<ProvisionFunction, ShellFunction<ProvisionFunction>>>;

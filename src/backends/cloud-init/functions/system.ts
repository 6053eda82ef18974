import type { ProvisionFunction } from "../provision-functions.ts";
import { patienceSeconds } from "../patience.ts";
import type { ShellFunction } from "../target.ts";

/** The locale, kernel settings and commands of the author. */
export const system = {
  set_locale: {
    text: `\
# set_locale NAME: generated from the list of the package "locales".
set_locale() {
  line=$(grep -m 1 "^$1 " /usr/share/i18n/SUPPORTED)
  if ! grep -qxF -- "$line" /etc/locale.gen; then
    if grep -qxF -- "# $line" /etc/locale.gen; then
      sed -i "s|^# $line\\$|$line|" /etc/locale.gen
    else
      printf '%s\\n' "$line" >>/etc/locale.gen
    fi
    mark_changed
  fi
  [ "$changed" = no ] || locale-gen
}`,
    needs: ["mark_changed"],
  },
  load_sysctl: {
    text: `\
# load_sysctl PATH: a container has the kernel of its host, and may change but a part of it.
load_sysctl() {
  [ "$changed" = yes ] || return 0
  sysctl --quiet --load="$1" || systemd-detect-virt --quiet --container
}`,
  },
  run_as: {
    text: `\
# run_as USER FOLDER COMMAND [NAME=VALUE…]: a shell command, with nothing else in its environment.
run_as() (
  user=$1 folder=$2 command=$3
  shift 3
  home=$(getent passwd "$user" | cut -d: -f6)
  cd -- "$folder" || exit 1
  exec env -i "HOME=$home" "USER=$user" "LOGNAME=$user" "PATH=$PATH" "LC_ALL=$LC_ALL" "$@" \\
    runuser -u "$user" -- sh -c -- "$command"
)`,
  },
  run: {
    text: `\
# run USER FOLDER COMMAND [NAME=VALUE…]
run() {
  run_as "$@"
  mark_changed
}`,
    needs: ["mark_changed", "run_as"],
  },
  keep_trying: {
    text: `\
# keep_trying COMMAND…: for a quarter of an hour, because it needs another machine, which may be starting as well.
keep_trying() {
  end=$(($(date +%s) + ${patienceSeconds}))
  until "$@"; do
    if [ "$(date +%s)" -ge "$end" ]; then
      echo 'the machine that it needs was not ready within ${patienceSeconds / 60} minutes' >&2
      return 1
    fi
    echo 'trying again in 5 s: another machine may not be ready yet' >&2
    sleep 5
  done
}`,
  },
  run_patiently: {
    text: `\
# run_patiently USER FOLDER COMMAND [NAME=VALUE…]: as run.
run_patiently() {
  keep_trying run_as "$@"
  mark_changed
}`,
    needs: ["keep_trying", "mark_changed", "run_as"],
  },
  is_due: {
    text: `\
# is_due NAME STATE: the command STATE prints what is there; it is not what the command of that name was last run for.
is_due() {
  [ ! -e "$work/done/$1" ] || [ "$(cat -- "$work/done/$1")" != "$(sh -c "$2")" ]
}`,
  },
  mark_done: {
    text: `\
# mark_done NAME STATE: readable for root alone, as the sum of a file with a weak password tells the password.
mark_done() (
  umask 077
  sh -c "$2" >"$work/done/$1"
)`,
  },
} as const satisfies Partial<Record<ProvisionFunction, ShellFunction<ProvisionFunction>>>;

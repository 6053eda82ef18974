/** Where the script is put. */
export const settlePath = "/usr/local/sbin/settle-release";

/** Where the script reads what it has to know of an app. */
export function settingsPath(app: string): string {
  return `/etc/${app}/release.conf`;
}

/**
 * The script that judges a release after its link was moved: it waits for an answer, remembers the release, and removes
 * the oldest ones; or it goes back to the last release that answered. On the machine, because only there is it known
 * which releases there were.
 */
export const settleScript = `#!/bin/sh
# Sees to it that the release of an app which its link points to answers.
#
#   settle-release [--ask] APP
#
# /etc/APP/release.conf says where the releases are (folder), how many of them stay (keep), what runs them (units), the
# command that succeeds when the app is well (health), and the seconds that it has to become so (seconds). SETTINGS
# names another file.
#
# A unit that runs another release than the link names is restarted first: what made the link may have ended before it
# restarted anything. A release that becomes well is noted in FOLDER/releases/.noted, and of all releases the last ones
# stay. A new one that does not is taken back: the link returns to the last release that was noted, the units are
# restarted, and the exit status is 1. With --ask nothing is done: the exit status says whether the release is noted,
# is what the units run, and is well.
set -eu
export LC_ALL=C.UTF-8

ask=no
if [ "$1" = --ask ]; then
  ask=yes
  shift
fi
folder='' keep='' units='' health='' seconds=''
# shellcheck disable=SC1090 # the file of this app
. "\${SETTINGS:-/etc/$1/release.conf}"

notes=$folder/releases/.noted
release=$(readlink -- "$folder/current")
release=\${release##*/}

# The releases that answered, the latest last.
noted() {
  [ ! -e "$notes" ] || cat -- "$notes"
}

# The units that run another release. Each starts in the folder that the link names, and the kernel knows which one that
# was; a program that has gone elsewhere, or does not run, tells nothing.
stale_units() {
  releases=$(readlink -f -- "$folder/releases")
  for unit in $units; do
    pid=$(systemctl show --property=MainPID --value -- "$unit") || continue
    place=$(readlink -- "/proc/$pid/cwd") || continue
    case $place/ in
      "$releases/$release"/*) ;;
      "$releases"/*) printf '%s ' "$unit" ;;
    esac
  done
}

# A program that takes the question and never answers is not well either.
is_well() {
  timeout 10 sh -c "$health" >/dev/null 2>&1
}

# becomes_well: in time.
becomes_well() {
  end=$(($(date +%s) + seconds))
  until is_well; do
    [ "$(date +%s)" -lt "$end" ] || return 1
    sleep 1
  done
}

# point_to RELEASE: in one move, so that there is no moment without a link.
point_to() {
  ln -sfn -- "$folder/releases/$1" "$folder/current.new"
  mv -fT -- "$folder/current.new" "$folder/current"
}

last=$(noted | tail -n 1)
stale=$(stale_units)

if [ "$ask" = yes ]; then
  [ "$last" = "$release" ] && [ -z "$stale" ] && is_well
  exit
fi

if [ -n "$stale" ]; then
  # shellcheck disable=SC2086 # several units
  systemctl restart $stale || :
fi

if becomes_well; then
  {
    noted | grep -vxF -- "$release" || :
    printf '%s\\n' "$release"
  } | tail -n "$keep" >"$notes.new"
  mv -fT -- "$notes.new" "$notes"
  for path in "$folder"/releases/*; do
    noted | grep -qxF -- "\${path##*/}" || rm -rf -- "$path"
  done
  exit 0
fi

printf 'The release %s does not answer after %s s: %s\\n' "$release" "$seconds" "$health" >&2
for unit in $units; do
  journalctl --identifier="\${unit%.service}" --lines=20 --no-pager --output=cat >&2 || :
done
if [ -z "$last" ] || [ "$last" = "$release" ] || [ ! -d "$folder/releases/$last" ]; then
  printf 'There is no earlier release to go back to; %s stays.\\n' "$release" >&2
  exit 1
fi
point_to "$last"
# shellcheck disable=SC2086 # several units
systemctl restart $units
if becomes_well; then
  printf 'Went back from the release %s to %s, which answers.\\n' "$release" "$last" >&2
else
  printf 'Went back from the release %s to %s, which does not answer either.\\n' "$release" "$last" >&2
fi
exit 1
`;

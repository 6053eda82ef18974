import type { ProvisionFunction } from "../provision-functions.ts";
import type { ShellFunction } from "../target.ts";

/** Packages. The options for dpkg: a configuration file that is ours stays ours (dpkg(1), --force-confold). */
export const packages = {
  apt_get: {
    text: `\
apt_get() {
  apt-get --yes --quiet -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \\
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}`,
  },
  refresh_lists: {
    variable: "lists=stale",
    text: `\
# Once per run, and again after a repository changed. On a first boot the network may need a moment.
refresh_lists() {
  [ "$lists" = stale ] || return 0
  tries=0
  until apt_get -o Acquire::Retries=3 -o APT::Update::Error-Mode=any update; do
    tries=$((tries + 1))
    [ "$tries" -lt 6 ] || return 1
    sleep 10
  done
  lists=fresh
}`,
    needs: ["apt_get"],
  },
  lists_changed: {
    variable: "lists=stale",
    text: `\
lists_changed() {
  [ "$changed" = no ] || lists=stale
}`,
  },
  install_packages: {
    text: `\
# install_packages --no-install-recommends|--install-recommends NAME[=VERSION]…: only what is not there yet; what is
# there is not upgraded.
install_packages() {
  recommends=$1
  shift
  for package do
    shift
    case $package in
      *=*) wanted="installed \${package#*=}" ;;
      *) wanted='installed *' ;;
    esac
    actual=$(dpkg-query --show --showformat="\\\${db:Status-Status} \\\${Version}\\n" -- "\${package%%=*}" 2>/dev/null || :)
    # shellcheck disable=SC2254 # a pattern on purpose: versions may end in *
    case $actual in
      $wanted) keep_package "\${package%%=*}" ;;
      *) set -- "$@" "$package" ;;
    esac
  done
  [ $# -gt 0 ] || return 0
  refresh_lists
  apt_get install "$recommends" --allow-downgrades --allow-change-held-packages -- "$@"
  mark_changed
}`,
    needs: ["mark_changed", "apt_get", "refresh_lists", "keep_package"],
  },
  keep_package: {
    text: `\
# keep_package NAME: one that came with another package is wanted for itself now, and autoremove leaves it.
keep_package() {
  [ -n "$(apt-mark showauto -- "$1")" ] || return 0
  apt-mark manual -- "$1"
  mark_changed
}`,
    needs: ["mark_changed"],
  },
  remove_packages: {
    text: `\
# remove_packages NAME…
remove_packages() {
  for package do
    shift
    case $(dpkg-query --show --showformat="\\\${db:Status-Status}\\n" -- "$package" 2>/dev/null || :) in
      '' | not-installed* | config-files*) ;;
      *) set -- "$@" "$package" ;;
    esac
  done
  [ $# -gt 0 ] || return 0
  apt_get remove -- "$@"
  mark_changed
}`,
    needs: ["mark_changed", "apt_get"],
  },
  hold_package: {
    text: `\
# hold_package NAME: apt upgrade leaves it alone.
hold_package() {
  [ "$(dpkg-query --show --showformat="\\\${db:Status-Want}" -- "$1")" != hold ] || return 0
  apt-mark hold -- "$1"
  mark_changed
}`,
    needs: ["mark_changed"],
  },
} as const satisfies Partial<Record<ProvisionFunction, ShellFunction<ProvisionFunction>>>;

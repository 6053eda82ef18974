import type { ProvisionFunction } from "../provision-functions.ts";
import type { ShellFunction } from "../target.ts";

/** Users and groups, with pinned ids. */
export const accounts = {
  add_group: {
    text: `\
# add_group NAME GID [--system]
add_group() {
  name=$1 gid=$2
  shift 2
  actual=$(getent group "$name" | cut -d: -f3)
  [ "$actual" != "$gid" ] || return 0
  if [ -z "$actual" ]; then
    groupadd --gid "$gid" "$@" -- "$name"
  else
    groupmod --gid "$gid" -- "$name"
  fi
  mark_changed
}`,
    needs: ["mark_changed"],
  },
  remove_group: {
    text: `\
# remove_group NAME
remove_group() {
  getent group "$1" >/dev/null || return 0
  groupdel -- "$1"
  mark_changed
}`,
    needs: ["mark_changed"],
  },
  add_user: {
    text: `\
# add_user NAME UID GROUP GROUPS COMMENT HOME SHELL [OPTION…]: in exactly these groups; the options are for a new user.
add_user() {
  name=$1 uid=$2 group=$3 groups=$4 comment=$5 home=$6 shell=$7
  shift 7
  actual=$(getent passwd "$name" | cut -d: -f3-)
  if [ -z "$actual" ]; then
    useradd --uid "$uid" --gid "$group" --groups "$groups" --comment "$comment" --home-dir "$home" --shell "$shell" \\
      "$@" -- "$name"
    mark_changed
    return 0
  fi
  if [ "$actual" != "$uid:$(getent group "$group" | cut -d: -f3):$comment:$home:$shell" ]; then
    usermod --uid "$uid" --gid "$group" --comment "$comment" --home "$home" --shell "$shell" -- "$name"
    mark_changed
  fi
  actual=$(id -nG -- "$name" | tr ' ' '\\n' | grep -vxF -- "$group" | sort | paste -s -d , -)
  if [ "$actual" != "$groups" ]; then
    usermod --groups "$groups" -- "$name"
    mark_changed
  fi
}`,
    needs: ["mark_changed"],
  },
  lock_password: {
    text: `\
# lock_password NAME: no login with a password; keys still work.
lock_password() {
  case $(getent shadow "$1" | cut -d: -f2) in
    '!'* | '*'*) return 0 ;;
  esac
  usermod --lock -- "$1"
  mark_changed
}`,
    needs: ["mark_changed"],
  },
  remove_user: {
    text: `\
# remove_user NAME: the home stays.
remove_user() {
  getent passwd "$1" >/dev/null || return 0
  userdel -- "$1"
  mark_changed
}`,
    needs: ["mark_changed"],
  },
} as const satisfies Partial<Record<ProvisionFunction, ShellFunction<ProvisionFunction>>>;

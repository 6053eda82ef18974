import type { ProvisionFunction } from "../provision-functions.ts";
import type { ShellFunction } from "../target.ts";

/** Files, folders and links, with exact owners and modes. */
export const paths = {
  set_attributes: {
    text: `\
# set_attributes PATH OWNER GROUP MODE
set_attributes() {
  [ "$(stat --dereference --format='%U:%G %04a' -- "$1")" != "$2:$3 $4" ] || return 0
  chown -- "$2:$3" "$1"
  chmod -- "0$4" "$1" # with five digits chmod clears a folder's setgid bit too; after chown, which clears setuid
  mark_changed
}`,
    needs: ["mark_changed"],
  },
  units_changed: {
    text: `\
# units_changed PATH: systemd reads its own files again at once.
units_changed() {
  case $1 in
    /etc/systemd/system/*) systemctl daemon-reload ;;
  esac
  mark_changed
}`,
    needs: ["mark_changed"],
  },
  make_parents: {
    text: `\
# make_parents PATH…: folders that only have to be there.
make_parents() {
  for path do
    [ -d "$path" ] || {
      mkdir -- "$path"
      mark_changed
    }
  done
}`,
    needs: ["mark_changed"],
  },
  make_directory: {
    text: `\
# make_directory PATH OWNER GROUP MODE
make_directory() {
  [ -d "$1" ] || {
    mkdir -- "$1"
    mark_changed
  }
  set_attributes "$@"
}`,
    needs: ["mark_changed", "set_attributes"],
  },
  own_tree: {
    text: `\
# own_tree PATH OWNER GROUP FOLDER-MODE FILE-MODE [TEST…]: everything below PATH for which find's TESTs hold.
own_tree() {
  path=$1 owner=$2 group=$3 folder_mode=$4 file_mode=$5
  shift 5
  odd=$(find "$path" -mindepth 1 "$@" \\( ! -user "$owner" -o ! -group "$group" -o -type d ! -perm "$folder_mode" \\
    -o -type f ! -perm "$file_mode" \\) -print -quit)
  [ -n "$odd" ] || return 0
  find "$path" -mindepth 1 "$@" \\( ! -user "$owner" -o ! -group "$group" \\) \\
    -exec chown --no-dereference -- "$owner:$group" {} +
  find "$path" -mindepth 1 "$@" -type d ! -perm "$folder_mode" -exec chmod -- "0$folder_mode" {} +
  find "$path" -mindepth 1 "$@" -type f ! -perm "$file_mode" -exec chmod -- "0$file_mode" {} +
  mark_changed
}`,
    needs: ["mark_changed"],
  },
  put_file: {
    variable: "files=$work/files",
    text: `\
# put_file PATH OWNER GROUP MODE [COMMAND…]: the bytes that wait under $files. COMMAND must accept the new file (%s in
# it) before that takes the old one's place in one move.
put_file() {
  path=$1 owner=$2 group=$3 mode=$4
  shift 4
  if [ -f "$path" ] && [ ! -L "$path" ] && cmp -s -- "$files$path" "$path"; then
    set_attributes "$path" "$owner" "$group" "$mode"
    return 0
  fi
  temporary=$(mktemp -- "\${path%/*}/.new.XXXXXXXXXX")
  cat -- "$files$path" >"$temporary"
  chown -- "$owner:$group" "$temporary"
  chmod -- "$mode" "$temporary"
  for word do
    shift
    [ "$word" != %s ] || word=$temporary
    set -- "$@" "$word"
  done
  "$@"
  mv -fT -- "$temporary" "$path"
  temporary=''
  units_changed "$path"
}`,
    needs: ["set_attributes", "units_changed"],
  },
  make_link: {
    text: `\
# make_link PATH TARGET
make_link() {
  [ "$(readlink -- "$1" || :)" != "$2" ] || return 0
  ln -sfT -- "$2" "$1"
  units_changed "$1"
}`,
    needs: ["units_changed"],
  },
  remove_path: {
    text: `\
# remove_path PATH: whatever it is.
remove_path() {
  [ -e "$1" ] || [ -L "$1" ] || return 0
  rm -rf --one-file-system -- "$1"
  units_changed "$1"
}`,
    needs: ["units_changed"],
  },
} as const satisfies Partial<Record<ProvisionFunction, ShellFunction<ProvisionFunction>>>;

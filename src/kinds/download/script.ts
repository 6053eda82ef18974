/** The program that downloads: on every target the same, and one for all blocks. */

/** Where it is. */
export const downloadProgram = "/usr/local/sbin/put-download";

/** Where a folder keeps what it was unpacked from. */
export const stampName = ".download";

/** Its text. The address is in the environment, because it may hold any character. */
export const downloadScript = `\
#!/bin/sh
# Downloads a file whose checksum is known, and puts it, or what is packed in it, in its place when all of it is there.
#   put-download SHA256 PATH OWNER:GROUP MODE [tar|zip STRIP]     with the address in DOWNLOAD_URL
set -eu
umask 022
checksum=$1 path=$2 owner=$3 mode=$4 kind=\${5-file} strip=\${6-0}

fail() {
  echo "put-download: $1" >&2
  exit 1
}

parent=$(dirname -- "$path")
mkdir -p -- "$parent"
# Beside its place, so that moving it there is one step.
work=$(mktemp -d -- "$parent/.download.XXXXXX")
trap 'rm -rf -- "$work"' EXIT
trap 'exit 1' HUP INT TERM

curl --fail --silent --show-error --location --proto '=http,https' --retry 5 --retry-connrefused \\
  --connect-timeout 20 --output "$work/file" -- "$DOWNLOAD_URL"
found=$(sha256sum "$work/file" | cut -d ' ' -f 1)
[ "$found" = "$checksum" ] || fail "$DOWNLOAD_URL has the checksum $found, not $checksum"

if [ "$kind" = file ]; then
  if [ -d "$path" ]; then fail "$path is a folder"; fi
  chown -- "$owner" "$work/file"
  chmod -- "$mode" "$work/file"
  mv -f -T -- "$work/file" "$path"
  exit 0
fi

new=$work/new
mkdir -- "$new"
case $kind in
  tar)
    tar --extract --file="$work/file" --directory="$new" --strip-components="$strip" \\
      --no-same-owner --no-same-permissions
    ;;
  zip)
    unzip -q "$work/file" -d "$new"
    while [ "$strip" -gt 0 ]; do
      mkdir -- "$work/up"
      find "$new" -mindepth 2 -maxdepth 2 -exec mv -t "$work/up" -- {} +
      rm -rf -- "$new"
      mv -- "$work/up" "$new"
      strip=$((strip - 1))
    done
    ;;
esac
[ -n "$(ls -A -- "$new")" ] || fail "nothing is left of $DOWNLOAD_URL without the first \${6-0} folders of its paths"
echo "$checksum \${6-0}" >"$new/${stampName}"
chown -R -h -- "$owner" "$new"
chmod -- "$mode" "$new"

if [ -d "$path" ] && [ ! -e "$path/${stampName}" ] && [ -n "$(ls -A -- "$path")" ]; then
  fail "$path holds files that were not downloaded: move them away"
fi
if [ -e "$path" ]; then mv -T -- "$path" "$work/old"; fi
mv -T -- "$new" "$path"
`;

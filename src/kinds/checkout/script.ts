/** The program that checks out: on every target the same, and one for all blocks. */

/** Where it is. */
export const checkoutProgram = "/usr/local/bin/put-checkout";

/** Its text. The address is in the environment, because it may hold any character. */
export const checkoutScript = `\
#!/bin/sh
# Checks a commit, a tag or the newest commit of a branch of a repository out into a folder, as the user who runs it.
# What was changed there by hand stays, and stops it.
#   put-checkout PATH REF [submodules]    with the address in CHECKOUT_REPOSITORY
#   put-checkout --at PATH REF            succeeds when that is what is there
set -eu
umask 022
export GIT_TERMINAL_PROMPT=0
export GIT_SSH_COMMAND='ssh -o BatchMode=yes -o StrictHostKeyChecking=accept-new'
cd /

fail() {
  echo "put-checkout: $1" >&2
  exit 1
}

# commit_of NAME: nothing when there is none
commit_of() {
  git -C "$path" rev-parse --quiet --verify "$1^{commit}" || :
}

is_commit() {
  printf '%s\\n' "$ref" | grep -qxE '[0-9a-f]{40}'
}

# What a commit or a tag is does not change, so nobody is asked about it.
is_at() {
  [ -e "$path/.git" ] || return 1
  [ "$(git -C "$path" config remote.origin.url)" = "$CHECKOUT_REPOSITORY" ] || return 1
  head=$(commit_of HEAD)
  [ -n "$head" ] || return 1
  if is_commit; then
    [ "$head" = "$ref" ]
  elif [ -n "$(commit_of "refs/tags/$ref")" ]; then
    [ "$head" = "$(commit_of "refs/tags/$ref")" ]
  else
    [ "$head" = "$(git -C "$path" ls-remote origin "refs/heads/$ref" | cut -f 1)" ]
  fi
}

if [ "$1" = --at ]; then
  path=$2 ref=$3
  is_at
  exit
fi
path=$1 ref=$2 submodules=\${3-}

if [ -e "$path/.git" ]; then
  changes=$(git -C "$path" status --porcelain --untracked-files=no)
  [ -z "$changes" ] || fail "$path was changed by hand, and stays as it is: $changes"
  if [ -n "$(commit_of HEAD)" ] && [ -n "$(git -C "$path" rev-list --max-count=1 HEAD --not --remotes --tags)" ]; then
    fail "$path has commits that are nowhere else, and stays as it is: push them first"
  fi
  git -C "$path" remote set-url origin "$CHECKOUT_REPOSITORY"
else
  [ -z "$(ls -A -- "$path")" ] || fail "$path holds files that are not from a repository: move them away"
  git init --quiet "$path"
  git -C "$path" remote add origin "$CHECKOUT_REPOSITORY"
fi

git -C "$path" fetch --quiet --force --tags origin '+refs/heads/*:refs/remotes/origin/*'
if is_commit; then
  [ -n "$(commit_of "$ref")" ] || git -C "$path" fetch --quiet origin "$ref"
  wanted=$ref
elif [ -n "$(commit_of "refs/tags/$ref")" ]; then
  wanted=refs/tags/$ref
else
  wanted=refs/remotes/origin/$ref
fi
[ -n "$(commit_of "$wanted")" ] || fail "$CHECKOUT_REPOSITORY has no commit, tag or branch $ref"
git -C "$path" -c advice.detachedHead=false checkout --quiet --detach "$wanted"
if [ "$submodules" = submodules ]; then
  git -C "$path" submodule --quiet sync --recursive
  git -C "$path" submodule --quiet update --init --recursive
fi
`;

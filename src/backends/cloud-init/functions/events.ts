import type { ProvisionFunction } from "../provision-functions.ts";
import type { ShellFunction } from "../target.ts";

/** Steps, and what they set off. */
export const events = {
  step: {
    text: `\
# step TITLE
step() {
  [ "$changed" = no ] || echo '   changed'
  current=$1
  changed=no
  printf '== %s\\n' "$current"
}`,
  },
  mark_changed: {
    text: `\
mark_changed() {
  changed=yes
  changes=$((changes + 1))
}`,
  },
  notify: {
    text: `\
# notify restart|reload UNIT: when this step changed something. Kept on disk, so that a run that fails forgets nothing.
notify() {
  [ "$changed" = no ] || : >"$work/pending/$1-$2"
}`,
  },
  repeat: {
    text: `\
# repeat NAME: when this step changed something, the command of that name runs again, whatever its note says.
repeat() {
  [ "$changed" = no ] || rm -f -- "$work/done/$1"
}`,
  },
} as const satisfies Partial<Record<ProvisionFunction, ShellFunction<ProvisionFunction>>>;

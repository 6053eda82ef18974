import type { ProvisionFunction } from "../provision-functions.ts";
import type { ShellFunction } from "../target.ts";

/** A function of both scripts. systemd orders such a unit behind the job that runs the script: waiting for it would never end. */
export const waitsForBoot = `\
# waits_for_boot UNIT: it starts only when cloud-init is through, so cloud-init must not wait for it.
waits_for_boot() {
  case " $(systemctl show --property=After --value -- "$1") " in
    *' cloud-final.service '* | *' cloud-init.target '* | *' multi-user.target '* | *' graphical.target '*) ;;
    *) return 1 ;;
  esac
}`;

/** systemd units. */
export const units = {
  ask_systemd: {
    text: `\
${waitsForBoot}

# ask_systemd VERB UNIT
ask_systemd() {
  if waits_for_boot "$2"; then
    systemctl --no-block "$1" -- "$2"
  else
    systemctl "$1" -- "$2"
  fi
}`,
  },
  mask_unit: {
    text: `\
# mask_unit UNIT
mask_unit() {
  [ "$(systemctl is-enabled -- "$1" 2>/dev/null || :)" != masked ] || return 0
  systemctl mask -- "$1"
  mark_changed
}`,
    needs: ["mark_changed"],
  },
  unmask_unit: {
    text: `\
# unmask_unit UNIT
unmask_unit() {
  [ "$(systemctl is-enabled -- "$1" 2>/dev/null || :)" = masked ] || return 0
  systemctl unmask -- "$1"
  mark_changed
}`,
    needs: ["mark_changed"],
  },
  enable_unit: {
    text: `\
# enable_unit UNIT
enable_unit() {
  case $(systemctl is-enabled -- "$1" 2>/dev/null || :) in
    enabled | static | alias | generated) return 0 ;;
  esac
  systemctl enable -- "$1"
  mark_changed
}`,
    needs: ["mark_changed"],
  },
  disable_unit: {
    text: `\
# disable_unit UNIT
disable_unit() {
  case $(systemctl is-enabled -- "$1" 2>/dev/null || :) in
    enabled | enabled-runtime | linked) ;;
    *) return 0 ;;
  esac
  systemctl disable -- "$1"
  mark_changed
}`,
    needs: ["mark_changed"],
  },
  start_unit: {
    text: `\
# start_unit UNIT: restarted or reloaded if a step asked for it.
start_unit() {
  if [ -e "$work/pending/restart-$1" ]; then
    ask_systemd restart "$1"
    mark_changed
  elif ! systemctl is-active --quiet -- "$1"; then
    ask_systemd start "$1"
    mark_changed
  elif [ -e "$work/pending/reload-$1" ]; then
    ask_systemd reload-or-restart "$1"
    mark_changed
  fi
  rm -f -- "$work/pending/restart-$1" "$work/pending/reload-$1"
}`,
    needs: ["mark_changed", "ask_systemd"],
  },
  refresh_unit: {
    text: `\
# refresh_unit UNIT: restarted or reloaded if a step asked for it and the unit is running.
refresh_unit() {
  if [ -e "$work/pending/restart-$1" ]; then
    ask_systemd try-restart "$1"
    mark_changed
  elif [ -e "$work/pending/reload-$1" ]; then
    ask_systemd try-reload-or-restart "$1"
    mark_changed
  fi
  rm -f -- "$work/pending/restart-$1" "$work/pending/reload-$1"
}`,
    needs: ["mark_changed", "ask_systemd"],
  },
  stop_unit: {
    text: `\
# stop_unit UNIT
stop_unit() {
  systemctl is-active --quiet -- "$1" || return 0
  systemctl stop -- "$1"
  mark_changed
}`,
    needs: ["mark_changed"],
  },
} as const satisfies Partial<Record<ProvisionFunction, ShellFunction<ProvisionFunction>>>;

/** The fixed beginning and end of the two scripts. */
import { scriptComment } from "./readable.ts";
import { places } from "./places.ts";
import { provisionFunctions } from "./provision-functions.ts";
import { literalQuotes } from "../shared/shell.ts";
import type { ProvisionScript, ProvisionStep, VerifyScript, VerifyStep } from "./target.ts";
import { verifyFunctions } from "./verify-functions.ts";

/** The script that makes the machine: `about` says which, in one sentence. */
export function provisionScript(about: string, steps: readonly ProvisionStep[]): ProvisionScript {
  const forget = steps.some(usesSecrets) ? '\n  rm -rf -- "$secrets"' : "";
  return {
    opening: `\
#!/bin/sh
${comment(`${about} cloud-init runs this once, on the first boot; it may run again at any time, and changes only what differs.`)}
${literalQuotes}
set -eu
export HOME=/root DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
umask 022
cd /

work=${places.folder}
current='Begin'
changed=no
changes=0
temporary=''

# However the script ends: the status file says so, and the console (where cloud-init sends what is printed here).
finish() {
  code=$?
  trap - EXIT
  [ -z "$temporary" ] || rm -f -- "$temporary"${forget}
  if [ "$code" -eq 0 ]; then
    result=ok
  else
    result="failed (exit code $code) at: $current"
  fi
  printf '%s\\n' "$result" >"$work/status"
  printf 'provisioning: %s, changes made: %s\\n' "$result" "$changes" >&2
  exit "$code"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

mkdir -p "$work/pending" "$work/done"
chmod 0700 "$work" "$work/done"
echo running >"$work/status"`,
    functions: provisionFunctions,
    announce: "step",
    steps,
    closing: `\
step 'Compare the machine with its description'
sh "$work/verify.sh"`,
    closingNeeds: ["step"],
  };
}

function usesSecrets(step: ProvisionStep): boolean {
  return step.statements.some((statement) => "call" in statement && statement.call === "fetch_secret");
}

/** The script that compares. */
export function verifyScript(about: string, steps: readonly VerifyStep[]): VerifyScript {
  return {
    opening: `\
#!/bin/sh
${comment(`${about} This compares the machine with it and changes nothing. Every difference is printed, and then the exit status is 1.`)}
${literalQuotes}
set -u
export LC_ALL=C.UTF-8
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

differences=0`,
    functions: verifyFunctions,
    announce: "declared",
    steps,
    closing: `\
if [ "$differences" -gt 0 ]; then
  printf '%s differences from the description\\n' "$differences" >&2
  exit 1
fi
echo 'The machine is as described.'`,
    closingNeeds: [],
  };
}

function comment(text: string): string {
  return scriptComment(text).join("\n");
}

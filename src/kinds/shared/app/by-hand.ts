import type { ByHand } from "../../../ir/by-hand.ts";
import type { LowerContext, Resource } from "../../../ir/model.ts";
import { placesOf } from "./places.ts";
import { processNames } from "./program.ts";

/** What people do by hand with an app: read what it printed, run a program of it, go back to an earlier release. */
export function appByHand(app: Resource, context: LowerContext): readonly Omit<ByHand, "resource">[] {
  const { name, user, base, current } = placesOf(app, context, "current");
  const properties = [`User=${user}`, `WorkingDirectory=${current}`, `EnvironmentFile=-/etc/default/${name}`];
  const units = processNames(app, context).map((each) => `${each}.service`);
  return [
    { does: `read what ${name} prints`, command: `journalctl --unit ${name}.service --follow` },
    {
      does: `run a program in the running release of ${name}, with its user and its variables`,
      command: `systemd-run --pty --wait --collect ${properties.map((each) => `--property=${each}`).join(" ")} PROGRAM`,
    },
    { does: `see which releases of ${name} are kept`, command: `ls -l --sort=time ${base}/releases` },
    {
      does: `go back with ${name} to one of them, until the next run brings the described one`,
      command: `ln -sfn ${base}/releases/RELEASE ${current}.new && mv -fT ${current}.new ${current} && systemctl restart ${units.join(" ")}`,
    },
  ];
}

import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { spanOf } from "../shared/check.ts";
import { presentOn } from "../shared/present.ts";
import { isWritten } from "../shared/read.ts";

/** Packages that can hand over a mail: programs called `mail` or `sendmail`. */
const mailers =
  /^(bsd-mailx|mailutils|s-nail|postfix|exim4(-daemon-(light|heavy))?|msmtp-mta|nullmailer|dma|opensmtpd|ssmtp|sendmail(-bin)?)$/;

/** Reports reports of which nobody will hear. */
export function checkAutomaticUpdates(resource: Resource, model: Model): readonly Diagnostic[] {
  if (!isWritten(resource, "mail")) return [];
  const silent = resource.machines.find(
    (machine) => !presentOn(model, machine, "package").some(({ name }) => mailers.test(name)),
  );
  return silent === undefined ? [] : [diagnose("W0452", {}, spanOf(resource, "mail"))];
}

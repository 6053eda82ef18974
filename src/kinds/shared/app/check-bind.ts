import { diagnose } from "../../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../../ir/model.ts";
import { machinesThatUse } from "../../../ir/used-from.ts";
import { declarationOf, isForContainers, spanOf } from "../check.ts";
import { portsOf } from "../ports.ts";
import { presentOn } from "../present.ts";
import { readText } from "../read.ts";
import { isLoopback } from "./bind.ts";

/**
 * An app that another machine uses: reports one which that machine cannot reach, and one that answers the whole network
 * although nobody wrote that it should. In Compose neither is so.
 */
export function checkBind(app: Resource, model: Model): readonly Diagnostic[] {
  const users = machinesThatUse(app, model).map(({ name }) => `\`${name}\``);
  if (users.length === 0 || isForContainers(model)) return [];
  const bind = readText(app, "bind");
  const names = users.join(", ");
  if (bind !== undefined)
    return isLoopback(bind) ? [diagnose("E0499", { name: app.name, bind, users: names }, spanOf(app, "bind"))] : [];
  return app.machines
    .filter((machine) => presentOn(model, machine, "firewall").length === 0)
    .map((machine) =>
      diagnose("W0491", { name: app.name, machine, users: names, port: portsOf(app).join(", ") }, declarationOf(app)),
    );
}

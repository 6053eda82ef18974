import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { databaseVersionOf } from "../../ir/os/database-versions.ts";
import { machinesThatUse } from "../../ir/used-from.ts";
import { declarationOf } from "../shared/check.ts";
import { type Vendor, checkAlone, checkClients, checkSettings, checkVersion } from "../shared/databases/check.ts";
import { checkExposed } from "../shared/databases/check-exposed.ts";
import { readTexts, readValue } from "../shared/read.ts";
import { isSetting, ownSettings, settingNames } from "./settings.ts";

/** Redis's own repository (redis.io/docs, "Install Redis on Linux"). */
const vendor: Vendor = {
  product: "Redis",
  own: (osId) => databaseVersionOf("redis", osId),
  repository: "redis",
  uri: () => "https://packages.redis.io/deb",
  suite: (machine) => machine.os.codename,
};

/** Reports what the server would refuse, and a server that anybody could use. */
export function checkRedis(resource: Resource, model: Model): readonly Diagnostic[] {
  return [
    ...checkAlone(resource, model, "settings"),
    ...checkVersion(resource, model, vendor),
    ...checkPassword(resource, model),
    ...checkSettings(resource, "Redis", settingNames(), isSetting, ownSettings),
    ...checkClients(resource, model),
    ...checkExposed(resource, model),
  ];
}

/** Reports a server on the network without a password: Redis itself refuses everybody then (`protected-mode`). */
function checkPassword(resource: Resource, model: Model): readonly Diagnostic[] {
  if (readValue(resource, "password") !== undefined) return [];
  const open = readTexts(resource, "listen").length > 0 || machinesThatUse(resource, model).length > 0;
  return open ? [diagnose("E0479", { name: resource.name }, declarationOf(resource))] : [];
}

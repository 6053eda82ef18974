import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { databaseVersionOf } from "../../ir/os/database-versions.ts";
import { spanOf } from "../shared/check.ts";
import { type Vendor, checkAlone, checkClients, checkSettings, checkVersion } from "../shared/databases/check.ts";
import { checkExposed } from "../shared/databases/check-exposed.ts";
import { type ServerNames, checkContents } from "../shared/databases/check-contents.ts";
import { checkScattered } from "../shared/databases/check-scattered.ts";
import { readText, readTexts } from "../shared/read.ts";
import { isSetting, ownSettings, settingNames } from "./settings.ts";

/** MariaDB's own repository (mariadb.com/docs, "Installing MariaDB .deb Files"). */
const vendor: Vendor = {
  product: "MariaDB",
  own: (osId) => databaseVersionOf("mariadb", osId),
  repository: "mariadb",
  uri: (machine, version) => `https://deb.mariadb.org/${version}/${machine.os.distribution}`,
  suite: (machine) => machine.os.codename,
};

/** mariadb.com/docs, "Authentication from MariaDB 10.4", "mysql Database", "System Databases"; `mysql` is who goes in by the socket. */
const serverNames: ServerNames = {
  product: "MariaDB",
  user: /^(?:root|mysql|public)$/,
  database: /^(?:mysql|sys|information_schema|performance_schema)$/,
};

/** Reports what the server would refuse, or what would not be the same everywhere. */
export function checkMysql(resource: Resource, model: Model): readonly Diagnostic[] {
  return [
    ...checkAlone(resource, model, "databases"),
    ...checkVersion(resource, model, vendor),
    ...checkListen(resource, model),
    ...checkContents(resource, serverNames),
    ...checkSettings(resource, "MariaDB", settingNames(), isSetting, ownSettings),
    ...checkClients(resource, model),
    ...checkExposed(resource, model),
    ...checkScattered(resource, model),
  ];
}

/** Reports addresses for a server that listens on one address or on all: MariaDB before 10.11. */
function checkListen(resource: Resource, model: Model): readonly Diagnostic[] {
  if (readTexts(resource, "listen").length === 0) return [];
  const old = model.machines.find((machine) => {
    if (!resource.machines.includes(machine.name)) return false;
    const [major = 0, minor = 0] = (readText(resource, "version") ?? vendor.own(machine.os.id)).split(".").map(Number);
    return major < 10 || (major === 10 && minor < 11);
  });
  return old === undefined ? [] : [diagnose("E0478", { os: old.os.id }, spanOf(resource, "listen"))];
}

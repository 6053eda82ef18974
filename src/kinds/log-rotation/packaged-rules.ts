import type { Model, Resource } from "../../ir/model.ts";
import { packagesOf } from "../shared/installed.ts";
import { presentOn } from "../shared/present.ts";

/** Rules that come with a package of Debian and Ubuntu: their file in `/etc/logrotate.d`, and where their logs are. */
interface PackagedRules {
  readonly packages: readonly string[];
  readonly name: string;
  readonly folder: string;
}

/** From the file lists of the packages, Debian 11 to 13 and Ubuntu 22.04 and 24.04. */
const packaged: readonly PackagedRules[] = [
  { packages: ["nginx", "nginx-light", "nginx-full", "nginx-extras"], name: "nginx", folder: "/var/log/nginx/" },
  { packages: ["apache2"], name: "apache2", folder: "/var/log/apache2/" },
  { packages: ["postgresql"], name: "postgresql-common", folder: "/var/log/postgresql/" },
  { packages: ["mariadb-server", "default-mysql-server"], name: "mariadb", folder: "/var/log/mysql/" },
  { packages: ["mysql-server"], name: "mysql-server", folder: "/var/log/mysql/" },
  { packages: ["redis", "redis-server"], name: "redis-server", folder: "/var/log/redis/" },
];

/** The rules of a package that rotate this log, too, when the package is on one of the machines; undefined for none. */
export function packagedRulesFor(path: string, resource: Resource, model: Model): PackagedRules | undefined {
  const near = packaged.filter((rules) => rules.name !== resource.name && path.startsWith(rules.folder));
  if (near.length === 0) return undefined;
  for (const machine of model.machines) {
    if (!resource.machines.includes(machine.name)) continue;
    const installed = packagesOf(presentOn(model, machine.name), machine.os);
    const found = near.find((rules) => rules.packages.some((name) => installed.includes(name)));
    if (found !== undefined) return found;
  }
  return undefined;
}

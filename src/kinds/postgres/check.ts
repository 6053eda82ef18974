import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { databaseVersionOf } from "../../ir/os/database-versions.ts";
import { isBuiltInLocale } from "../../ir/os/locales.ts";
import { knownText } from "../../ir/read-value.ts";
import { type Vendor, checkAlone, checkClients, checkSettings, checkVersion } from "../shared/databases/check.ts";
import { checkExposed } from "../shared/databases/check-exposed.ts";
import { type ServerNames, checkContents } from "../shared/databases/check-contents.ts";
import { checkScattered } from "../shared/databases/check-scattered.ts";
import { attributeIn, blocksOf, textIn } from "../shared/databases/read-blocks.ts";
import { isSetting, ownSettings, settingNames } from "./settings.ts";

/** PostgreSQL's own repository (postgresql.org/download/linux/debian). */
const vendor: Vendor = {
  product: "PostgreSQL",
  own: (osId) => databaseVersionOf("postgresql", osId),
  repository: "pgdg",
  uri: () => "https://apt.postgresql.org/pub/repos/apt",
  suite: (machine) => `${machine.os.codename}-pgdg`,
};

/** postgresql.org/docs, "Predefined Roles" and "Template Databases"; Debian's and the image's superuser is `postgres`. */
const serverNames: ServerNames = { product: "PostgreSQL", user: /^(?:postgres|pg_.*)$/, database: /^template[01]$/ };

/** Reports what the server would refuse, or what would not be the same everywhere. */
export function checkPostgres(resource: Resource, model: Model): readonly Diagnostic[] {
  return [
    ...checkAlone(resource, model, "databases"),
    ...checkVersion(resource, model, vendor),
    ...checkContents(resource, serverNames),
    ...checkLocales(resource, model),
    ...checkSettings(resource, "PostgreSQL", settingNames(), isSetting, ownSettings),
    ...checkClients(resource, model),
    ...checkExposed(resource, model),
    ...checkScattered(resource, model),
  ];
}

/** Reports a locale that is neither built in nor the one that the machine generates. */
function checkLocales(resource: Resource, model: Model): readonly Diagnostic[] {
  const machines = model.machines.filter((machine) => resource.machines.includes(machine.name));
  return blocksOf(resource, "database").flatMap((block) => {
    const locale = textIn(block, "locale");
    if (locale === undefined || isBuiltInLocale(locale)) return [];
    const without = machines.find((machine) => knownText(machine.attributes["locale"]?.value) !== locale);
    const span = attributeIn(block, "locale")?.span ?? block.span;
    const place = without?.implicit === true ? "at the top" : `in \`machine ${without?.name ?? ""}\``;
    return without === undefined ? [] : [diagnose("E0477", { database: block.label ?? "", locale, place }, span)];
  });
}

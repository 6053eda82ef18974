import type { LowerContext, Model, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op } from "../../ir/ops.ts";
import { type Text, joinTexts, literalText } from "../../ir/text.ts";
import { machinesThatUse } from "../../ir/used-from.ts";
import { installPackage, runService, writeText } from "../shared/build-ops.ts";
import { backupOps, backupPlan } from "../shared/databases/backup.ts";
import { waitsForNetwork } from "../shared/databases/network-online.ts";
import { labelsOf } from "../shared/databases/read-blocks.ts";
import { type SettingForms, settingsOf, sizeIn } from "../shared/databases/settings-text.ts";
import { readTexts } from "../shared/read.ts";
import { backupScripts } from "./backup-scripts.ts";
import { insideOps } from "./inside.ts";

/** The unit of the server. */
export const unit = "mariadb.service";

/** The package, a file among its settings (it reads them when it starts), and what is inside the server. */
export function lowerMysql(resource: Resource, context: LowerContext): readonly Op[] {
  const service = runService(resource, "mariadb");
  const port = context.text(resource.attributes["port"]?.value) ?? literalText("3306");
  const plan = backupPlan(resource);
  const path = `/etc/mysql/mariadb.conf.d/60-${resource.name}.cnf`;
  return [
    installPackage(resource, "mariadb-server"),
    writeText(resource, path, settingsFile(resource, context, port), {
      triggers: [{ action: "restart", target: service.id }],
    }),
    ...waitsForNetwork(resource, unit),
    { ...service, after: [opId("package", "mariadb-server")] },
    ...insideOps(resource, context, service.id),
    ...(plan === undefined
      ? []
      : backupOps(resource, plan, "root", backupScripts(resource, plan, labelsOf(resource, "database")), [service.id])),
  ];
}

/** How MariaDB writes values. */
export const forms: SettingForms = {
  size: (bytes) => sizeIn(bytes, ["", "K", "M", "G", "T"]),
  duration: String,
  bool: (value) => (value ? "ON" : "OFF"),
  text: optionValue,
};

/** An option file: a value with more than plain characters stands in quotes, `\` escaped (Option Files, "Syntax"). */
function optionValue(text: string): string {
  if (/^[\w.,:/@%+-]*$/.test(text)) return text;
  const quote = text.includes('"') ? "'" : '"';
  return `${quote}${text.replaceAll("\\", "\\\\")}${quote}`;
}

function settingsFile(resource: Resource, context: LowerContext, port: Text): Text {
  const settings = settingsOf(resource, context, forms);
  const lines = [
    { name: "bind_address", value: literalText(listenAddress(resource, context.model)) },
    { name: "port", value: port },
    ...settings,
  ];
  return joinTexts(
    literalText("[mysqld]\n"),
    ...lines.flatMap(({ name, value }) => [literalText(`${name} = `), value, literalText("\n")]),
  );
}

/** Where it listens: on the machine itself always, elsewhere when it says so or when another machine uses it. */
function listenAddress(resource: Resource, model: Model): string {
  const written = readTexts(resource, "listen");
  if (written.length > 0) return [...new Set(["127.0.0.1", ...written])].join(",");
  return machinesThatUse(resource, model).length > 0 ? "*" : "127.0.0.1";
}

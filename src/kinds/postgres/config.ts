import type { LowerContext, Model, Resource } from "../../ir/model.ts";
import { type Text, joinTexts, literalText } from "../../ir/text.ts";
import { machinesThatUse } from "../../ir/used-from.ts";
import { labelsOf } from "../shared/databases/read-blocks.ts";
import { type AddressForm, forEveryHost } from "../shared/every-host.ts";
import { type Setting, type SettingForms, settingsOf, sizeIn } from "../shared/databases/settings-text.ts";
import { readTexts } from "../shared/read.ts";
import { needsRestart } from "./settings.ts";

/** PostgreSQL knows kB, MB, GB and TB, which count in 1024 (config-setting, "Parameter Names and Values"). */
export const forms: SettingForms = {
  size: (bytes) => sizeIn(bytes, ["B", "kB", "MB", "GB", "TB"]),
  duration: (seconds) => `${seconds}s`,
  bool: (value) => (value ? "on" : "off"),
  text: (text) => text,
};

/** The two drop-ins of a server: what it reads when it starts, and what it reads again on a reload. */
export function dropIns(
  resource: Resource,
  context: LowerContext,
  port: Text,
): { readonly start: Text; readonly reload: Text } {
  const written = settingsOf(resource, context, forms);
  const start: Setting[] = [
    { name: "listen_addresses", value: literalText(listenAddresses(resource, context.model).join(", ")) },
    { name: "port", value: port },
    ...written.filter(({ name }) => needsRestart(name)),
  ];
  const reload: Setting[] = [
    { name: "password_encryption", value: literalText("scram-sha-256") },
    ...written.filter(({ name }) => !needsRestart(name)),
  ];
  return { start: print(start), reload: print(reload) };
}

/** Where it listens: on the machine itself always, elsewhere when it says so or when another machine uses it. */
export function listenAddresses(resource: Resource, model: Model): readonly string[] {
  const written = readTexts(resource, "listen");
  if (written.length > 0) return [...new Set(["localhost", ...written])];
  return machinesThatUse(resource, model).length > 0 ? ["*"] : ["localhost"];
}

/** postgresql.conf: between single quotes, `'` doubled and `\` escaped (config-setting, "Parameter Names and Values"). */
function print(settings: readonly Setting[]): Text {
  return joinTexts(
    ...settings.flatMap(({ name, value }) => [
      literalText(`${name} = '`),
      value.map((part) => (typeof part === "string" ? part.replaceAll("\\", "\\\\").replaceAll("'", "''") : part)),
      literalText("'\n"),
    ]),
  );
}

/**
 * pg_hba.conf: the machine's own users by the name of their account, everybody else by password; from the network only
 * the hosts of machines that use it, for the databases and users of this block.
 */
export function hostAccess(resource: Resource, model: Model): Text {
  const databases = labelsOf(resource, "database").join(",");
  const users = labelsOf(resource, "user").join(",");
  const clients = databases === "" || users === "" ? [] : machinesThatUse(resource, model);
  const remote = clients.map((machine) =>
    forEveryHost(machine, undefined, "", (address, form) => [
      `host ${databases} ${users} `,
      address,
      `${lengths[form]} scram-sha-256\n`,
    ]),
  );
  const rows = [
    ["local", "all", "all", "", "peer"],
    ["host", "all", "all", "127.0.0.1/32", "scram-sha-256"],
    ["host", "all", "all", "::1/128", "scram-sha-256"],
    ["local", "replication", "all", "", "peer"],
  ];
  const own = rows.map((row) => row.filter((word) => word !== "").join(" "));
  return joinTexts(literalText(`# TYPE DATABASE USER ADDRESS METHOD\n${own.join("\n")}\n`), ...remote);
}

/** What follows an address in pg_hba.conf: a number has its length, a name has none. */
const lengths: Readonly<Record<AddressForm, string>> = { ipv4: "/32", ipv6: "/128", name: "" };

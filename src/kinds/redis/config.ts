import type { LowerContext, Model, Resource } from "../../ir/model.ts";
import { encodeText } from "../../ir/systemd-words.ts";
import { type Text, joinTexts, literalText } from "../../ir/text.ts";
import { machinesThatUse } from "../../ir/used-from.ts";
import { type SettingForms, settingsOf, sizeIn } from "../shared/databases/settings-text.ts";
import { forEveryHost, formOf } from "../shared/every-host.ts";
import { readText, readTexts, readValue } from "../shared/read.ts";

const forms: SettingForms = {
  size: (bytes) => sizeIn(bytes, ["", "kb", "mb", "gb"]),
  duration: String,
  bool: (value) => (value ? "yes" : "no"),
  text: (text) => (/^[\w.:/ +-]+$/.test(text) ? text : `"${text.replace(/["\\]/g, "\\$&")}"`),
};

/** When Redis writes to the disk: its own snapshots, every command besides, or never. */
export type Persistence = "snapshots" | "append-only" | "none";

/** `persistence` of a resource. */
export function persistenceOf(resource: Resource): Persistence {
  const written = readText(resource, "persistence");
  return written === "append-only" || written === "none" ? written : "snapshots";
}

/**
 * The lines of redis.conf that the block gives: a later line counts. `listen` are the words for `bind`. A password stands
 * between double quotes, where a backslash keeps any character (sdssplitargs in Redis's source); no line end.
 */
export function settingLines(resource: Resource, context: LowerContext, listen: string): Text {
  const password = context.text(resource.attributes["password"]?.value);
  const size = readValue(resource, "max-memory");
  const persistence = persistenceOf(resource);
  const lines: Text[] = [
    literalText(`bind ${listen}`),
    joinTexts(literalText("port "), context.text(resource.attributes["port"]?.value) ?? literalText("6379")),
    ...(password === undefined
      ? []
      : [joinTexts(literalText('requirepass "'), encodeText(password, "env-file"), literalText('"'))]),
    ...(size?.is === "size" ? [literalText(`maxmemory ${forms.size(size.bytes)}`)] : []),
    literalText(`maxmemory-policy ${readText(resource, "eviction") ?? "noeviction"}`),
    literalText(`appendonly ${persistence === "append-only" ? "yes" : "no"}`),
    ...(persistence === "none" ? [literalText('save ""')] : []),
    ...settingsOf(resource, context, forms).map(({ name, value }) => joinTexts(literalText(`${name} `), value)),
  ];
  return joinTexts(...lines.flatMap((line) => [line, literalText("\n")]));
}

/** The words of `bind` on a machine: itself always, more when it says so, all when another machine uses it. */
export function bindWords(resource: Resource, model: Model, version: string): string {
  const written = readTexts(resource, "listen");
  if (written.length > 0) return [...new Set(["127.0.0.1", ...written])].join(" ");
  if (machinesThatUse(resource, model).length === 0) return "127.0.0.1";
  // A leading `-`, for an address that may be missing, is known since Redis 6.2.
  return version.startsWith("6.0") ? "0.0.0.0" : "0.0.0.0 -::";
}

/**
 * Redis has no list of hosts of its own: systemd keeps all others away from it (systemd.resource-control(5),
 * IPAddressAllow=). Lines for the unit; none when it listens on the machine alone, or where a host has a name only.
 */
export function hostAccess(resource: Resource, model: Model): Text {
  const machines = machinesThatUse(resource, model);
  const addresses = machines.flatMap((machine) => machine.hosts.flatMap(({ address }) => address ?? []));
  if (addresses.length === 0 || addresses.some((address) => formOf(address) === "name")) return literalText("");
  return joinTexts(
    literalText("IPAddressDeny=any\nIPAddressAllow=localhost\n"),
    ...machines.map((machine) => forEveryHost(machine, undefined, "", (address) => ["IPAddressAllow=", address, "\n"])),
  );
}

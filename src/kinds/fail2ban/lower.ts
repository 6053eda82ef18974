import type { LowerContext, NestedBlock, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { FileOp, Op } from "../../ir/ops.ts";
import { knownText } from "../../ir/read-value.ts";
import { type Value, unwrapValue } from "../../ir/value.ts";
import type { Text } from "../../ir/text.ts";
import { joinTexts, literalText } from "../../ir/text.ts";
import { installPackage, runService, writeText } from "../shared/build-ops.ts";
import { sourcesOf } from "../shared/sources.ts";
import { opBase } from "../shared/op-base.ts";
import { readList, readNumber } from "../shared/read.ts";
import { sshPortsOf } from "../firewall/ssh-ports.ts";
import { journalJails } from "./jails.ts";

/** Read after jail.conf and the distribution's own file in the folder, so what stands here counts (jail.conf(5)). */
const jailsPath = "/etc/fail2ban/jail.d/fail2ban.local";

/** The package and what it needs to read the journal and to ban, the jails, the service. */
export function lowerFail2ban(resource: Resource, context: LowerContext): readonly Op[] {
  const service = runService(resource, "fail2ban");
  // fail2ban only recommends what reads the journal and what bans. Beside ufw, too, it bans with a table of its own: its
  // action for ufw would change the file of the rules, which are the author's.
  const needed = ["python3-systemd", "nftables"];
  const triggers = [{ action: "restart", target: opId("service", "fail2ban.service") }] as const;
  const file: FileOp = {
    ...writeText(resource, jailsPath, jailsFile(resource, context), { triggers }),
    after: [opId("package", "fail2ban")],
  };
  return [
    {
      ...service,
      ...opBase(resource, service.title),
      after: [file.id, ...needed.map((name) => opId("package", name))],
    },
    ...["fail2ban", ...needed].map((name) => installPackage(resource, name)),
    file,
  ];
}

/** The jails of a machine by name: the written ones, and `sshd` when none is. */
function jailsOf(resource: Resource): readonly NestedBlock[] {
  const jails = resource.blocks["jail"] ?? [];
  const sshd: NestedBlock = { label: "sshd", attributes: {}, span: { file: "", start: 0, end: 0 } };
  return jails.length === 0 ? [sshd] : jails.toSorted((a, b) => ((a.label ?? "") < (b.label ?? "") ? -1 : 1));
}

function jailsFile(resource: Resource, context: LowerContext): Text {
  const ignored = readList(resource, "ignore")
    .flatMap((value) => sourcesOf(value, context))
    .flatMap(({ text }) => [literalText(" "), text]);
  return joinTexts(
    literalText(`[DEFAULT]
banaction = nftables
banaction_allports = nftables[type=allports]
bantime = ${readNumber(resource, "ban-time") ?? 600}
findtime = ${readNumber(resource, "find-time") ?? 600}
maxretry = ${readNumber(resource, "retries") ?? 5}
ignoreip = 127.0.0.1/8 ::1`),
    ...ignored,
    literalText("\n"),
    ...jailsOf(resource).map((jail) => literalText(jailText(jail, context))),
  );
}

function jailText(jail: NestedBlock, context: LowerContext): string {
  const name = jail.label ?? "";
  const log = knownText(jail.attributes["log"]?.value);
  const ports = portsOf(jail, context);
  const lines: (readonly [string, string | undefined])[] = [
    ["enabled", "true"],
    ["filter", knownText(jail.attributes["filter"]?.value)],
    ["backend", log === undefined && journalJails.has(name) ? "systemd" : log === undefined ? undefined : "auto"],
    // From OpenSSH 9.8 on another program of sshd's writes the lines; the unit is the same (Debian's own jail says so).
    ["journalmatch", log === undefined && name === "sshd" ? "_SYSTEMD_UNIT=ssh.service + _COMM=sshd" : undefined],
    ["logpath", log],
    ["port", ports.length === 0 ? undefined : ports.join(",")],
    ["bantime", numberOf(jail.attributes["ban-time"]?.value)],
    ["findtime", numberOf(jail.attributes["find-time"]?.value)],
    ["maxretry", numberOf(jail.attributes["retries"]?.value)],
  ];
  const text = lines.flatMap(([key, value]) => (value === undefined ? [] : [`${key} = ${value}\n`])).join("");
  return `\n[${name}]\n${text}`;
}

/** Written ports, else those on which this machine's sshd answers. */
function portsOf(jail: NestedBlock, context: LowerContext): readonly string[] {
  const value = unwrapValue(jail.attributes["ports"]?.value);
  if (value?.is === "list") return value.items.flatMap((item) => numberOf(item) ?? []);
  return jail.label === "sshd" ? sshPortsOf(context.machine, context.model).map(String) : [];
}

function numberOf(value: Value | undefined): string | undefined {
  const inner = unwrapValue(value);
  if (inner?.is === "duration") return String(inner.seconds);
  return inner?.is === "number" ? String(inner.value) : undefined;
}

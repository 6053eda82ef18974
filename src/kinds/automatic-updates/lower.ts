import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { FileOp, Op, ServiceOp } from "../../ir/ops.ts";
import type { Text } from "../../ir/text.ts";
import { joinTexts, literalText } from "../../ir/text.ts";
import { installPackage, partBase, runService, writeText } from "../shared/build-ops.ts";
import { opBase } from "../shared/op-base.ts";
import { readBool, readText } from "../shared/read.ts";
import { originsOf } from "./origins.ts";

/** When apt looks for updates and installs them; apt's own name for the file, which no package brings. */
const periodicPath = "/etc/apt/apt.conf.d/20auto-upgrades";
/** Read after the package's own `50unattended-upgrades`, which stays as it came: its updates never ask what to keep. */
const rulesPath = "/etc/apt/apt.conf.d/52automatic-updates";
const restartsPath = "/etc/needrestart/conf.d/automatic-updates.conf";

/** The package, when and what is installed, and the timers that do it. */
export function lowerAutomaticUpdates(resource: Resource, context: LowerContext): readonly Op[] {
  const service = runService(resource, "unattended-upgrades");
  // The package asks what to do with a file of these names that is there before it.
  const after = [opId("package", "unattended-upgrades")];
  const files = [
    writeText(resource, periodicPath, literalText(periodicFile)),
    writeText(resource, rulesPath, rulesFile(resource, context)),
  ].map((file): FileOp => ({ ...file, after }));
  return [
    { ...service, ...opBase(resource, service.title), after: [...after, ...files.map((file) => file.id)] },
    installPackage(resource, "unattended-upgrades"),
    ...files,
    ...restartOps(resource),
    ...["apt-daily.timer", "apt-daily-upgrade.timer"].map((timer): ServiceOp => ({
      ...runService(resource, timer),
      id: opId("service", timer),
      unit: timer,
      after: files.map((file) => file.id),
    })),
  ];
}

/** needrestart looks after each run of dpkg; by itself it asks, and does nothing where nobody can answer. */
function restartOps(resource: Resource): readonly Op[] {
  if (readBool(resource, "restart-services") === false)
    return [
      {
        ...partBase(resource, `Remove ${restartsPath}`),
        op: "absent-path",
        id: opId("absent-path", restartsPath),
        path: restartsPath,
        was: "file",
      },
    ];
  return [
    installPackage(resource, "needrestart"),
    { ...writeText(resource, restartsPath, literalText(restartsFile)), after: [opId("package", "needrestart")] },
  ];
}

/**
 * Perl, as all of its configuration. Units that systemd is still starting are jobs of type oneshot: a backup that would be
 * cut off, a first boot of cloud-init, the update itself.
 */
const restartsFile = `# What still runs old code after an update is started again, without asking.
$nrconf{restart} = 'a';

# Not what is under way: a job that runs to its end is no service.
for (qx(systemctl list-units --type=service --state=activating --plain --no-legend)) {
    $nrconf{override_rc}{qr(^\\Q$1\\E$)} = 0 if /^(\\S+)/;
}
`;

const periodicFile = `APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
APT::Periodic::AutocleanInterval "7";
`;

/** Lists of apt.conf(5) add up over files, so what the package allows by itself is cleared first. */
function rulesFile(resource: Resource, context: LowerContext): Text {
  const origins = originsOf(context.machine.os, readText(resource, "updates") === "all");
  const reboot = context.text(resource.attributes["reboot"]?.value);
  const mail = context.text(resource.attributes["mail"]?.value);
  const settings: readonly (readonly [string, Text])[] = [
    ["Automatic-Reboot", literalText(reboot === undefined ? "false" : "true")],
    ...(reboot === undefined ? [] : [["Automatic-Reboot-Time", reboot] as const]),
    ...(mail === undefined
      ? []
      : [
          ["Mail", mail] as const,
          ["MailReport", literalText(readText(resource, "mail-report") ?? "on-change")] as const,
        ]),
    ["Remove-Unused-Dependencies", literalText(String(readBool(resource, "remove-unused") === true))],
  ];
  return joinTexts(
    literalText(`#clear Unattended-Upgrade::Allowed-Origins;
#clear Unattended-Upgrade::Origins-Pattern;

Unattended-Upgrade::Origins-Pattern {
${origins.map((origin) => `    "${origin}";\n`).join("")}};

`),
    ...settings.map(([name, value]) =>
      joinTexts(literalText(`Unattended-Upgrade::${name} "`), value, literalText('";\n')),
    ),
  );
}

/** What a machine needs for its virtual hosts. */
import type { LowerContext, Resource } from "../../../ir/model.ts";
import { oncePer } from "../../../ir/once-per.ts";
import { opId } from "../../../ir/op-id.ts";
import type { AbsentPathOp, Op, Trigger } from "../../../ir/ops.ts";
import { literalText, type Text } from "../../../ir/text.ts";
import { installPackage, makeLink, partBase, runService, writeText } from "../build-ops.ts";
import { opBase } from "../op-base.ts";
import { readBool, readText, readValue } from "../read.ts";
import { printNginx } from "./directives.ts";
import { hostKinds } from "./names.ts";
import { passwordOps } from "./passwords.ts";
import { canRejectHandshake } from "./release.ts";
import { unknownNames, virtualHostEntries } from "./servers.ts";
import { type VirtualHost, readVirtualHost, referenced } from "./virtual-host.ts";

const reload: readonly Trigger[] = [{ action: "reload", target: opId("service", "nginx.service") }];
const unknownNamesPath = "/etc/nginx/conf.d/unknown-names.conf";
const restartPath = "/etc/systemd/system/nginx.service.d/restart.conf";

/** The package's unit has no `Restart=`: an nginx that was killed would stay away, although Compose starts it again. */
const restartText = literalText("[Service]\nRestart=on-failure\nRestartSec=2\n");

/** The file of a virtual host. With an ending, so that none is called like the page that the package brings. */
export function sitePath(name: string): string {
  return `/etc/nginx/sites-available/${name}.conf`;
}

function enabledPath(name: string): string {
  return `/etc/nginx/sites-enabled/${name}.conf`;
}

/** The ops of one virtual host; those that all hosts of a machine share are equal, and become one. */
export function virtualHostOps(resource: Resource, root: string | undefined, context: LowerContext): readonly Op[] {
  const path = sitePath(resource.name);
  if (resource.absent) return [removePath(resource, enabledPath(resource.name), "link"), removePath(resource, path)];
  const host = readVirtualHost(resource, root, context);
  const around = { os: context.machine.os, challenge: isChallenged(resource, context) };
  return [
    {
      ...writeText(resource, path, printNginx(virtualHostEntries(host, around))),
      ...opBase(resource, `Set up ${resource.name} in nginx`),
      triggers: reload,
    },
    makeLink(resource, enabledPath(resource.name), path, reload),
    ...passwordOps(resource, reload, context),
    ...machineOps(resource, host, context),
  ];
}

/** nginx itself, without its welcome page, and with an answer for names that nobody has. */
function machineOps(resource: Resource, host: VirtualHost, context: LowerContext): readonly Op[] {
  const unknown = unknownNamesText(context);
  return [
    installPackage(resource, "nginx"),
    removePath(resource, "/etc/nginx/sites-enabled/default", "link"),
    unknown === undefined
      ? removePath(resource, unknownNamesPath)
      : writeText(resource, unknownNamesPath, unknown, { triggers: reload }),
    ...(context.form === "machine" ? [writeText(resource, restartPath, restartText)] : []),
    { ...runService(resource, "nginx"), listens: host.tls === undefined ? [80] : [80, 443] },
  ];
}

/** What answers for names that nobody has; undefined when a virtual host of the machine does. */
const unknownNamesText = oncePer((context: LowerContext): Text | undefined => {
  const { os } = context.machine;
  const hosts = hostKinds.flatMap((kind) => context.all(kind)).filter((other) => !other.absent);
  if (hosts.some((other) => readBool(other, "catch-all") === true)) return undefined;
  const encrypted = hosts
    .filter((other) => readValue(other, "certificate") !== undefined)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const [first] = encrypted;
  const tls = first === undefined ? undefined : readVirtualHost(first, undefined, context).tls;
  const challenge = context.form === "machine" && context.all("certificate").some(isAcme);
  return printNginx(unknownNames(tls, canRejectHandshake(os), { os, challenge }));
});

/** Whether a certificate authority on the internet asks the host for proof that the names are its own. */
function isChallenged(resource: Resource, context: LowerContext): boolean {
  const certificate = referenced(readValue(resource, "certificate"), context);
  return context.form === "machine" && certificate !== undefined && isAcme(certificate);
}

/** Whether a certificate comes from a certificate authority on the internet. */
export function isAcme(certificate: Resource): boolean {
  return !certificate.absent && (readText(certificate, "from") ?? "acme") === "acme";
}

function removePath(resource: Resource, path: string, was: AbsentPathOp["was"] = "file"): AbsentPathOp {
  return {
    ...partBase(resource, `Remove ${path}`, reload),
    op: "absent-path",
    id: opId("absent-path", path),
    path,
    was,
  };
}

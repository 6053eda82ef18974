import type { LowerContext, Resource } from "../../ir/model.ts";
import { oncePer } from "../../ir/once-per.ts";
import { opId } from "../../ir/op-id.ts";
import type { ExecOp, Op, OpId, ScheduleOp, Trigger } from "../../ir/ops.ts";
import { unitNameOn } from "../../ir/os/names.ts";
import { type Text, literalText } from "../../ir/text.ts";
import { groupName, primaryGroupOf } from "../shared/accounts.ts";
import { installPackage, makeDirectory, partBase, runService, runCommand, writeText } from "../shared/build-ops.ts";
import { certificatePaths, certificatesFolder, challengeRoot } from "../shared/certificate-paths.ts";
import { hostKinds } from "../shared/nginx/names.ts";
import { opBase } from "../shared/op-base.ts";
import { readBool, readList, readNumber, readText, readTexts, readValue } from "../shared/read.ts";
import { requestText } from "./request.ts";
import { type Plan, acmeScript, makingScript } from "./scripts.ts";
import { type Source, sources } from "./sources.ts";
import { readCertificate } from "../shared/x509.ts";

/** The ops of a certificate on a machine that boots. */
export function lowerCertificate(resource: Resource, context: LowerContext): readonly Op[] {
  const source = sourceOf(resource);
  const plan = planOf(resource, context);
  switch (source) {
    case "files":
      return fileOps(resource, plan, context);
    case "acme":
      return acmeOps(resource, plan, context);
    case "self-signed":
      return [...makingOps(resource, plan, source, context), renewal(resource, plan)];
    case "ca":
      return [...makingOps(resource, plan, source, context), watch(resource, plan)];
  }
}

/** Where a certificate comes from. */
export function sourceOf(resource: Resource): Source {
  return sources.find((one) => one === readText(resource, "from")) ?? "acme";
}

/** What its program is told. */
export function planOf(resource: Resource, context: LowerContext): Plan {
  const { name } = resource;
  const owner = readText(resource, "owner") ?? "root";
  const group = groupName(resource, "group", context);
  return {
    name,
    paths: certificatePaths(name),
    program: `/usr/local/sbin/certificate-${name}`,
    request: `${certificatesFolder}/${name}.cnf`,
    authority: `${certificatesFolder}/${name}.ca.pem`,
    days: Math.floor((readNumber(resource, "valid-for") ?? 365 * 86_400) / 86_400),
    owner,
    group: group ?? primaryGroupOf(owner, context),
    mode: group === undefined ? "0600" : "0640",
    units: unitsOf(resource, context),
  };
}

/** What reads it: nginx where a site has it, and what the spec names. */
function unitsOf(resource: Resource, context: LowerContext): readonly string[] {
  const named = readTexts(resource, "reloads").map((name) => unitNameOn(context.machine.os, name));
  return [...new Set([...(servedCertificates(context).has(resource.id) ? ["nginx.service"] : []), ...named])].sort();
}

/** The certificates with which a virtual host of the machine answers. */
const servedCertificates = oncePer((context: LowerContext) => {
  const hosts = hostKinds.flatMap((kind) => context.all(kind)).filter((host) => !host.absent);
  return new Set(
    hosts.flatMap((host) => {
      const value = readValue(host, "certificate");
      return value?.is === "ref" ? (value.resource ?? []) : [];
    }),
  );
});

function reloadsOf(plan: Plan): readonly Trigger[] {
  return plan.units.map((unit) => ({ action: "reload" as const, target: opId("service", unit) }));
}

function domainsOf(resource: Resource, context: LowerContext): readonly Text[] {
  // The attribute as it is, with the variable that gives it, if there is one.
  const values = [resource.attributes["domain"]?.value, ...readList(resource, "aliases")];
  return values.flatMap((value) => {
    const text = context.text(value);
    return text === undefined ? [] : [text];
  });
}

/** The certificate as it is in the project, with the day of its end beside it; the key as a secret. */
function fileOps(resource: Resource, plan: Plan, context: LowerContext): readonly Op[] {
  const value = readValue(resource, "certificate");
  const triggers = reloadsOf(plan);
  if (value?.is !== "file") return [];
  const read = readCertificate(value.file.bytes);
  const ends = read.ok ? [`It ends on ${read.ends}.`] : [];
  const { mode, owner, group } = plan;
  return [
    makeDirectory(resource, certificatesFolder),
    makeDirectory(resource, plan.paths.folder),
    {
      ...writeText(resource, plan.paths.certificate, [], { triggers }),
      ...opBase(resource, `Put the certificate ${plan.name} in place`),
      triggers,
      doc: [...(resource.doc === undefined ? [] : [resource.doc]), ...ends].join("\n"),
      content: { from: "bytes", file: value.file },
    },
    writeText(resource, plan.paths.key, context.text(resource.attributes["key"]?.value) ?? [], {
      owner,
      group,
      mode,
      triggers,
    }),
  ];
}

/** What every certificate that is made on the machine has. */
function programOps(resource: Resource, plan: Plan, script: Text, context: LowerContext): readonly Op[] {
  return [
    installPackage(resource, "openssl"),
    makeDirectory(resource, certificatesFolder),
    { ...makeDirectory(resource, plan.paths.folder), ...opBase(resource, `Create the directory ${plan.paths.folder}`) },
    writeText(resource, plan.request, requestText(plan.name, domainsOf(resource, context))),
    writeText(resource, plan.program, script, { mode: "0755" }),
  ];
}

/** Made at once, and again when its names change or its end is near. `atStart`: in a container. */
export function makingOps(
  resource: Resource,
  plan: Plan,
  source: "self-signed" | "ca",
  context: LowerContext,
): readonly Op[] {
  const signs = source === "ca";
  const authority = readValue(resource, "ca-certificate");
  const authorityText = authority?.is === "file" ? literalText(new TextDecoder().decode(authority.file.bytes)) : [];
  const key = context.text(resource.attributes["ca-key"]?.value) ?? [];
  return [
    ...programOps(resource, plan, makingScript(plan, source), context),
    ...(signs ? [writeText(resource, plan.authority, authorityText)] : []),
    making(resource, plan, "", context, signs ? [{ name: "CA_KEY", value: key }] : []),
  ];
}

function making(
  resource: Resource,
  plan: Plan,
  word: string,
  context: LowerContext,
  environment: ExecOp["environment"] = [],
): ExecOp {
  const needs: readonly OpId[] = [plan.program, plan.request].map((path) => opId("file", path));
  return runCommand(
    resource,
    `certificate-${plan.name}`,
    word === "" ? `Make the certificate ${plan.name}` : `Make a first certificate for ${plan.name}`,
    literalText(`${plan.program}${word === "" ? "" : ` ${word}`}`),
    {
      unless: literalText(`${plan.program} check`),
      environment,
      after: needs,
      triggers: reloadsOf(plan),
      ...(context.form === "container"
        ? { atStart: { folders: [plan.paths.folder], capabilities: rightsOf(plan), note: containerNote(resource) } }
        : {}),
    },
  );
}

/** Giving the key to somebody else is all that it needs root's rights for. */
function rightsOf({ owner, group }: Plan): readonly string[] {
  return owner === "root" && group === "root" ? [] : ["CHOWN"];
}

/** What is different where containers run. */
function containerNote(resource: Resource): string {
  const renewed =
    "`docker compose up --detach` makes it again in its last 30 days, and what uses it reads it after a `docker compose restart`";
  if (sourceOf(resource) !== "acme") return renewed;
  return `the certificate is self-signed there, because no ACME server can ask a container on 127.0.0.1; ${renewed}`;
}

/** A self-signed certificate is renewed by the machine itself: it has all that is needed. */
function renewal(resource: Resource, plan: Plan): ScheduleOp {
  const timer = timed(resource, plan, `Renews the certificate ${plan.name} before its end`, "*-*-* 03:30:00", 3600);
  return { ...timer, argv: [...timer.argv, literalText("renew")] };
}

/** The machine has not the key of the authority: all it can do is to say in time that somebody has to sign again. */
function watch(resource: Resource, plan: Plan): ScheduleOp {
  const description = `Fails once the certificate ${plan.name} is to be signed again`;
  const timer = timed(resource, plan, description, "*-*-* 03:30:00", 3600);
  return { ...timer, argv: [...timer.argv, literalText("check")] };
}

function timed(resource: Resource, plan: Plan, description: string, onCalendar: string, delay: number): ScheduleOp {
  return {
    ...partBase(resource, `Run the schedule certificate-${plan.name}`),
    op: "schedule",
    id: opId("schedule", `certificate-${plan.name}`),
    name: `certificate-${plan.name}`,
    description,
    argv: [literalText(plan.program)],
    user: "root",
    group: "root",
    directory: "/",
    environment: [],
    onCalendar,
    persistent: true,
    randomizedDelaySeconds: delay,
    writable: [],
    ensure: "present",
    machineOnly: {
      reason: "what is made when the containers start is good for longer than they run",
      instead: "start them again before its end: `docker compose up --force-recreate`",
    },
  };
}

const letsEncrypt = "https://acme-v02.api.letsencrypt.org/directory";
const letsEncryptStaging = "https://acme-staging-v02.api.letsencrypt.org/directory";

function acmeOps(resource: Resource, plan: Plan, context: LowerContext): readonly Op[] {
  const server =
    readText(resource, "server") ?? (readBool(resource, "staging") === true ? letsEncryptStaging : letsEncrypt);
  const email = context.text(resource.attributes["email"]?.value);
  // nginx answers the question where it runs; else certbot does, on the same port.
  const alone = hostKinds.every((kind) => context.all(kind).every((host) => host.absent));
  const script = acmeScript(plan, server, email, alone, domainsOf(resource, context));
  const request = `certificate-${plan.name}-request`;
  const first = runCommand(resource, request, `Ask for the certificate ${plan.name}`, literalText(plan.program), {
    onChange: [opId("file", plan.program)],
    after: [opId("schedule", `certificate-${plan.name}`), ...(alone ? [] : [opId("service", "nginx.service")])],
  });
  return [
    ...programOps(resource, plan, script, context),
    installPackage(resource, "certbot"),
    ...(alone ? [] : [makeDirectory(resource, challengeRoot)]),
    making(resource, plan, "placeholder", context),
    {
      ...runService(resource, "certbot"),
      id: opId("service", "certbot.timer"),
      unit: "certbot.timer",
      title: "Enable and start certbot.timer",
    },
    timed(resource, plan, `Asks for the certificate ${plan.name} until there is one`, "*-*-* *:00:00", 1800),
    first,
  ];
}

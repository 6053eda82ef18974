import { createHash } from "node:crypto";
import type { Expectation } from "../../src/ir/expectation.ts";
import { resolveText, type HoleResolver } from "../../src/ir/resolve-text.ts";
import type { Text } from "../../src/ir/text.ts";
import { isWithin } from "../../src/ir/paths.ts";
import { isRecord } from "./compare.ts";
import { judgeEdit } from "./edits.ts";
import type { FactValue, Probe } from "./probe.ts";

/** One promise of the spec that a machine does not keep. */
export interface Failure {
  readonly resource: string;
  readonly message: string;
}

export interface OracleResult {
  readonly checked: number;
  /** Promises that this machine cannot keep by nature (an image is not booted) or that the target said it does not carry. */
  readonly skipped: number;
  /** Files whose bytes hold a secret or a host's own value, so that only owner and mode were checked. */
  readonly bytesUnknown: number;
  readonly failures: readonly Failure[];
}

type Record_ = { readonly [field: string]: FactValue };

/** What the lab knows besides the spec. */
export interface OracleContext {
  /** Resources, paths of files, and units, which the target reported as not carried by it. */
  readonly notHere: ReadonlySet<string>;
  /** Values of secrets and of the host. */
  readonly resolve: HoleResolver;
}

const NOTHING_KNOWN: OracleContext = {
  notHere: new Set(),
  resolve: (hole) => (hole.hole === "variable" ? hole.value : undefined),
};

/** A fact as it stands in a message. */
function spell(fact: FactValue | undefined): string {
  if (fact === undefined) return "missing";
  return typeof fact === "string" ? fact : JSON.stringify(fact);
}

/** Holds a probe against what the spec promises. Strict: there are no masks here. */
export function checkExpectations(
  probe: Probe,
  expectations: readonly Expectation[],
  context: OracleContext = NOTHING_KNOWN,
): OracleResult {
  const failures: Failure[] = [];
  let checked = 0;
  let skipped = 0;
  let bytesUnknown = 0;
  for (const expectation of expectations) {
    if ((expectation.where === "booted" && !probe.live) || isNotHere(expectation, context.notHere)) {
      skipped += 1;
      continue;
    }
    checked += 1;
    if (expectation.fact === "file" && bytesOf(expectation, context.resolve) === undefined) bytesUnknown += 1;
    for (const message of judge(probe, expectation, context.resolve))
      failures.push({ resource: expectation.resource, message });
  }
  return { checked, skipped, bytesUnknown, failures };
}

/** Whether the target said of a resource, or of this one file or unit of it, that it is not there. */
export function isNotHere(expectation: Expectation, notHere: ReadonlySet<string>): boolean {
  if (notHere.has(expectation.resource)) return true;
  if ("unit" in expectation) return notHere.has(expectation.unit);
  return expectation.fact === "file" && notHere.has(expectation.path);
}

/** What is true of every healthy machine, whatever the spec says. `base` is the same machine before anything was done. */
export function checkHealth(probe: Probe, base: Probe): Failure[] {
  const failures: Failure[] = [];
  const fail = (resource: string, message: string): void => void failures.push({ resource, message });
  for (const [key, value] of probe.facts) {
    if (key.startsWith("live:") && isRecord(value)) {
      if (value["active"] === "failed") fail(key, "the unit failed");
      if (value["needReload"] === true)
        fail(key, "the unit's file changed after systemd read it: a daemon-reload is missing");
    }
    if (key.startsWith("path:") && isRecord(value) && !base.facts.has(key)) {
      if (spell(value["owner"]).startsWith("#")) fail(key, `belongs to the unknown user id ${spell(value["owner"])}`);
      if (spell(value["group"]).startsWith("#")) fail(key, `belongs to the unknown group id ${spell(value["group"])}`);
      if (/\.(dpkg-(dist|old|new)|ucf-(dist|old|new))$/.test(key))
        fail(key, "left behind: a file was written before its package was installed");
    }
  }
  const sudoers = probe.facts.get("sudoers:valid");
  if (sudoers !== undefined && sudoers !== true) fail("sudoers", spell(sudoers));
  return failures;
}

/** The paths that the spec names, for the probe's quick mode. */
export function declaredPaths(expectations: readonly Expectation[]): string[] {
  const paths = expectations.flatMap((each) => ("path" in each ? [each.path] : []));
  return [...new Set(paths)].sort();
}

/** The declared ones where the probe does not look by itself: a start makes these folders anew (hier(7)). */
export function volatilePaths(expectations: readonly Expectation[]): string[] {
  return declaredPaths(expectations).filter((path) => isWithin(path, "/run") || isWithin(path, "/tmp"));
}

function bytesOf(file: Extract<Expectation, { fact: "file" }>, resolve: HoleResolver): Uint8Array | undefined {
  if (file.bytes !== undefined || file.content === undefined) return file.bytes;
  const resolved = resolveText(file.content, resolve);
  return resolved.ok ? Buffer.from(resolved.text, "utf8") : undefined;
}

function judge(probe: Probe, expectation: Expectation, resolve: HoleResolver): string[] {
  switch (expectation.fact) {
    case "package":
      return judgePackage(probe, expectation);
    case "group": {
      const group = record(probe, `group:${expectation.name}`);
      if (!expectation.exists) return group === undefined ? [] : [`group ${expectation.name} is still there`];
      if (group === undefined) return [`group ${expectation.name} is missing`];
      return same(`group ${expectation.name}`, group, { gid: expectation.gid });
    }
    case "user":
      return judgeUser(probe, expectation);
    case "directory":
      return judgePath(probe, expectation.path, {
        type: "directory",
        owner: expectation.owner,
        group: expectation.group,
        mode: expectation.mode,
      });
    case "file": {
      const wanted: Record<string, FactValue | undefined> = {
        type: "file",
        owner: expectation.owner,
        group: expectation.group,
        mode: expectation.mode,
      };
      const bytes = bytesOf(expectation, resolve);
      if (bytes !== undefined) {
        wanted["size"] = bytes.byteLength;
        wanted["sha256"] = createHash("sha256").update(bytes).digest("hex");
      }
      return judgePath(probe, expectation.path, wanted);
    }
    case "link":
      return judgePath(probe, expectation.path, {
        type: "link",
        target: expectation.target,
        owner: "root",
        group: "root",
      });
    case "absent-path": {
      const found = record(probe, `path:${expectation.path}`);
      return found === undefined || found["type"] === "missing" ? [] : [`${expectation.path} is still there`];
    }
    case "edit":
      return judgeEdit(probe, expectation, resolve);
    case "attributes": {
      const { owner, group, mode } = expectation;
      return judgePath(probe, expectation.path, { owner, group, mode });
    }
    case "unit-enabled": {
      const state = record(probe, `unit:${expectation.unit}`)?.["state"];
      if (expectation.enabled)
        return state === "enabled" ? [] : [`${expectation.unit} is not enabled (${spell(state)})`];
      return state === "enabled" ? [`${expectation.unit} is enabled`] : [];
    }
    case "unit-masked": {
      const masked = record(probe, `unit:${expectation.unit}`)?.["state"] === "masked";
      return masked === expectation.masked ? [] : [`${expectation.unit} is ${masked ? "" : "not "}masked`];
    }
    case "unit-active":
      return judgeActive(probe, expectation.unit, expectation.active);
    case "timezone": {
      const zone = probe.facts.get("timezone:localtime");
      const file = probe.facts.get("timezone:file");
      return [
        ...(zone === expectation.timezone ? [] : [`/etc/localtime says ${spell(zone)}, not ${expectation.timezone}`]),
        ...(file === expectation.timezone ? [] : [`/etc/timezone says ${spell(file)}, not ${expectation.timezone}`]),
      ];
    }
    case "locale":
      return judgeLocale(probe, expectation.locale);
    case "hostname":
      return judgeHostname(probe, expectation.hostname, resolve);
  }
}

function judgePackage(probe: Probe, wanted: Extract<Expectation, { fact: "package" }>): string[] {
  const found = record(probe, `package:${wanted.name}`);
  const installed = found?.["status"] === "installed";
  if (!wanted.installed) return installed ? [`package ${wanted.name} is still installed`] : [];
  if (found === undefined || !installed) return [`package ${wanted.name} is not installed`];
  const problems: string[] = [];
  const version = spell(found["version"]);
  if (wanted.version !== undefined && !matchesVersion(version, wanted.version)) {
    problems.push(`package ${wanted.name} has version ${version}, not ${wanted.version}`);
  }
  if (wanted.hold !== undefined && found["hold"] !== wanted.hold) {
    problems.push(`package ${wanted.name} is ${wanted.hold ? "not held" : "held"}`);
  }
  return problems;
}

/** apt reads `*` in a wanted version as "anything from here". */
function matchesVersion(version: string, wanted: string): boolean {
  const pattern = wanted
    .split("*")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${pattern}$`).test(version);
}

function judgeUser(probe: Probe, wanted: Extract<Expectation, { fact: "user" }>): string[] {
  const user = record(probe, `user:${wanted.name}`);
  if (!wanted.exists) return user === undefined ? [] : [`user ${wanted.name} is still there`];
  if (user === undefined) return [`user ${wanted.name} is missing`];
  const { uid, group, comment, home, shell } = wanted;
  const problems = same(`user ${wanted.name}`, user, { uid, group, comment, home, shell });
  if (wanted.groups !== undefined) {
    const groups: string[] = [];
    for (const [key, value] of probe.facts) {
      if (!key.startsWith("group:") || !isRecord(value)) continue;
      if ((value["members"] as readonly string[]).includes(wanted.name)) groups.push(key.slice("group:".length));
    }
    problems.push(...same(`user ${wanted.name}`, { groups: groups.sort() }, { groups: [...wanted.groups].sort() }));
  }
  if (wanted.locked !== undefined) {
    const lock = record(probe, `shadow:${wanted.name}`)?.["lock"];
    const right = wanted.locked ? lock === "locked" : lock === "password";
    if (!right)
      problems.push(
        `user ${wanted.name}: the password field is "${spell(lock)}", not ${wanted.locked ? "locked" : "a password"}`,
      );
  }
  return problems;
}

function judgePath(probe: Probe, path: string, wanted: Readonly<Record<string, FactValue | undefined>>): string[] {
  const found = record(probe, `path:${path}`);
  if (found === undefined || found["type"] === "missing") return [`${path} is missing`];
  return same(path, found, wanted);
}

function judgeActive(probe: Probe, unit: string, active: boolean): string[] {
  const live = record(probe, `live:${unit}`);
  const state = spell(live?.["active"] ?? "inactive");
  if (!active) return state === "inactive" ? [] : [`${unit} is ${state}, not inactive`];
  if (state !== "active") return [`${unit} is ${state}, not active`];
  return live?.["restarts"] === 0 ? [] : [`${unit} had to be restarted ${spell(live?.["restarts"])} times`];
}

function judgeLocale(probe: Probe, locale: string): string[] {
  const problems: string[] = [];
  const lang = probe.facts.get("locale:LANG");
  if (lang !== locale) problems.push(`LANG is ${spell(lang)}, not ${locale}`);
  const generated = probe.facts.get("locale:generated") as readonly string[];
  const name = locale.replace(
    /\.(.+?)(@|$)/,
    (_all, codeset: string, end: string) => `.${codeset.toLowerCase().replace(/-/g, "")}${end}`,
  );
  if (!["C.utf8", "C", "POSIX"].includes(name) && !generated.includes(name))
    problems.push(`the locale ${locale} is not generated`);
  return problems;
}

function judgeHostname(probe: Probe, hostname: Text, resolve: HoleResolver): string[] {
  const resolved = resolveText(hostname, resolve);
  if (!resolved.ok) return [];
  const wanted = resolved.text;
  return [
    ["hostname:file", "/etc/hostname"],
    ["hostname:live", "the running name"],
  ].flatMap(([key, name]) => {
    const found = probe.facts.get(key!);
    return found === wanted ? [] : [`${name} is ${spell(found)}, not ${wanted}`];
  });
}

function same(what: string, found: Record_, wanted: Readonly<Record<string, FactValue | undefined>>): string[] {
  return Object.entries(wanted)
    .filter(([field, value]) => value !== undefined && JSON.stringify(found[field]) !== JSON.stringify(value))
    .map(([field, value]) => `${what}: ${field} is ${JSON.stringify(found[field])}, not ${JSON.stringify(value)}`);
}

function record(probe: Probe, key: string): Record_ | undefined {
  const value = probe.facts.get(key);
  return isRecord(value) ? value : undefined;
}

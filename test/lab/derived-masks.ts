/** The masks of one machine, derived from its spec and from the build reports: no members of the closed list. */
import { basename, dirname } from "node:path";
import type { Expectation } from "../../src/ir/expectation.ts";
import { isWithin } from "../../src/ir/paths.ts";
import type { Mask, PairName } from "./compare.ts";
import { isNotHere } from "./oracle.ts";
import type { LabMachine } from "./project.ts";

/**
 * What an image does not carry by nature or by its own build report. Exactly the facts of those resources,
 * nothing else.
 */
export function notCarriedMask(machine: LabMachine, pair: PairName): Mask {
  const keys = new Set<string>();
  const units = new Set<string>();
  const patterns: RegExp[] = [];
  for (const each of machine.expectations) {
    if (each.fact === "user" && machine.lockedInImage.has(each.resource)) keys.add(`shadow:${each.name}`);
    if (each.where !== "booted" && !isNotHere(each, machine.notOn.dockerfile)) continue;
    if ("path" in each) keys.add(`path:${each.path}`);
    // An edited file's text is a fact of its own.
    if (each.fact === "edit") keys.add(`text:${each.path}`);
    if ("path" in each && each.path.startsWith("/etc/systemd/system/")) units.add(basename(each.path));
    if ("path" in each && each.path.startsWith("/etc/sysctl.d/")) patterns.push(/^sysctl:/);
    if ("unit" in each) {
      units.add(each.unit);
      // What stands in for the unit's environment where a program gets its secrets as files.
      keys.add(`path:/usr/local/bin/${each.unit.replace(/\.service$/, "")}-entrypoint`);
    }
    if (each.fact === "timezone") patterns.push(/^timezone:|^path:\/etc\/(localtime|timezone)$/);
    if (each.fact === "locale")
      patterns.push(/^locale:|^path:(\/etc\/(default\/locale|locale\.(conf|gen))|\/usr\/lib\/locale\/.*)$/);
    if (each.fact === "hostname") patterns.push(/^hostname:/);
  }
  // An enabled unit is a link with the unit's name in a folder of systemd's; systemctl keeps those of its init script,
  // if it has one, in step.
  const ofUnit = (key: string): boolean => {
    const script = /^path:\/etc\/rc[0-6S]\.d\/[SK]\d\d(.+)$/.exec(key)?.[1];
    if (script !== undefined) return units.has(`${script}.service`);
    return [...units].some(
      (unit) => key === `unit:${unit}` || (key.startsWith("path:/etc/systemd/system/") && key.endsWith(`/${unit}`)),
    );
  };
  return {
    id: "reported-not-here",
    reason: "an image is not booted, or its build report says that it does not carry this resource",
    pairs: [pair],
    keys: /./,
    when: ({ key }) => keys.has(key) || ofUnit(key) || patterns.some((pattern) => pattern.test(key)),
  };
}

/**
 * What a kind makes in another way in containers, with the units whose files these are, and what programs write while
 * they run, for none has run in an image that is looked at. Derived from the spec like the one above: the paths that only
 * one of the two forms promises, or promises otherwise, and what is below them, and the folders that are there for nothing
 * else; the oracle holds each target against its own form.
 */
export function otherFormMask(machine: LabMachine, pair: PairName): Mask {
  const onMachine = promisedPaths(machine.expectations);
  const inImage = promisedPaths(machine.inImage);
  const other = [...onMachine, ...inImage].flatMap(([path]) =>
    onMachine.get(path) === inImage.get(path) ? [] : [path],
  );
  const folders = new Set([...other, ...machine.written].map((path) => `path:${path}`));
  const units = new Set(
    other.flatMap((path) => (dirname(path) === "/etc/systemd/system" ? [`unit:${basename(path)}`] : [])),
  );
  const parents = new Set(
    other.flatMap((path) => [
      ...(onMachine.has(path) ? parentsFor(path, inImage) : []),
      ...(inImage.has(path) ? parentsFor(path, onMachine) : []),
    ]),
  );
  return {
    id: "other-form",
    reason: "a container has another form of this resource, or a program writes there while it runs",
    pairs: [pair],
    keys: /^(path|unit):/,
    when: ({ key }) => {
      if (parents.has(key) || units.has(key)) return true;
      for (let at = key; at.includes("/"); at = at.slice(0, at.lastIndexOf("/"))) if (folders.has(at)) return true;
      return false;
    },
  };
}

/** The folders above a path, as keys, that no path of the other form needs. */
function parentsFor(path: string, other: ReadonlyMap<string, string>): readonly string[] {
  const parents: string[] = [];
  for (let at = dirname(path); at !== "/"; at = dirname(at)) {
    if ([...other.keys()].some((each) => each === at || isWithin(each, at))) break;
    parents.push(`path:${at}`);
  }
  return parents;
}

/** Path → all that is promised of it, as one text. */
function promisedPaths(expectations: readonly Expectation[]): ReadonlyMap<string, string> {
  return new Map(
    expectations.flatMap((each) => {
      if (!("path" in each)) return [];
      const bytes = "bytes" in each && each.bytes !== undefined ? Buffer.from(each.bytes).toString("base64") : "";
      return [[each.path, JSON.stringify({ ...each, bytes, where: "" })] as const];
    }),
  );
}

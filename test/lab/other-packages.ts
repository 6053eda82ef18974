import type { Expectation } from "../../src/ir/expectation.ts";
import { isRecord, type Difference, type Mask, type PairName } from "./compare.ts";
import { isNotHere } from "./oracle.ts";
import type { Probe } from "./probe.ts";
import type { LabMachine } from "./project.ts";

/** Where packages put their files, and what they make when they are installed; nothing of a spec's own has to lie there. */
const OF_PACKAGES = /^path:\/(boot|etc|lib(32|64)?|s?bin|usr(?!\/local\/)|var\/(cache|lib|spool))\//;

/**
 * What packages share, and each of them changes: which of several programs a name means (update-alternatives), where files
 * and their modes are diverted to, the settings that ucf knows, and the folder of private keys, which ssl-cert opens to its group.
 */
const SHARED =
  /^path:\/(etc\/(alternatives\/[^/]+|ssl\/private)|var\/lib\/(dpkg\/(alternatives\/[^/]+|diversions|statoverride)|ucf\/(hashfile|registry)(\.\d)?))$/;

/** The highest number of an account that a package makes for itself (Debian Policy, 9.2.2). */
const LAST_SYSTEM_ID = 999;

/**
 * What the packages bring that only the machine has: where a container has a server's official image, the packages of
 * that server, with what they depend on, are not in the machine's own image; nor are those of a resource that no image
 * carries, by the build report (a firewall). Derived from the spec like `otherFormMask`; where both forms ask for the
 * same packages it explains nothing. What the image's own form promises is never explained.
 */
export function otherPackagesMask(machine: LabMachine, pair: PairName): Mask {
  const inImage = promised(machine.inImage.filter((each) => !isNotHere(each, machine.notOn.dockerfile)));
  const onMachine = promised(machine.expectations);
  const others = [...onMachine].filter((key) => key.startsWith("package:") && !inImage.has(key));
  return {
    id: "other-packages",
    reason: "a container has the official image of this server, or does not carry what the package is for",
    pairs: [pair],
    keys: /^(package|user|group|shadow|gshadow|unit|path):/,
    when: (difference, left) => {
      if (others.length === 0 || inImage.has(difference.key)) return false;
      if (difference.field !== "") return SHARED.test(difference.key);
      return difference.right === undefined && isOfPackage(difference, left, new Set(others));
    },
  };
}

function isOfPackage({ key, left: fact }: Difference, machine: Probe, others: ReadonlySet<string>): boolean {
  if (key.startsWith("path:")) return OF_PACKAGES.test(key);
  if (key.startsWith("unit:")) return true;
  if (key.startsWith("package:")) return others.has(key) || (isRecord(fact) && fact["auto"] === true);
  const account = machine.facts.get(key.replace(/^gshadow:/, "group:").replace(/^shadow:/, "user:"));
  const id = isRecord(account) ? (account["uid"] ?? account["gid"]) : undefined;
  return typeof id === "number" && id <= LAST_SYSTEM_ID;
}

/** The keys of the facts that a form promises to be there. */
function promised(expectations: readonly Expectation[]): ReadonlySet<string> {
  return new Set(
    expectations.flatMap((each) => {
      if ("path" in each) return [`path:${each.path}`];
      if ("unit" in each) return [`unit:${each.unit}`];
      if (each.fact === "package" && each.installed) return [`package:${each.name}`];
      return (each.fact === "user" || each.fact === "group") && each.exists ? [`${each.fact}:${each.name}`] : [];
    }),
  );
}

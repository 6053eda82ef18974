import type { OsRelease } from "../../../ir/os.ts";
import { phpVersionOf } from "../../../ir/os/php-version.ts";

/** The languages whose runtime comes with a distribution. */
export type RuntimeName = "Node.js" | "Python";

/** The version that each release's own packages bring (packages.debian.org, packages.ubuntu.com): `nodejs`, `python3`. */
const versions: Readonly<Record<RuntimeName, Readonly<Record<string, string>>>> = {
  "Node.js": {
    "debian-11": "12",
    "debian-12": "18",
    "debian-13": "20",
    "ubuntu-22.04": "12",
    "ubuntu-24.04": "18",
  },
  Python: {
    "debian-11": "3.9",
    "debian-12": "3.11",
    "debian-13": "3.13",
    "ubuntu-22.04": "3.10",
    "ubuntu-24.04": "3.12",
  },
};

/** The version of a runtime that a release brings; undefined for a release that has no row. */
export function runtimeVersion(runtime: RuntimeName | "PHP", os: OsRelease): string | undefined {
  return runtime === "PHP" ? phpVersionOf(os.id) : versions[runtime][os.id];
}

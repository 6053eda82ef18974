import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { machineAptOptions, machineSources } from "./apt.ts";
import { cacheFolder, type Engine } from "./engine.ts";
import { mustExec, exec } from "./exec.ts";
import { ownFolder, takeAwayLater } from "./own.ts";
import { RELEASES, type Suite } from "./suites.ts";

/** Ubuntu's archive keys, as Ubuntu packs them; Debian has no package of them. Fetched over TLS, and only for Ubuntu. */
const UBUNTU_KEYS = "https://archive.ubuntu.com/ubuntu/pool/main/u/ubuntu-keyring/ubuntu-keyring_2021.03.26_all.deb";

/**
 * Bootstraps the minimal system with mmdebstrap where no registry answers; the tar is kept for the week.
 * Returns the name of the imported image.
 */
export async function bootstrap(
  engine: Engine,
  suite: Suite,
  key: string,
  say: (line: string) => void,
): Promise<string> {
  const folder = join(cacheFolder(), "bootstrap");
  mkdirSync(folder, { recursive: true });
  const tar = join(folder, `${suite}-${key}.tar`);
  if (!existsSync(tar)) {
    for (const old of readdirSync(folder)) if (old.startsWith(`${suite}-`)) rmSync(join(folder, old));
    say(`bootstrapping ${suite} with mmdebstrap`);
    const partial = takeAwayLater(`${tar}.partial-${process.pid}.tar`);
    await (RELEASES[suite].distribution === "ubuntu"
      ? bootstrapUbuntu(suite, partial)
      : bootstrapDebian(suite, partial));
    renameSync(partial, tar);
  }
  const name = `envc-lab/bootstrap:${suite}`;
  await mustExec(engine.docker, ["import", tar, name]);
  return name;
}

async function bootstrapDebian(suite: Suite, tar: string): Promise<void> {
  const first = await exec("mmdebstrap", [...options(), suite, tar], { timeout: 900 });
  if (first.code === 0) return;
  // The tool's own default mirror did not work: use what this machine's apt uses, for the wanted suite.
  await mustExec("mmdebstrap", [...options(), suite, tar, "-"], { input: machineSources(suite), timeout: 900 });
}

async function bootstrapUbuntu(suite: Suite, tar: string): Promise<void> {
  const keys = ownFolder(`keys-${suite}`);
  await mustExec("curl", ["-fsSL", "--max-time", "60", "-o", join(keys, "keyring.deb"), UBUNTU_KEYS]);
  await mustExec("dpkg-deb", ["-x", join(keys, "keyring.deb"), keys]);
  const keyring = join(keys, "usr/share/keyrings/ubuntu-archive-keyring.gpg");
  // apt is no required package of Ubuntu's, but the official images have it.
  const args = [...options(), "--include=apt", `--keyring=${keyring}`, "--components=main,universe", suite, tar];
  await mustExec("mmdebstrap", [...args, "http://archive.ubuntu.com/ubuntu"], { timeout: 900 });
}

function options(): string[] {
  const lines = machineAptOptions().split("\n");
  return ["--variant=minbase", ...lines.filter((line) => line !== "").map((line) => `--aptopt=${line}`)];
}

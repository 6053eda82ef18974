import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { machineAptOptions } from "./apt.ts";
import { bootstrap } from "./bootstrap.ts";
import type { Engine } from "./engine.ts";
import { exec, mustExec } from "./exec.ts";
import { ownTemporaryFolder } from "./own.ts";
import { RELEASES, type Suite } from "./suites.ts";

/**
 * The images of one suite.
 * `slim`: what a generated Dockerfile is meant to start from in the real world (the official slim image, or the same thing bootstrapped).
 * `base`: the one root filesystem from which all targets start when they are compared. It carries systemd, an SSH server,
 * Python and cloud-init, so that no difference between two machines can come from where they started.
 */
export interface SuiteImages {
  readonly suite: Suite;
  readonly slim: string;
  readonly base: string;
}

const BASE_PACKAGES = [
  "systemd",
  "systemd-sysv",
  "dbus",
  "udev",
  "openssh-server",
  "python3",
  "python3-apt",
  "sudo",
  "iproute2",
  "ca-certificates",
  // Something to take away again.
  "nano",
  "netbase",
  "cloud-init",
];

const TOOLS_PACKAGES = [
  "ansible",
  "ansible-core",
  "ansible-lint",
  "yamllint",
  "cloud-init",
  "shellcheck",
  "openssh-client",
  "git",
  // What opens encrypted secrets.
  "age",
  "python3-jmespath",
  // What Ansible hashes passwords with.
  "python3-passlib",
  "docker-compose",
  // What looks at the machines from outside.
  "curl",
];

/**
 * The network stage waits for DHCP without this; the datasource list keeps cloud-init from asking every cloud there is.
 * The file is in the base image of every target, so it is no difference.
 */
const CLOUD_CFG = "datasource_list: [NoCloud, None]\nnetwork: {config: disabled}\n";

/**
 * What systemd asks at every start and at every `daemon-reload`, of which a package brings several: about disks, terminals
 * and modes of booting that a container has not. Unasked (systemd.generator(7)), a reload takes half of the time.
 */
const IDLE_GENERATORS = [
  "cryptsetup",
  "debug",
  "getty",
  "gpt-auto",
  "hibernate-resume",
  "integritysetup",
  "rc-local",
  "run",
  "ssh",
  "system-update",
  "tpm2",
  "veritysetup",
];

/** Builds (or finds) the images of one suite. */
export async function prepareSuite(engine: Engine, suite: Suite, say: (line: string) => void): Promise<SuiteImages> {
  const slim = await prepareSlim(engine, suite, say);
  const base = `envc-lab/base:${suite}`;
  const aptLines = machineAptOptions();
  const dockerfile = [
    `FROM ${slim}`,
    "COPY apt.conf /etc/apt/apt.conf.d/90lab-network",
    "COPY certificates/ /usr/local/share/ca-certificates/",
    `RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${BASE_PACKAGES.join(" ")} \\`,
    "  && apt-get clean && rm -f /etc/machine-id && touch /etc/machine-id",
    // Official images keep services from starting and throw away what a server keeps; a machine does neither.
    "RUN rm -f /usr/sbin/policy-rc.d /etc/apt/apt.conf.d/docker-* /etc/dpkg/dpkg.cfg.d/docker*",
    // Somebody to take away again; without subordinate ids, whose ranges follow the order in which users come and go.
    "RUN useradd --uid 5999 --create-home --shell /bin/sh leftover && sed -i /^leftover:/d /etc/subuid /etc/subgid",
    // A server that somebody installed knows its packages, from some days ago. A cloud image does not: see bootMachine.
    "RUN rm -rf /var/lib/apt/periodic/* && touch -d '2 days ago' /var/lib/apt/lists",
    "COPY 99-lab.cfg /etc/cloud/cloud.cfg.d/99-lab.cfg",
    "RUN mkdir /etc/systemd/system-generators && cd /etc/systemd/system-generators \\",
    `  && for name in ${IDLE_GENERATORS.join(" ")}; do ln -s /dev/null "systemd-$name-generator"; done`,
    "",
  ].join("\n");
  const files = { "apt.conf": aptLines, "99-lab.cfg": CLOUD_CFG };
  await buildFlavour(engine, base, dockerfile, files, say);
  return { suite, slim, base };
}

/** The image with the newer line of each tool: ansible-core 2.19, its lint, cloud-init 25.1. */
export async function prepareTools(engine: Engine, say: (line: string) => void): Promise<string> {
  const slim = await prepareSlim(engine, "trixie", say);
  const name = "envc-lab/tools:trixie";
  const dockerfile = [
    `FROM ${slim}`,
    "COPY apt.conf /etc/apt/apt.conf.d/90lab-network",
    `RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${TOOLS_PACKAGES.join(" ")} \\`,
    "  && apt-get clean && rm -rf /var/lib/apt/lists/*",
    "",
  ].join("\n");
  await buildFlavour(engine, name, dockerfile, { "apt.conf": machineAptOptions() }, say);
  return name;
}

/** Year and ISO week, e.g. `2026-W48`: images older than this week's are built again. */
export function isoWeek(now: Date): string {
  const day = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
  day.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7));
  const year = day.getUTCFullYear();
  const week = Math.ceil(((day.getTime() - Date.UTC(year, 0, 1)) / 86_400_000 + 1) / 7);
  return `${year}-W${String(week).padStart(2, "0")}`;
}

async function prepareSlim(engine: Engine, suite: Suite, say: (line: string) => void): Promise<string> {
  const name = `envc-lab/slim:${suite}`;
  const key = digest(["slim", suite, isoWeek(new Date()), machineAptOptions(), "bash"]);
  if ((await labelOf(engine, name)) === key) return name;
  const { official } = RELEASES[suite];
  const pulled = await exec(engine.docker, ["pull", official], { timeout: 120 });
  const source = pulled.code === 0 ? official : await bootstrap(engine, suite, key, say);
  const folder = ownTemporaryFolder();
  writeFileSync(join(folder, "apt.conf"), machineAptOptions());
  // Official images start a shell when nothing else is said; one that was bootstrapped has to be told.
  const dockerfile = `FROM ${source}\nCOPY apt.conf /etc/apt/apt.conf.d/90lab-network\nCMD ["bash"]\n`;
  writeFileSync(join(folder, "Dockerfile"), dockerfile);
  await dockerBuild(engine, name, folder, key);
  rmSync(folder, { recursive: true });
  say(`${name} from ${pulled.code === 0 ? "the official image" : "mmdebstrap (no registry answered)"}`);
  return name;
}

async function buildFlavour(
  engine: Engine,
  name: string,
  dockerfile: string,
  files: Readonly<Record<string, string>>,
  say: (line: string) => void,
): Promise<void> {
  const certificates = machineCertificates();
  const from = await imageId(engine, dockerfile.split("\n")[0]!.slice("FROM ".length));
  const key = digest([
    name,
    from,
    isoWeek(new Date()),
    dockerfile,
    JSON.stringify(files),
    JSON.stringify(certificates),
  ]);
  if ((await labelOf(engine, name)) === key) return;
  const folder = ownTemporaryFolder();
  mkdirSync(join(folder, "certificates"));
  for (const [file, text] of Object.entries(certificates)) writeFileSync(join(folder, "certificates", file), text);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  writeFileSync(join(folder, "Dockerfile"), dockerfile);
  const seconds = await dockerBuild(engine, name, folder, key);
  rmSync(folder, { recursive: true });
  say(`built ${name} in ${seconds.toFixed(0)} s`);
}

async function dockerBuild(engine: Engine, name: string, folder: string, key: string): Promise<number> {
  const args = ["build", "--label", `envc.lab.key=${key}`, "-t", name, folder];
  const ran = await mustExec(engine.docker, args, { env: { DOCKER_BUILDKIT: "1" }, timeout: 1200 });
  return ran.seconds;
}

async function labelOf(engine: Engine, name: string): Promise<string | undefined> {
  const format = '{{index .Config.Labels "envc.lab.key"}}';
  const ran = await exec(engine.docker, ["image", "inspect", "--format", format, name]);
  return ran.code === 0 ? ran.stdout.toString().trim() : undefined;
}

async function imageId(engine: Engine, name: string): Promise<string> {
  const ran = await exec(engine.docker, ["image", "inspect", "--format", "{{.Id}}", name]);
  return ran.stdout.toString().trim();
}

/** Certificates that the machine's owner added; a mirror or repository over https may need them. */
function machineCertificates(): Record<string, string> {
  const folder = "/usr/local/share/ca-certificates";
  const found: Record<string, string> = { README: "Certificates of the machine that runs the lab.\n" };
  if (!existsSync(folder)) return found;
  for (const file of readdirSync(folder).sort()) {
    if (file.endsWith(".crt")) found[file] = readFileSync(join(folder, file), "utf8");
  }
  return found;
}

function digest(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 16);
}

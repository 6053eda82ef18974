import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheFolder, type Engine } from "./engine.ts";
import { exec, mustExec } from "./exec.ts";

export type Suite = "bookworm" | "trixie";

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
  "python3-jmespath",
];

/**
 * The network stage waits for DHCP without this; the datasource list keeps cloud-init from asking every cloud there is.
 * The file is in the base image of every target, so it is no difference.
 */
const CLOUD_CFG = "datasource_list: [NoCloud, None]\nnetwork: {config: disabled}\n";

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
  const key = digest(["slim", suite, isoWeek(new Date()), machineAptOptions()]);
  if ((await labelOf(engine, name)) === key) return name;
  const official = `debian:${suite}-slim`;
  const pulled = await exec(engine.docker, ["pull", official], { timeout: 120 });
  const source = pulled.code === 0 ? official : await bootstrap(engine, suite, key, say);
  const folder = mkdtempSync(join(tmpdir(), "envc-lab-image-"));
  writeFileSync(join(folder, "apt.conf"), machineAptOptions());
  const dockerfile = `FROM ${source}\nCOPY apt.conf /etc/apt/apt.conf.d/90lab-network\n`;
  writeFileSync(join(folder, "Dockerfile"), dockerfile);
  await dockerBuild(engine, name, folder, key);
  rmSync(folder, { recursive: true });
  say(`${name} from ${pulled.code === 0 ? "the official image" : "mmdebstrap (no registry answered)"}`);
  return name;
}

/** Bootstraps the minimal system with mmdebstrap; the tar is kept for the week. Returns the name of the imported image. */
async function bootstrap(engine: Engine, suite: Suite, key: string, say: (line: string) => void): Promise<string> {
  const folder = join(cacheFolder(), "bootstrap");
  mkdirSync(folder, { recursive: true });
  const tar = join(folder, `${suite}-${key}.tar`);
  if (!existsSync(tar)) {
    for (const old of readdirSync(folder)) if (old.startsWith(`${suite}-`)) rmSync(join(folder, old));
    say(`bootstrapping ${suite} with mmdebstrap`);
    const options = machineAptOptions()
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => `--aptopt=${line}`);
    const partial = `${tar}.partial-${process.pid}.tar`;
    const first = await exec("mmdebstrap", ["--variant=minbase", ...options, suite, partial], { timeout: 900 });
    if (first.code !== 0) {
      // The tool's own default mirror did not work: use what this machine's apt uses, for the wanted suite.
      const sources = machineSources(suite);
      await mustExec("mmdebstrap", ["--variant=minbase", ...options, suite, partial, "-"], {
        input: sources,
        timeout: 900,
      });
    }
    renameSync(partial, tar);
  }
  const name = `envc-lab/bootstrap:${suite}`;
  await mustExec(engine.docker, ["import", tar, name]);
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
  const folder = mkdtempSync(join(tmpdir(), "envc-lab-image-"));
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

/** How this machine's apt reaches its mirror (proxy, certificates, clock checks), as lines of an apt configuration file. */
export function machineAptOptions(): string {
  const wanted = /^Acquire::(http|https|ftp|Retries|ForceIPv4|Check-Date|Check-Valid-Until|Languages)\b/;
  const lines: string[] = [];
  const folder = "/etc/apt/apt.conf.d";
  const files = existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .map((file) => join(folder, file))
    : [];
  for (const file of [...files, "/etc/apt/apt.conf"]) {
    if (!existsSync(file) || file.includes("docker-")) continue;
    for (const line of readFileSync(file, "utf8").split("\n")) if (wanted.test(line.trim())) lines.push(line.trim());
  }
  const proxy = process.env["http_proxy"] ?? process.env["HTTP_PROXY"];
  if (proxy !== undefined && proxy !== "") lines.push(`Acquire::http::Proxy "${proxy}";`);
  return `${lines.join("\n")}\n`;
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

/** The machine's own Debian sources, in one-line form, rewritten for another suite. */
export function machineSources(suite: Suite, text: string = readSources()): string {
  const lines = new Set<string>();
  for (const stanza of text.split(/\n\s*\n/)) {
    const field = (name: string): string => new RegExp(`^${name}:\\s*(.+)$`, "m").exec(stanza)?.[1]?.trim() ?? "";
    const uris = field("URIs") || (/^deb\s+(?:\[[^\]]*\]\s*)?(\S+)/m.exec(stanza)?.[1] ?? "");
    for (const uri of uris.split(/\s+/).filter((each) => /debian(-security)?\/?$/.test(each))) {
      const security = /debian-security\/?$/.test(uri);
      const suites = security ? [`${suite}-security`] : [suite, `${suite}-updates`];
      for (const name of suites) lines.add(`deb ${uri} ${name} main`);
    }
  }
  return `${[...lines].join("\n")}\n`;
}

function readSources(): string {
  const folder = "/etc/apt/sources.list.d";
  const files = existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .map((file) => join(folder, file))
    : [];
  return ["/etc/apt/sources.list", ...files]
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n\n");
}

function digest(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 16);
}

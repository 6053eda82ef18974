import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "./engine.ts";
import { exec, LabError, mustExec, sleep, tail, type ExecOptions, type Ran } from "./exec.ts";
import { OWN_LABEL } from "./own.ts";
import type { Suite } from "./suites.ts";

/** A booted machine: a container with systemd as its first process. */
export interface Machine {
  readonly engine: Engine;
  readonly container: string;
  /** Published on 127.0.0.1 only. */
  readonly sshPort: number;
}

/** How to reach a machine over SSH: an own key and an own known-hosts file, so that host keys stay checked. */
export interface SshAccess {
  readonly port: number;
  readonly keyFile: string;
  readonly knownHosts: string;
}

export interface BootOptions {
  readonly name: string;
  readonly suite: Suite;
  readonly image: string;
  /** A folder with `user-data` and `meta-data`; without one cloud-init stays off. */
  readonly seed?: string;
  /** Its place in a network of the lab, beside the engine's own. */
  readonly place?: NetworkPlace | undefined;
}

/** An address with its prefix (`10.77.0.11/24`) in one of the engine's networks. */
export interface NetworkPlace {
  readonly network: string;
  readonly address: string;
}

/**
 * What happens before systemd starts, each time the machine boots.
 * Docker lays its own files over /etc/hostname, /etc/hosts and /etc/resolv.conf; over a mount no program can put a new
 * file, as every careful one does, so on the first boot they become plain files. The kernel keys that are not the
 * network's belong to the outer machine: a copy covers them, so that a spec (and systemd itself) may set them.
 */
const BEFORE_INIT = `set -u
if mountpoint -q /etc/resolv.conf; then cp /etc/resolv.conf /run/lab-resolv; umount /etc/resolv.conf; fi
for name in hostname hosts; do if mountpoint -q /etc/$name; then umount /etc/$name; fi; done
if [ ! -s /etc/hostname ]; then
  printf 'lab\\n' >/etc/hostname
  printf '127.0.0.1 localhost\\n127.0.1.1 lab\\n' >/etc/hosts
  cat /run/lab-resolv >/etc/resolv.conf
  chmod 0644 /etc/hostname /etc/hosts /etc/resolv.conf
  # A fresh cloud image has no package indexes.
  case "$*" in *cloud-init=disabled*) ;; *) rm -rf /var/lib/apt/lists/* ;; esac
fi
if [ -n "\${LAB_ADDRESS:-}" ]; then
  : >/run/lab-waits
  for _ in $(seq 300); do if [ -e /sys/class/net/eth1 ]; then break; fi; sleep 0.1; done
  ip address flush dev eth1 && ip address add "$LAB_ADDRESS" dev eth1 && ip link set eth1 up || exit 1
  unset LAB_ADDRESS
fi
mkdir /run/lab-sysctl
for tree in fs kernel vm; do
  cp -rp /proc/sys/$tree /run/lab-sysctl/ 2>/dev/null
done
for own in random hostname domainname; do
  mount --bind /proc/sys/kernel/$own /run/lab-sysctl/kernel/$own
done
for tree in fs kernel vm; do
  mount --rbind /run/lab-sysctl/$tree /proc/sys/$tree || exit 1
done
exec /sbin/init "$@"
`;

/**
 * Boots an image with systemd. `--privileged` is not needed and not everywhere granted, so the capabilities are named.
 */
export async function bootMachine(engine: Engine, options: BootOptions): Promise<Machine> {
  const cgroup = engine.legacyCgroups ? [] : ["--cgroupns=host"];
  const seed = options.seed === undefined ? [] : ["-v", `${options.seed}:/var/lib/cloud/seed/nocloud:ro`];
  // The words after init stand where a kernel command line would: in a container, systemd and cloud-init read them there.
  // systemd from version 256 on refuses the first version of control groups unless it is told.
  const words = [
    ...(options.seed === undefined ? ["cloud-init=disabled"] : []),
    ...(engine.legacyCgroups ? ["systemd.unified_cgroup_hierarchy=0", "SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1"] : []),
  ];
  await exec(engine.docker, ["rm", "-f", options.name]);
  const ran = await mustExec(engine.docker, [
    "run",
    "-d",
    "--stop-signal",
    "SIGRTMIN+3",
    "--name",
    options.name,
    "--hostname",
    "lab",
    "--label",
    "envc.lab=machine",
    "--label",
    OWN_LABEL,
    "--cap-add",
    "SYS_ADMIN",
    "--cap-add",
    "NET_ADMIN",
    // Where a unit has PrivateUsers= and ProtectProc=, as Redis's has, systemd has to see a process of another user.
    "--cap-add",
    "SYS_PTRACE",
    "--security-opt",
    "seccomp=unconfined",
    "--security-opt",
    "apparmor=unconfined",
    "--security-opt",
    "systempaths=unconfined",
    "--tmpfs",
    "/run",
    "--tmpfs",
    "/run/lock",
    "--tmpfs",
    "/tmp:exec",
    "-v",
    "/sys/fs/cgroup:/sys/fs/cgroup:rw",
    ...cgroup,
    ...seed,
    ...(options.place === undefined ? [] : ["-e", `LAB_ADDRESS=${options.place.address}`]),
    "-e",
    "container=docker",
    "-p",
    "127.0.0.1::22",
    options.image,
    "/bin/sh",
    "-c",
    BEFORE_INIT,
    "sh",
    ...words,
  ]);
  const container = ran.stdout.toString().trim();
  if (options.place !== undefined) await joinNetwork(engine, container, options.place);
  const machine = { engine, container, sshPort: await publishedPort(engine, container) };
  // cloud-init does all its work before the system counts as running, so its own caller waits.
  if (options.seed === undefined) await waitForSystem(machine);
  return machine;
}

/**
 * Not before the machine has kept its own copy of /etc/resolv.conf: in a network that was made by hand the engine
 * writes a name server of its own there, which lives in rules of the machine's firewall.
 */
async function joinNetwork(engine: Engine, container: string, place: NetworkPlace): Promise<void> {
  for (let i = 0; i < 100; i++) {
    if ((await exec(engine.docker, ["exec", container, "test", "-e", "/run/lab-waits"])).code === 0) break;
    await sleep(100);
  }
  await mustExec(engine.docker, ["network", "connect", place.network, container]);
}

/** Restarts the machine like a reboot and waits until it is up again. The published port may change, so a new value comes back. */
export async function rebootMachine(machine: Machine): Promise<Machine> {
  await mustExec(machine.engine.docker, ["restart", "-t", "20", machine.container], { timeout: 90 });
  await waitForSystem(machine);
  return { ...machine, sshPort: await publishedPort(machine.engine, machine.container) };
}

export async function removeMachine(machine: Machine): Promise<void> {
  await exec(machine.engine.docker, ["rm", "-f", "-v", machine.container]);
}

/** Runs a command inside the machine as root, without a shell unless the caller names one. */
export function inMachine(machine: Machine, args: readonly string[], options: ExecOptions = {}): Promise<Ran> {
  const interactive = options.input === undefined ? [] : ["-i"];
  return exec(machine.engine.docker, ["exec", ...interactive, machine.container, ...args], options);
}

/** Seconds in which a machine must have booted. */
const BOOT_LIMIT = 240;

/** `running` is what a healthy machine says; `degraded` is accepted here because a spec may be the cause: the judge will tell. */
export async function waitForSystem(machine: Machine): Promise<void> {
  const { engine, container } = machine;
  let last = "";
  const deadline = performance.now() + BOOT_LIMIT * 1000;
  while (performance.now() < deadline) {
    // Asked once: every question from outside costs more than the machine's own waiting. Too early, nobody answers.
    const ran = await inMachine(machine, ["systemctl", "is-system-running", "--wait"], { timeout: BOOT_LIMIT });
    last = ran.stdout.toString().trim() || ran.stderr.trim();
    if (last === "running" || last === "degraded") return;
    if (/is not running/.test(ran.stderr)) break;
    await sleep(500);
  }
  const logs = await exec(engine.docker, ["logs", "--tail", "30", container]);
  throw new LabError(`the machine did not boot: ${last}`, tail(logs));
}

/** Units that failed, as systemd lists them; empty on a healthy machine. */
export async function failedUnits(machine: Machine): Promise<string[]> {
  const ran = await inMachine(machine, [
    "systemctl",
    "list-units",
    "--state=failed",
    "--plain",
    "--no-legend",
    "--no-pager",
  ]);
  return ran.stdout
    .toString()
    .split("\n")
    .map((line) => line.trim().split(/\s+/)[0]!)
    .filter((unit) => unit !== "");
}

async function publishedPort(engine: Engine, container: string): Promise<number> {
  const ran = await mustExec(engine.docker, ["port", container, "22/tcp"]);
  return Number(ran.stdout.toString().trim().split("\n")[0]!.split(":").pop());
}

/** Makes one key pair for the whole run. */
export async function makeKey(folder: string): Promise<string> {
  const file = join(folder, "lab-key");
  await mustExec("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "envc-lab", "-f", file]);
  return file;
}

/** Lets the key in as root and writes down the machine's host keys, fetched past the network. */
export async function openSsh(machine: Machine, keyFile: string, folder: string): Promise<SshAccess> {
  mkdirSync(folder, { recursive: true });
  const publicKey = (await mustExec("ssh-keygen", ["-y", "-f", keyFile])).stdout;
  await inMachine(machine, ["install", "-d", "-m", "0700", "/root/.ssh"]);
  const written = await inMachine(machine, ["tee", "/root/.ssh/authorized_keys"], { input: publicKey });
  if (written.code !== 0) throw new LabError("the key could not be put into the machine", tail(written));
  await inMachine(machine, ["chmod", "0600", "/root/.ssh/authorized_keys"]);
  const hostKey = await inMachine(machine, ["cat", "/etc/ssh/ssh_host_ed25519_key.pub"]);
  const [type, key] = hostKey.stdout.toString().trim().split(" ");
  const knownHosts = join(folder, "known_hosts");
  writeFileSync(knownHosts, `[127.0.0.1]:${machine.sshPort} ${type} ${key}\n`);
  return { port: machine.sshPort, keyFile, knownHosts };
}

/**
 * The options with which ssh itself, and Ansible through it, reach the machine: under whatever address the inventory
 * has, at the published port.
 */
export function sshOptions(access: SshAccess): string[] {
  return [
    "-o",
    "HostName=127.0.0.1",
    "-o",
    `UserKnownHostsFile=${access.knownHosts}`,
    "-o",
    "GlobalKnownHostsFile=/dev/null",
    "-o",
    "StrictHostKeyChecking=yes",
    "-o",
    "IdentitiesOnly=yes",
    "-o",
    "HostKeyAlgorithms=ssh-ed25519",
    "-o",
    "BatchMode=yes",
  ];
}

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { exec, LabError, mustExec, tail } from "./exec.ts";
import { bootMachine, inMachine, type Machine } from "./host.ts";
import type { LabHost } from "./project.ts";
import { inTools } from "./tools.ts";
import { containerName, type Trial } from "./trial-state.ts";

/** A user who logs in with the lab's key; with `sudo` one who may become root, as the images of providers have it. */
const MAKE_LOGIN = `set -eu
useradd --create-home --shell /bin/bash "$1"
install -d -o "$1" -g "$1" -m 0700 "/home/$1/.ssh"
cat >"/home/$1/.ssh/authorized_keys"
chown "$1:$1" "/home/$1/.ssh/authorized_keys"
chmod 0600 "/home/$1/.ssh/authorized_keys"
if [ "$2" = sudo ]; then
  printf '%s ALL=(ALL) NOPASSWD: ALL\\n' "$1" >/etc/sudoers.d/login
  chmod 0440 /etc/sudoers.d/login
fi
`;

/** An SSH server at a port of its own, besides the one that the lab uses. */
const LISTEN = `set -eu
printf 'Port 22\\nPort %s\\n' "$1" >/etc/ssh/sshd_config.d/lab.conf
systemctl restart ssh
`;

/**
 * Puts a machine between the lab and the hosts, where `bastion` asks for it: with the address in their network that
 * the outer machine has not, so that nothing leads to them but the way that the inventory says. Says whether that is
 * so, and returns the configuration with which ssh knows everybody's keys; undefined where there is no bastion.
 */
export async function openBastion(
  trial: Trial,
  machines: readonly { readonly host: LabHost; readonly booted: Machine }[],
): Promise<string | undefined> {
  const { context, labCase, scratch } = trial;
  const { bastion } = labCase.settings;
  const [network] = trial.networks;
  if (bastion === undefined) return undefined;
  if (network === undefined) throw new LabError("a bastion needs a network");
  const [, user = "", name = "", port = "22"] = /^([^@]+)@([^:]+)(?::(\d+))?$/.exec(bastion.via) ?? [];
  const { engine, images, keyFile } = context;
  const booted = await bootMachine(engine, {
    name: containerName(trial, "ansible", "bastion"),
    suite: images.suite,
    image: images.base,
    place: { network: network.name, address: `${bastion.address}/${network.prefix}` },
  });
  trial.machines.push({ target: "ansible", name: "bastion", machine: booted });
  await mustRun(booted, LISTEN, [port], "");
  const key = (await mustExec("ssh-keygen", ["-y", "-f", keyFile])).stdout.toString();
  await mustRun(booted, MAKE_LOGIN, [user, "no"], key);
  for (const each of machines) await mustRun(each.booted, MAKE_LOGIN, [bastion.login, "sudo"], key);
  const address = await bridgeAddress(booted);
  const known = [`[${address}]:${port} ${await hostKey(booted)}`];
  for (const each of machines) known.push(`${each.host.address ?? each.host.name} ${await hostKey(each.booted)}`);
  const knownHosts = join(scratch, "bastion-known-hosts");
  writeFileSync(knownHosts, `${known.join("\n")}\n`);
  const config = join(scratch, "bastion-ssh-config");
  writeFileSync(config, sshConfig(name, address, keyFile, knownHosts));
  await reportWay(trial, config, `${bastion.login}@${machines[0]?.host.address ?? ""}`, bastion.via);
  return config;
}

/** ssh reads it for the hosts, and hands it on to the one that it starts for the machine in between (ssh_config(5)). */
function sshConfig(name: string, address: string, keyFile: string, knownHosts: string): string {
  return [
    `Host ${name}`,
    `  HostName ${address}`,
    "Host *",
    `  IdentityFile ${keyFile}`,
    "  IdentitiesOnly yes",
    `  UserKnownHostsFile ${knownHosts}`,
    "  GlobalKnownHostsFile /dev/null",
    "  HostKeyAlgorithms ssh-ed25519",
    "  StrictHostKeyChecking yes",
    "  BatchMode yes",
    "",
  ].join("\n");
}

/** The bastion is the only way: without it nobody answers, with it somebody does. */
async function reportWay(trial: Trial, config: string, host: string, via: string): Promise<void> {
  const ask = async (...options: readonly string[]): Promise<boolean> => {
    const words = ["ssh", "-F", config, "-o", "ConnectTimeout=5", ...options, host, "true"];
    const limits = { cwd: "/", env: {}, timeout: 60 };
    const tools = trial.context.ansible;
    const ran = tools === undefined ? await exec("ssh", words.slice(1), limits) : await inTools(tools, words, limits);
    return ran.code === 0;
  };
  const around = await ask();
  const through = await ask("-J", via);
  trial.report("ansible", "only through the bastion", through && !around, `${host} through ${via}`);
}

async function mustRun(machine: Machine, script: string, words: readonly string[], input: string): Promise<void> {
  const ran = await inMachine(machine, ["sh", "-c", script, "sh", ...words], { input });
  if (ran.code !== 0) throw new LabError("the way through the bastion could not be made", tail(ran));
}

async function hostKey(machine: Machine): Promise<string> {
  const ran = await inMachine(machine, ["cat", "/etc/ssh/ssh_host_ed25519_key.pub"]);
  return ran.stdout.toString().trim().split(" ").slice(0, 2).join(" ");
}

async function bridgeAddress(machine: Machine): Promise<string> {
  const format = "{{.NetworkSettings.Networks.bridge.IPAddress}}";
  const ran = await mustExec(machine.engine.docker, ["inspect", "--format", format, machine.container]);
  return ran.stdout.toString().trim();
}

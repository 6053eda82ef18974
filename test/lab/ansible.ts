import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exec, type Ran } from "./exec.ts";
import { sshOptions, type SshAccess } from "./host.ts";
import { inTools, type Tools } from "./tools.ts";

/** Seconds in which a playbook must come to its end; then it is stopped, and what was going on is the evidence. */
const PLAY_LIMIT = 900;

/** Ansible's own default of ANSIBLE_SSH_ARGS, which it loses with options of ours: one connection to a host for all tasks. */
const SHARED_CONNECTION = "-C -o ControlMaster=auto -o ControlPersist=60s";

export interface AnsibleRun {
  /** The generated project's folder; commands run there, so that its `ansible.cfg` counts. */
  readonly project: string;
  readonly playbook: string;
  /** Inventory folder relative to the project. */
  readonly inventory: string;
  /** Group per host, only for a project whose inventory names no host yet. */
  readonly hosts: readonly AnsibleHost[];
  /** A folder of the run for the lab's own inventory and Ansible's temporary files. */
  readonly scratch: string;
  /** Environment variables that the spec's secrets are read from. */
  readonly environment: Readonly<Record<string, string>>;
  readonly extraArgs?: readonly string[];
  /** What is asked for in a terminal, and what is typed. */
  readonly answers: Readonly<Record<string, string>>;
  /** A configuration of ssh with which the inventory as it is leads to the hosts. Without one the lab goes its own way. */
  readonly sshConfig?: string | undefined;
}

/** One host, and how the lab reaches it. */
export interface AnsibleHost {
  readonly name: string;
  readonly group: string;
  /** The address in the spec, which the inventory has too. */
  readonly address: string | undefined;
  readonly access: SshAccess;
}

/** What the recap says about one host. */
export interface Recap {
  readonly host: string;
  readonly ok: number;
  readonly changed: number;
  readonly unreachable: number;
  readonly failed: number;
}

/** A program that types the answers, each when its question stands at the end. Its text, for the tools have other folders. */
const TERMINAL = readFileSync(new URL("../terminal.py", import.meta.url), "utf8");

/** Runs the playbook once, with the Ansible of the tools or, without them, of this machine. `mode` is `check` for `--check --diff`. */
export async function runPlaybook(tools: Tools | undefined, run: AnsibleRun, mode: "check" | "apply"): Promise<Ran> {
  const asks = Object.keys(run.answers).length > 0;
  const args = [
    "-i",
    run.inventory,
    ...(run.sshConfig === undefined ? ["-i", writeLabInventory(run)] : []),
    run.playbook,
    ...(mode === "check" ? ["--check", "--diff"] : ["--diff"]),
    ...(run.extraArgs ?? []),
  ];
  const env = {
    ...run.environment,
    ANSIBLE_NOCOLOR: "1",
    ANSIBLE_HOME: join(run.scratch, "ansible-home"),
    ANSIBLE_LOCAL_TEMP: join(run.scratch, "ansible-tmp"),
    // Asked once for all runs on a machine, as what the generated plays want to know (system, version, virtualization)
    // cannot change: it takes longer than ten steps.
    ANSIBLE_GATHERING: "smart",
    ANSIBLE_CACHE_PLUGIN: "jsonfile",
    ANSIBLE_CACHE_PLUGIN_CONNECTION: join(run.scratch, "facts"),
    // A shared connection is found by address and port, and the engine gives a port away again: in a folder of all
    // trials, one to a machine that is gone would be taken for the new machine's, and nothing would ever come back.
    ANSIBLE_SSH_CONTROL_PATH_DIR: join(run.scratch, "cp"),
    // Byte code would be the largest difference between the targets and says nothing.
    PYTHONDONTWRITEBYTECODE: "1",
    ...(run.sshConfig === undefined ? {} : { ANSIBLE_SSH_ARGS: `-F ${run.sshConfig} ${SHARED_CONNECTION}` }),
    ...(asks ? { ANSWERS: JSON.stringify(run.answers) } : {}),
  };
  const options = { cwd: run.project, env, timeout: PLAY_LIMIT };
  const command = [...(asks ? ["python3", "-c", TERMINAL] : []), "ansible-playbook", ...args];
  return tools === undefined ? exec(command[0]!, command.slice(1), options) : inTools(tools, command, options);
}

/** Ends the connections that ssh keeps in the background for a minute; `scratch` is that of the runs. */
export async function closeConnections(scratch: string): Promise<void> {
  const folder = join(scratch, "cp");
  for (const socket of existsSync(folder) ? readdirSync(folder) : []) {
    const args = ["-o", `ControlPath=${join(folder, socket)}`, "-O", "exit", "lab"];
    await exec("ssh", args, { timeout: 20, whenStopped: true });
  }
}

/** Reads the recap at the end of a run; empty when there was none, which is a failure too. */
export function readRecap(output: string): Recap[] {
  const recaps: Recap[] = [];
  const recap = output.slice(Math.max(0, output.lastIndexOf("PLAY RECAP")));
  for (const line of recap.split("\n")) {
    const match = /^(\S+)\s+: ok=(\d+)\s+changed=(\d+)\s+unreachable=(\d+)\s+failed=(\d+)/.exec(line);
    if (match === null) continue;
    const [, host, ok, changed, unreachable, failed] = match;
    recaps.push({
      host: host!,
      ok: Number(ok),
      changed: Number(changed),
      unreachable: Number(unreachable),
      failed: Number(failed),
    });
  }
  return recaps;
}

/** The tasks and handlers that reported a change or failed, for the evidence. */
export function changedTasks(output: string): string[] {
  const found: string[] = [];
  let task = "";
  for (const line of output.split("\n")) {
    const header = /^(?:TASK|RUNNING HANDLER) \[(.*)\]/.exec(line);
    if (header !== null) task = header[1]!;
    if (/^(changed|fatal|failed): \[/.test(line)) found.push(`${task}: ${line.slice(0, 300)}`);
  }
  return found;
}

/** A second inventory that says only how the lab reaches the hosts; the generated one stays untouched. */
function writeLabInventory(run: AnsibleRun): string {
  const folder = join(run.scratch, "lab-inventory");
  mkdirSync(join(folder, "host_vars"), { recursive: true });
  const groups: Record<string, { hosts: Record<string, object> }> = {};
  for (const { name, group, address, access } of run.hosts) {
    const variables = {
      // What the spec says stays as it is: other machines' files are made from it.
      ansible_host: address ?? "127.0.0.1",
      ansible_port: access.port,
      ansible_user: "root",
      ansible_connection: "ssh",
      ansible_ssh_private_key_file: access.keyFile,
      ansible_ssh_common_args: sshOptions(access).join(" "),
      ansible_ssh_extra_args: "",
    };
    // Both places: a host_vars file of the generated inventory would win over a line of an inventory file.
    writeFileSync(join(folder, "host_vars", `${name}.yml`), JSON.stringify(variables));
    (groups[group] ??= { hosts: {} }).hosts[name] = variables;
  }
  writeFileSync(join(folder, "hosts.yml"), JSON.stringify(groups));
  return folder;
}

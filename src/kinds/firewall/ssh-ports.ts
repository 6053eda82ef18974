import type { Machine, Model } from "../../ir/model.ts";
import { presentOn } from "../shared/present.ts";
import { readNumbers } from "../shared/read.ts";

/**
 * The ports on which a machine is reached by SSH: those of its `ssh-server` block (22 when nobody names one), and the
 * ones through which its hosts are reached today. Sorted.
 */
export function sshPortsOf(machine: Machine, model: Model): readonly number[] {
  const [policy] = presentOn(model, machine.name, "ssh-server");
  const own = policy === undefined ? [] : readNumbers(policy, "ports");
  const ways = machine.hosts.flatMap(({ ssh }) => (ssh.port === undefined || ssh.port === 22 ? [] : [ssh.port]));
  return [...new Set([...(own.length === 0 ? [22] : own), ...ways])].toSorted((a, b) => a - b);
}

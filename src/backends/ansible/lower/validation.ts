import type { Task } from "../target/task.ts";

/** How a service says whether its configuration is good, asked before it is disturbed (the programs' own manuals). */
const validators: Readonly<Record<string, readonly string[]>> = {
  "nginx.service": ["/usr/sbin/nginx", "-t"],
  "apache2.service": ["/usr/sbin/apache2ctl", "configtest"],
  "ssh.service": ["/usr/sbin/sshd", "-t"],
  "haproxy.service": ["/usr/sbin/haproxy", "-c", "-q", "-f", "/etc/haproxy/haproxy.cfg"],
  "postfix.service": ["/usr/sbin/postfix", "check"],
};

/** A unit's name as people say it: `nginx`, `backup.timer`. */
export function spoken(unit: string): string {
  return unit.replace(/\.service$/, "");
}

/** Whether the program of a unit can say whether its configuration is good. */
export function checksItself(unit: string): boolean {
  return validators[unit] !== undefined;
}

/** The name of the handler that asks before the unit is disturbed. */
export function validateName(unit: string): string {
  return `Check the configuration of ${spoken(unit)}`;
}

/** What asks; undefined for a unit that cannot say. It changes nothing, and a `--check` leaves it out. */
export function validation(unit: string): Pick<Task, "module" | "args" | "changedWhen"> | undefined {
  const argv = validators[unit];
  return argv === undefined
    ? undefined
    : { module: "ansible.builtin.command", args: [["argv", argv]], changedWhen: false };
}

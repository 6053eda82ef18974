/** Who can log in under a policy, as far as the file says. */
import type { Machine, Model, Resource } from "../../ir/model.ts";
import { presentOn } from "../shared/present.ts";
import { keyLines } from "../user/login.ts";
import { knownText } from "../../ir/read-value.ts";
import { readBool, readList, readText, readTexts } from "../shared/read.ts";

/** Whether somebody is let in, or why nobody is; and whether nobody of these becomes root, although root itself stays outside. */
export type WayIn =
  | { readonly open: true }
  | { readonly open: false; readonly why: string; readonly help: string; readonly code: "E0453" | "E0463" };

/**
 * Looks for somebody who may log in: a declared user with a key (or a password, where that is enough), or the user as
 * whom the hosts of the machine are reached today. That user must stay among those who may.
 */
export function wayInto(machine: Machine, policy: Resource, model: Model): WayIn {
  const users = presentOn(model, machine.name, "user");
  for (const host of machine.hosts) {
    const { user } = host.ssh;
    if (user === undefined) continue;
    const declared = users.find((one) => one.name === user);
    const why = whyRefused(user, declared, policy);
    if (why === undefined) {
      if (declared !== undefined && !becomesRoot(declared, machine, policy, model)) return notRoot(declared);
      continue;
    }
    return {
      open: false,
      code: "E0453",
      why: `\`${user}\`, as whom \`${host.name}\` is set up, ${why}`,
      help: "let that user in, or set the hosts up as another one: `ssh { user = … }` in the host",
    };
  }
  if (machine.hosts.some(({ ssh }) => ssh.user !== undefined)) return { open: true };
  const keyed = users.filter((one) => hasKey(one) || (hasPassword(one) && readBool(policy, "password-login") === true));
  if (keyed.length === 0)
    return {
      open: false,
      code: "E0453",
      why: "no user of this machine has a key",
      help: 'give one a key: `user anna { authorized-keys = [file("./keys/anna.pub")] }`',
    };
  const refused = keyed.map((one) => ({ name: one.name, why: whyRefused(one.name, one, policy) }));
  const [first] = refused;
  if (first?.why !== undefined && refused.every(({ why }) => why !== undefined))
    return { open: false, code: "E0453", why: `\`${first.name}\` ${first.why}`, help: "let somebody in who has a key" };
  // Without such a list the image's own user is let in, who may become root.
  const isListed = [...readTexts(policy, "allow-users"), ...readTexts(policy, "allow-groups")].length > 0;
  const letIn = keyed.filter((_, index) => refused[index]?.why === undefined);
  const [someone] = letIn;
  if (isListed && someone !== undefined && !letIn.some((one) => becomesRoot(one, machine, policy, model)))
    return notRoot(someone);
  return { open: true };
}

/**
 * Whether a user can do what root can, when root may not log in: by a rule of its own, or by a password where the group
 * `sudo` asks for one (sudoers of Debian's package). Files for sudo that the author wrote may say anything.
 */
function becomesRoot(user: Resource, machine: Machine, policy: Resource, model: Model): boolean {
  if (user.name === "root" || readText(policy, "root-login") !== "no") return true;
  const rule = readText(user, "sudo") ?? (groupsOf(user).includes("sudo") ? "ALL=(ALL) ALL" : "");
  // Ansible runs a shell: a rule for some commands is not enough (sudoers(5)).
  if (/[)=:,\s]ALL\s*$/.test(rule) && (hasPassword(user) || /\bNOPASSWD:/.test(rule))) return true;
  return ["file", "line", "block"].some((kind) =>
    presentOn(model, machine.name, kind).some(({ label, attributes }) =>
      [label, knownText(attributes["path"]?.value) ?? ""].some((path) => path.startsWith("/etc/sudoers")),
    ),
  );
}

function notRoot(user: Resource): WayIn {
  const why = groupsOf(user).includes("sudo")
    ? "has no password, which the group `sudo` is asked for"
    : "has no `sudo` rule for every command without a password";
  return {
    open: false,
    code: "E0463",
    why: `\`${user.name}\` ${why}, and \`root-login = no\``,
    help: `let it: \`user ${user.name} { sudo = "ALL=(ALL) NOPASSWD: ALL" }\`, with \`package sudo\``,
  };
}

function whyRefused(name: string, user: Resource | undefined, policy: Resource): string | undefined {
  const users = readTexts(policy, "allow-users");
  if (users.length > 0 && !users.includes(name)) return "is not among `allow-users`";
  const groups = readTexts(policy, "allow-groups");
  if (groups.length > 0 && user !== undefined && !groupsOf(user).some((group) => groups.includes(group)))
    return "is in none of `allow-groups`";
  if (name === "root" && readText(policy, "root-login") === "no") return "may not log in: `root-login = no`";
  const shell = user === undefined ? undefined : readText(user, "shell");
  return shell !== undefined && /\/(nologin|false)$/.test(shell) ? `has the shell \`${shell}\`` : undefined;
}

function groupsOf(user: Resource): readonly string[] {
  return [readText(user, "group") ?? user.name, ...readTexts(user, "groups")];
}

function hasKey(user: Resource): boolean {
  return readList(user, "authorized-keys").some((value) => keyLines(value).length > 0);
}

function hasPassword(user: Resource): boolean {
  return user.attributes["password"] !== undefined;
}

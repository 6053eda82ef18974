/** Who can log in to a machine by SSH, as far as its file says. */
import type { FileOp, UserOp } from "../../ir/ops.ts";
import type { MachineProgram } from "../../ir/program.ts";
import { resolveKnown } from "../../ir/read-value.ts";
import { defaultUsers, imageUserOf } from "./default-user.ts";

/** Who gets in, and with what. */
export interface Logins {
  /** Whether the user of the image gets in, with the key that the provider was given. */
  readonly defaultUser: boolean;
  /** What the image of this distribution calls that user at the machine's provider, or at most of them. */
  readonly imageUser: string;
  /** Users of the spec with keys of their own, root not among them. */
  readonly keyed: readonly string[];
  /** Those of them who become root for any command, the ones without a password first. */
  readonly administrators: readonly string[];
  /** Whether a password is enough for those who have one. */
  readonly passwords: boolean;
  /** Whose key lets root in; `no-key` when sshd would let it in and nobody has the key for it. */
  readonly root: "provider" | "spec" | "no-key" | "refused";
}

/** What sshd is told, where the spec writes files for it. */
interface Policy {
  /** The first value counts (sshd_config(5)); undefined where no file says anything. */
  readonly value: (keyword: string) => string | undefined;
  /** Lists add up over lines and files. */
  readonly list: (keyword: string) => readonly string[];
}

/** Groups of the image's own user on Debian and on Ubuntu (cloud.cfg, system_info.default_user), besides one of its name. */
const defaultGroups = ["adm", "cdrom", "dip", "sudo"];

/** Reads it from the users, their keys and the files of sshd; what is not known before a host is there lets nobody in. */
export function loginsOf(machine: MachineProgram): Logins {
  const policy = policyOf(machine);
  const users = machine.ops.flatMap((op) => (op.op === "user" ? [op] : []));
  const paths = new Set(machine.ops.map((op) => (op.op === "file" ? op.path : undefined)));
  const present = users.filter((user) => user.ensure === "present");
  const hasKey = (user: UserOp): boolean => paths.has(`${user.home}/.ssh/authorized_keys`);
  const keyed = present.filter(
    (user) => hasKey(user) && !/\/(nologin|false)$/.test(user.shell) && isLetIn(user.name, groupsOf(user), policy),
  );
  const rules = sudoRulesOf(machine);
  const rootless = keyed.filter(({ name }) => name !== "root");
  const rights = rootless.map((user) => ({ name: user.name, right: rightOf(user, rules) }));
  const gone = new Set(users.filter((user) => user.ensure === "absent").map(({ name }) => name));
  const rootMay = policy.value("permitrootlogin") !== "no" && isLetIn("root", ["root"], policy);
  const imageUser = imageUserOf(machine);
  // Nobody has said whose image it is: then both names are possible.
  const names = machine.provider === undefined ? [...defaultUsers[machine.os.distribution]] : [imageUser];
  return {
    imageUser,
    defaultUser:
      !gone.has(imageUser) && names.some((name) => !gone.has(name) && isLetIn(name, [name, ...defaultGroups], policy)),
    keyed: rootless.map(({ name }) => name),
    administrators: ["at once", "with a password"].flatMap((wanted) =>
      rights.flatMap(({ name, right }) => (right === wanted ? [name] : [])),
    ),
    passwords: policy.value("passwordauthentication") === "yes",
    root: !rootMay
      ? "refused"
      : machine.hosts.some((host) => host.ssh.user === "root")
        ? "provider"
        : keyed.some(({ name }) => name === "root")
          ? "spec"
          : "no-key",
  };
}

function groupsOf(user: UserOp): readonly string[] {
  return [user.group, ...user.groups];
}

/**
 * How a user becomes root for any command (sudoers(5)): by a rule for it or for one of its groups, or as a member of the
 * group that Debian has one for. Without a password of its own, one that asks for it is of no use.
 */
function rightOf(user: UserOp, rules: readonly string[]): "at once" | "with a password" | undefined {
  const groups = groupsOf(user);
  const whom = new Set(["ALL", user.name, ...groups.map((group) => `%${group}`)]);
  const whole = rules.filter((rule) => whom.has(/^\S+/.exec(rule)?.[0] ?? "") && isForAll(rule));
  // A tag holds for the commands behind it, until there is another one.
  if (whole.some((rule) => /.*\b(?:NO)?PASSWD:/.exec(rule)?.[0].endsWith("NOPASSWD:"))) return "at once";
  return user.passwordSecret !== undefined && (whole.length > 0 || groups.includes("sudo"))
    ? "with a password"
    : undefined;
}

/** Whether a rule is for every command, on every machine and as root, which is what one without a name in brackets says. */
function isForAll(rule: string): boolean {
  const found = /^\S+\s+ALL\s*=\s*(?:\(([^):]*)[^)]*\))?.*[\s)=:]ALL\s*$/.exec(rule);
  if (found === null) return false;
  const [, runAs = "root"] = found;
  return runAs.split(",").some((name) => ["ALL", "root"].includes(name.trim()));
}

/** The lines of all files that sudo reads besides its own. */
function sudoRulesOf(machine: MachineProgram): readonly string[] {
  return machine.ops.flatMap((op) => {
    if (op.op !== "file" || !/^\/etc\/sudoers(?:$|\.d\/)/.test(op.path) || op.content.from !== "text") return [];
    return (resolveKnown(op.content.text) ?? "").split("\n");
  });
}

/** AllowUsers and AllowGroups must both let somebody in where they are written; a pattern may end with `@HOST`. */
function isLetIn(name: string, groups: readonly string[], policy: Policy): boolean {
  const users = policy.list("allowusers").map((pattern) => pattern.split("@")[0] ?? "");
  const wanted = policy.list("allowgroups");
  return (
    (users.length === 0 || users.some((pattern) => matches(pattern, name))) &&
    (wanted.length === 0 || wanted.some((pattern) => groups.some((group) => matches(pattern, group)))) &&
    !policy.list("denyusers").some((pattern) => matches(pattern, name)) &&
    !policy.list("denygroups").some((pattern) => groups.some((group) => matches(pattern, group)))
  );
}

/**
 * `*` and `?` of ssh_config(5), "PATTERNS": after each character of the pattern, how much of the name it may have taken.
 * Not by a regular expression, which many stars keep busy for minutes.
 */
function matches(pattern: string, name: string): boolean {
  let taken: readonly number[] = [0];
  for (const character of pattern) {
    const [least] = taken;
    if (least === undefined) return false;
    taken =
      character === "*"
        ? Array.from({ length: name.length - least + 1 }, (_, index) => least + index)
        : taken.filter((at) => at < name.length && (character === "?" || name[at] === character)).map((at) => at + 1);
  }
  return taken.includes(name.length);
}

/** Debian's sshd_config begins with the files of its folder, in the order of their names. */
function policyOf(machine: MachineProgram): Policy {
  const lines = machine.ops
    .flatMap((op) => (op.op === "file" && /^\/etc\/ssh\/sshd_config\.d\/[^/]+\.conf$/.test(op.path) ? [op] : []))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap(linesOf);
  const of = (keyword: string): readonly string[] =>
    lines.flatMap(({ name, value }) => (name === keyword ? [value] : []));
  return { value: (keyword) => of(keyword)[0]?.toLowerCase(), list: (keyword) => of(keyword).flatMap(words) };
}

/** The lines that hold for everybody: those before a `Match`, which ends with its file. */
function linesOf(file: FileOp): readonly { readonly name: string; readonly value: string }[] {
  const text = file.content.from === "text" ? resolveKnown(file.content.text) : undefined;
  const lines = (text ?? "").split("\n").flatMap((line) => {
    const [, name, value] = /^\s*([A-Za-z]+)[\s=]+(.*?)\s*$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [{ name: name.toLowerCase(), value }];
  });
  const end = lines.findIndex(({ name }) => name === "match");
  return end < 0 ? lines : lines.slice(0, end);
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

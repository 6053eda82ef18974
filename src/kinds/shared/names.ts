import { problemOfPath } from "../../ir/paths.ts";

/** A pattern and how to say it in a message. */
export interface NameRule {
  readonly pattern: RegExp;
  readonly describe: string;
}

/** A pattern that accepts exactly the good paths; `problemOfPath` says what is wrong with the others. */
export const pathName: NameRule = {
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  pattern: /^\/(?:(?!\.{1,2}(?:\/|$))[^/$\u0000-\u001f\u007f-\u009f\u2028\u2029]+(?:\/|(?=$)))*(?<=^\/|[^/\\])$/,
  describe:
    "a path from the root of the machine, such as `/etc/motd`, without `..`, `//`, `$`, control characters or a `/` at the end",
};

/** useradd(8) on Debian accepts more; these are the names that every program accepts. */
export const accountName: NameRule = {
  pattern: /^[a-z_][a-z0-9_-]{0,31}$/,
  describe: "lower-case letters, digits, `_` and `-`, beginning with a letter or `_`, at most 32",
};

/** Debian policy 5.6.1: at least two characters, lower case; the architecture may follow a colon. */
export const packageName: NameRule = {
  pattern: /^[a-z0-9][a-z0-9+.-]+(:[a-z0-9-]+)?$/,
  describe: "lower-case letters, digits, `+`, `.` and `-`, at least two",
};

/** systemd.unit(5): characters that need no escape in a unit name, and in a file name next to it. */
export const unitName: NameRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/,
  describe: "letters, digits, `_` and `-`, beginning with a letter or a digit, at most 63",
};

/** The same characters as a whole unit name may hold: instances and unit types too. */
export const serviceName: NameRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9:_.@-]{0,127}$/,
  describe: "a service's name as `systemctl` shows it, such as `nginx` or `getty@tty1.service`",
};

/** apt ignores files in sources.list.d with other characters (sources.list(5)). */
export const repositoryName: NameRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/,
  describe: "letters, digits, `_`, `-` and `.`, beginning with a letter or a digit",
};

/** sysctl.d(5): a path below /proc/sys with dots or slashes. */
export const sysctlName: NameRule = {
  pattern: /^[a-z0-9_]+([./][A-Za-z0-9_:*-]+)+$/,
  describe: "a kernel setting's name with dots, such as `net.ipv4.ip_forward`",
};

/** Names that are only used in the file, in titles and in file names of the output. */
export const fileScopeName: NameRule = {
  pattern: /^[A-Za-z][A-Za-z0-9_-]{0,62}$/,
  describe: "letters, digits, `_` and `-`, beginning with a letter, at most 63",
};

/** A path as a part of another name: `srv-shop`. Two paths may give the same one. */
export function nameOfPath(path: string): string {
  return path.slice(1).replace(/[^A-Za-z0-9_.-]+/g, "-");
}

/** Whether the two ways to describe a path agree; a test holds them against each other. */
export function isGoodPath(path: string): boolean {
  return pathName.pattern.test(path) && problemOfPath(path) === undefined;
}

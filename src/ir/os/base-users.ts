/**
 * Users and groups that every Debian and Ubuntu system has with the same numeric id: `passwd.master` and
 * `group.master` of the package base-passwd, and what systemd and login add on a booted system.
 */

/** A user that comes with the system. */
export interface BaseUser {
  /** undefined when the id is given at install time and differs between machines. */
  readonly uid: number | undefined;
  readonly group: string;
  readonly home: string;
  readonly shell: string;
}

const nologin = "/usr/sbin/nologin";

/** Users of the base system, by name. */
export const baseUsers: ReadonlyMap<string, BaseUser> = new Map([
  ["root", { uid: 0, group: "root", home: "/root", shell: "/bin/bash" }],
  ["daemon", { uid: 1, group: "daemon", home: "/usr/sbin", shell: nologin }],
  ["bin", { uid: 2, group: "bin", home: "/bin", shell: nologin }],
  ["sys", { uid: 3, group: "sys", home: "/dev", shell: nologin }],
  ["sync", { uid: 4, group: "nogroup", home: "/bin", shell: "/bin/sync" }],
  ["games", { uid: 5, group: "games", home: "/usr/games", shell: nologin }],
  ["man", { uid: 6, group: "man", home: "/var/cache/man", shell: nologin }],
  ["lp", { uid: 7, group: "lp", home: "/var/spool/lpd", shell: nologin }],
  ["mail", { uid: 8, group: "mail", home: "/var/mail", shell: nologin }],
  ["news", { uid: 9, group: "news", home: "/var/spool/news", shell: nologin }],
  ["uucp", { uid: 10, group: "uucp", home: "/var/spool/uucp", shell: nologin }],
  ["proxy", { uid: 13, group: "proxy", home: "/bin", shell: nologin }],
  ["www-data", { uid: 33, group: "www-data", home: "/var/www", shell: nologin }],
  ["backup", { uid: 34, group: "backup", home: "/var/backups", shell: nologin }],
  ["list", { uid: 38, group: "list", home: "/var/list", shell: nologin }],
  ["irc", { uid: 39, group: "irc", home: "/run/ircd", shell: nologin }],
  ["nobody", { uid: 65534, group: "nogroup", home: "/nonexistent", shell: nologin }],
  ["_apt", { uid: undefined, group: "nogroup", home: "/nonexistent", shell: nologin }],
]);

/** Groups of the base system, by name. undefined: the id is given at install time. */
export const baseGroups: ReadonlyMap<string, number | undefined> = new Map<string, number | undefined>([
  ["root", 0],
  ["daemon", 1],
  ["bin", 2],
  ["sys", 3],
  ["adm", 4],
  ["tty", 5],
  ["disk", 6],
  ["lp", 7],
  ["mail", 8],
  ["news", 9],
  ["uucp", 10],
  ["man", 12],
  ["proxy", 13],
  ["kmem", 15],
  ["dialout", 20],
  ["fax", 21],
  ["voice", 22],
  ["cdrom", 24],
  ["floppy", 25],
  ["tape", 26],
  ["sudo", 27],
  ["audio", 29],
  ["dip", 30],
  ["www-data", 33],
  ["backup", 34],
  ["operator", 37],
  ["list", 38],
  ["irc", 39],
  ["src", 40],
  ["shadow", 42],
  ["utmp", 43],
  ["video", 44],
  ["sasl", 45],
  ["plugdev", 46],
  ["staff", 50],
  ["games", 60],
  ["users", 100],
  ["nogroup", 65534],
]);

/** The GECOS field that a user of the base system has: its name, with few exceptions (passwd.master). */
export function baseCommentOf(name: string): string {
  if (name === "_apt" || !baseUsers.has(name)) return "";
  if (name === "list") return "Mailing List Manager";
  return name === "irc" ? "ircd" : name;
}

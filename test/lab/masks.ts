import type { Difference, Mask, PairName } from "./compare.ts";
import { isRecord } from "./compare.ts";
import type { Probe } from "./probe.ts";

const BETWEEN_TARGETS: readonly PairName[] = [
  "ansible ~ cloud-init",
  "ansible ~ dockerfile",
  "cloud-init ~ dockerfile",
];
const IN_TIME: readonly PairName[] = ["ansible ~ second run", "ansible ~ reboot", "cloud-init ~ reboot"];
const EVERYWHERE: readonly PairName[] = [...BETWEEN_TARGETS, ...IN_TIME];
const WITH_IMAGE: readonly PairName[] = ["ansible ~ dockerfile", "cloud-init ~ dockerfile"];
const WITH_ANSIBLE: readonly PairName[] = ["ansible ~ cloud-init", "ansible ~ dockerfile"];
const WITH_CLOUD: readonly PairName[] = ["ansible ~ cloud-init", "cloud-init ~ dockerfile"];
const REBOOT: readonly PairName[] = ["ansible ~ reboot", "cloud-init ~ reboot"];

/**
 * The closed list. A mask may only explain what no spec can ask for; what a spec asks for is judged by the oracle,
 * which knows no mask. The first mask that fits counts the difference.
 */
export const MASKS: readonly Mask[] = [
  {
    id: "logs",
    reason: "what programs wrote while the machine was made: each target's own story",
    pairs: EVERYWHERE,
    keys: /^path:\/var\/log(\/|$)/,
    when: notOwnership,
  },
  {
    id: "journal",
    reason: "the journal makes its folder, with access lists for its readers, when it first writes",
    pairs: EVERYWHERE,
    keys: /^path:\/var\/log\/journal(\/|$)/,
  },
  {
    id: "bans",
    reason: "fail2ban writes down whom it shut out and how far it has read, with times",
    pairs: EVERYWHERE,
    keys: /^path:\/var\/lib\/fail2ban\/fail2ban\.sqlite3$/,
    fields: ["sha256", "size"],
  },
  {
    id: "database-files",
    reason:
      "a server keeps its data in files of its own making, which differ where the rows are the same; checks ask it",
    pairs: EVERYWHERE,
    keys: /^path:\/var\/lib\/(postgresql\/\d+\/main|mysql|redis)\//,
    when: notOwnership,
  },
  {
    id: "container-engines",
    reason:
      "an engine keeps images, containers and networks under numbers of its own making, from its first start on; checks ask it and what runs in it",
    pairs: EVERYWHERE,
    keys: /^path:(\/var\/lib\/(cni|containerd|containers|docker)(\/|$)|\/etc\/docker(\/key\.json)?$|\/etc\/cni\/net\.d(\/cni\.lock)?$)/,
  },
  {
    id: "podman-service",
    reason:
      "services of Podman's own are started through their sockets, by a boot or by the package, and end when nobody has asked them for a while",
    pairs: [...BETWEEN_TARGETS, ...IN_TIME],
    keys: /^live:(podman|netavark-[a-z-]+)\.(service|socket)$/,
  },
  {
    id: "database-backups",
    reason: "a backup has its time in its name, and holds what a server kept then; checks restore it",
    pairs: EVERYWHERE,
    keys: /^path:\/var\/backups\/[^/]+\/[^/]+\.(dump|sql\.gz|rdb)$/,
    when: notOwnership,
  },
  {
    id: "snakeoil",
    reason: "the package ssl-cert makes a key and a certificate for each machine when it is installed",
    pairs: BETWEEN_TARGETS,
    keys: /^path:\/etc\/ssl\/(certs\/ssl-cert-snakeoil\.pem|private\/ssl-cert-snakeoil\.key)$/,
    fields: ["sha256", "size"],
  },
  {
    id: "git-records",
    reason: "git writes down when it did what, and when it last looked at the files of a checkout",
    pairs: BETWEEN_TARGETS,
    keys: /^path:\/.*\/\.git\/(index|logs\/.+)$/,
    fields: ["sha256", "size"],
  },
  {
    id: "popularity-contest",
    reason: "the package draws an id and a minute of the day for each machine when it is installed",
    pairs: BETWEEN_TARGETS,
    keys: /^path:\/etc\/(popularity-contest\.conf|cron\.d\/popularity-contest)$/,
    fields: ["sha256", "size"],
  },
  {
    id: "private-tmp",
    reason: "systemd's private temporary folders, with random names, for as long as a unit runs",
    pairs: EVERYWHERE,
    keys: /^path:\/var\/tmp\/systemd-private-/,
  },
  {
    id: "mount-points",
    reason: "on a booted machine the mounted file system is seen, in an image the empty folder under it",
    pairs: WITH_IMAGE,
    keys: /^path:\/(proc|sys|dev|run|tmp)$/,
    fields: ["mode"],
  },
  {
    id: "machine-id",
    reason: "every machine has its own, made at first boot",
    pairs: EVERYWHERE,
    keys: /^path:(\/etc\/machine-id|\/var\/lib\/dbus\/machine-id)$/,
  },
  {
    id: "apt-cache",
    reason: "downloaded indexes and apt's own caches are no state of the machine",
    pairs: EVERYWHERE,
    keys: /^path:(\/var\/lib\/apt\/(lists|periodic|daily_lock|mirrors)|\/var\/cache\/apt)(\/|$)/,
  },
  {
    id: "apt-bookkeeping",
    reason: "the order of entries in these files follows the order of questions; the packages are compared one by one",
    pairs: EVERYWHERE,
    keys: /^path:(\/var\/lib\/dpkg\/(status|status-old|available|lock.*|diversions-old|statoverride-old|triggers\/.*)|\/var\/lib\/apt\/extended_states|\/var\/cache\/debconf(\/.*)?)$/,
  },
  {
    id: "linker-cache",
    reason: "built from the libraries on the disk; the libraries are compared",
    pairs: EVERYWHERE,
    keys: /^path:(\/etc\/ld\.so\.cache|\/var\/cache\/ldconfig(\/.*)?)$/,
  },
  {
    id: "byte-code",
    reason: "Python writes compiled copies when a module is first used",
    pairs: EVERYWHERE,
    keys: /^path:.*(\/__pycache__(\/|$)|\.pyc$)/,
  },
  {
    id: "npm-cache",
    reason: "what npm remembers of its downloads and of its runs, with times",
    pairs: ["ansible ~ cloud-init"],
    keys: /^path:\/var\/lib\/[^/]+\/\.npm(\/|$)/,
    when: notOwnership,
  },
  {
    id: "composer-cache",
    reason: "one run of Composer in 51, by chance, tidies the cache of its downloads, and makes its folder for that",
    pairs: ["ansible ~ cloud-init"],
    keys: /^path:\/var\/lib\/[^/]+\/\.cache\/composer\/files$/,
    when: notOwnership,
  },
  {
    id: "account-backups",
    reason: "some tools keep the previous version of an account file, others do not",
    pairs: EVERYWHERE,
    keys: /^path:\/etc\/(passwd|group|shadow|gshadow|subuid|subgid)-$|^path:\/etc\/\.pwd\.lock$/,
  },
  {
    id: "account-files",
    reason:
      "every account is compared field by field; the order of lines, the day of the last change and the salts differ",
    pairs: EVERYWHERE,
    keys: /^path:\/etc\/(passwd|group|shadow|gshadow|subuid|subgid)$/,
    fields: ["sha256", "size"],
  },
  {
    id: "package-ids",
    reason: "a package's own account takes the next free id below 1000; it is compared by its name",
    pairs: BETWEEN_TARGETS,
    keys: /^(user|group):/,
    fields: ["uid", "gid"],
    when: bothSystemIds,
  },
  {
    id: "systemd-state",
    reason: "seeds, time stamps and caches that systemd writes by itself",
    pairs: EVERYWHERE,
    keys: /^path:(\/var\/lib\/systemd|\/var\/lib\/private)(\/(random-seed|credential\.secret|timers(\/.*)?|timesync(\/.*)?|catalog(\/.*)?|rfkill|coredump|linger|pstore|backlight))?$/,
  },
  {
    id: "update-stamps",
    reason: "systemd stamps both folders at boot when /usr is newer",
    pairs: EVERYWHERE,
    keys: /^path:\/(etc|var)\/\.updated$/,
  },
  {
    id: "host-keys",
    reason: "cloud-init makes new ones; on every machine they are its own",
    pairs: EVERYWHERE,
    keys: /^path:\/etc\/ssh\/ssh_host_/,
  },
  {
    id: "root-login",
    reason: "the lab's key lets Ansible in; cloud-init writes root's file to forbid the login",
    pairs: BETWEEN_TARGETS,
    keys: /^path:\/root\/\.ssh(\/authorized_keys)?$/,
  },
  {
    id: "ansible-temporary",
    reason: "Ansible's own folder for the modules it sends, in the home of each user it became",
    pairs: WITH_ANSIBLE,
    keys: /^path:\/.*\/\.ansible(\/tmp)?$/,
    onlyOn: "left",
  },
  {
    id: "ansible-dbus",
    reason: "asking systemd over SSH starts what an idle machine starts later",
    pairs: [...BETWEEN_TARGETS, ...IN_TIME],
    keys: /^live:(systemd-hostnamed|systemd-timedated|systemd-localed)\.(service|socket)$/,
  },
  {
    id: "pretty-hostname",
    reason: "Ansible's hostname module asks hostnamectl, which also notes the name as the pretty one; nothing reads it",
    pairs: WITH_ANSIBLE,
    keys: /^path:\/etc\/machine-info$/,
    onlyOn: "left",
  },
  {
    id: "cloud-init-records",
    reason: "cloud-init's own memory of what it did",
    pairs: [...WITH_CLOUD, ...REBOOT],
    keys: /^path:\/var\/lib\/cloud(\/|$)/,
  },
  {
    id: "cloud-init-provision",
    reason: "the script that the cloud-init target brings along, its stamps, and what it checks at the end",
    pairs: WITH_CLOUD,
    keys: /^path:\/var\/lib\/provision(\/|$)/,
    when: ({ field }) => field === "",
  },
  {
    id: "command-notes",
    reason: "a machine notes which commands that wait for a change are done; an image is built once and notes nothing",
    pairs: ["ansible ~ dockerfile"],
    keys: /^path:\/var\/lib\/provision(\/done(\/[^/]+)?)?$/,
    onlyOn: "left",
  },
  {
    id: "cloud-init-ssh",
    reason: "cloud-init's default `ssh_pwauth`: a drop-in of its own for the SSH server",
    pairs: WITH_CLOUD,
    keys: /^path:\/etc\/ssh\/sshd_config\.d\/50-cloud-init\.conf$/,
    when: ({ field }) => field === "",
  },
  {
    id: "cloud-init-sudoers-folder",
    reason: "cloud-init closes the folder when it writes the sudo rule of the image's own user",
    pairs: WITH_CLOUD,
    keys: /^path:\/etc\/sudoers\.d$/,
    fields: ["mode"],
  },
  {
    id: "cloud-init-sub-ids",
    reason:
      "the cloud image's own user took the first range of subordinate ids; the others get the next ones of equal size",
    pairs: WITH_CLOUD,
    keys: /^sub[ug]id:/,
    when: isShiftedRange,
  },
  {
    id: "cloud-init-default-user",
    reason: "the login user of the cloud image (its system_info), which belongs to the image and not to the spec",
    pairs: WITH_CLOUD,
    keys: /^((user|group|shadow|gshadow|subuid|subgid):|path:(\/home\/debian(\/|$)|\/etc\/sudoers\.d\/90-cloud-init-users$))/,
    when: isDefaultUser,
  },
  {
    id: "cloud-init-units",
    reason: "cloud-init runs on one of the two only",
    pairs: WITH_CLOUD,
    keys: /^live:(cloud-(init|config|final).*|cloud-init-.*)\.(service|socket|path)$/,
  },
  {
    id: "session-units",
    reason: "an SSH session of Ansible is or was open",
    pairs: [...BETWEEN_TARGETS, ...IN_TIME],
    keys: /^live:(user@0|user-runtime-dir@0|session-.*)\.(service|scope)$/,
  },
  {
    id: "engine-names",
    reason:
      "ports of the moment: the engine's own name server in the machines of a network that the lab made, and containerd's on a machine that has it",
    pairs: EVERYWHERE,
    keys: /^ports:listening$/,
    when: ({ left, right }, one, other) => withoutEngine(left, one) === withoutEngine(right, other),
  },
  {
    id: "docker-mounts",
    reason: "an engine lays its own files over these; an image cannot carry them",
    pairs: WITH_IMAGE,
    keys: /^(path:(\/etc\/(hosts|hostname|resolv\.conf|mtab)|\/\.dockerenv)|hostname:file)$/,
  },
  {
    id: "container-logs",
    reason: "a program in a container writes its logs to the engine, through links in their place",
    pairs: WITH_IMAGE,
    keys: /^path:\/var\/log\/nginx\/(access|error)\.log$/,
  },
  {
    id: "first-start",
    reason:
      "folders which a service makes for itself when it first starts, and the link of PHP-FPM's to its socket; nothing starts in an image that is being built",
    pairs: WITH_IMAGE,
    keys: /^path:(\/var\/lib\/nginx\/(body|fastcgi|proxy|scgi|uwsgi)|(\/etc|\/var\/lib\/dpkg)\/alternatives\/php-fpm\.sock)$/,
    onlyOn: "left",
  },
  {
    id: "own-keys",
    reason: "a key that a machine makes for itself, and the certificate to it: no two are alike",
    pairs: ["ansible ~ cloud-init"],
    keys: /^path:\/etc\/ssl\/local\/[^/]+\/(fullchain|privkey)\.pem$/,
    fields: ["sha256", "size"],
  },
  {
    id: "password-salts",
    reason: "a machine hashes the passwords of a website by itself, with salts of its own",
    pairs: ["ansible ~ cloud-init"],
    keys: /^path:\/etc\/nginx\/passwords\/[^/]+\/users$/,
    fields: ["sha256"],
  },
  {
    id: "container-secrets",
    reason: "keys and hashed passwords are made when a container starts: an image holds none",
    pairs: WITH_IMAGE,
    keys: /^path:(\/etc\/ssl\/local\/[^/]+\/(fullchain\.pem|privkey\.pem|request\.cnf)|\/etc\/nginx\/passwords\/[^/]+\/users)$/,
    onlyOn: "left",
  },
  {
    id: "background-timers",
    reason: "units that a timer started at some moment of the day",
    pairs: [...BETWEEN_TARGETS, ...IN_TIME],
    keys: /^live:(apt-daily|apt-daily-upgrade|e2scrub_all|dpkg-db-backup|fstrim|man-db|logrotate|systemd-tmpfiles-clean)\.service$/,
  },
  {
    id: "daily-copies",
    reason: "at midnight the units of dpkg, apt and logrotate copy the package records aside and note when they looked",
    pairs: EVERYWHERE,
    keys: /^path:(\/var\/backups\/(alternatives\.tar|apt\.extended_states|dpkg\.(arch|diversions|statoverride|status))\.\d(\.gz)?|\/var\/lib\/logrotate\/status)$/,
    when: notOwnership,
  },
  {
    id: "timers-at-work",
    reason: "a timer says `running` instead of `waiting` for as long as the unit that it has started is at work",
    pairs: EVERYWHERE,
    keys: /^live:[^/]+\.timer$/,
    fields: ["sub"],
    when: ({ left, right }) => [left, right].every((state) => state === "running" || state === "waiting"),
  },
  {
    id: "first-boot-units",
    reason: "units that run only on a boot after /usr changed (ConditionNeedsUpdate, see systemd.unit(5))",
    pairs: REBOOT,
    keys: /^live:(ldconfig|systemd-sysusers|systemd-hwdb-update|systemd-journal-catalog-update|systemd-update-done|first-boot-complete)\.(service|target)$/,
  },
];

/** Contents come and go, but who may read them is a promise: a changed owner or mode of a path that is on both sides is no noise. */
function notOwnership(difference: Difference): boolean {
  return difference.field === "" || difference.field === "size" || difference.field === "sha256";
}

/** The range is that of the kernel (`net.ipv4.ip_local_port_range`). */
function withoutEngine(ports: unknown, probe: Probe): string {
  const hasContainerd = probe.facts.has("path:/var/lib/containerd");
  const isOfTheMoment = (port: string): boolean => {
    const number = Number(/^tcp 127\.0\.0\.1:(\d+)$/.exec(port)?.[1]);
    return port.includes(" 127.0.0.11:") || (hasContainerd && number >= 32_768 && number <= 60_999);
  };
  return Array.isArray(ports) ? ports.filter((port) => !isOfTheMoment(String(port))).join() : "";
}

/** `debian` itself, the group `netdev` that its groups ask for, and its name as an additional member of others. */
function isDefaultUser({ key, field, left, right }: Difference): boolean {
  const onOneSide = field === "" && (left === undefined || right === undefined);
  if (key.startsWith("path:") || /:(debian|netdev)$/.test(key)) return onOneSide;
  if (field !== "members" || !Array.isArray(left) || !Array.isArray(right)) return false;
  const others = (members: readonly string[]): string => members.filter((member) => member !== "debian").join(",");
  return others(left) === others(right);
}

function isShiftedRange({ key, left, right }: Difference, one: Probe, other: Probe): boolean {
  const kind = key.split(":")[0]!;
  if (one.facts.has(`${kind}:debian`) === other.facts.has(`${kind}:debian`)) return false;
  const sizes = (value: unknown): string =>
    Array.isArray(value) ? value.map((range) => String(range).split(":")[1]).join() : "";
  return sizes(left) !== "" && sizes(left) === sizes(right);
}

function bothSystemIds(difference: Difference, left: Probe, right: Probe): boolean {
  return [left, right].every((probe) => {
    const fact = probe.facts.get(difference.key);
    const id = isRecord(fact) ? fact[difference.field] : undefined;
    return typeof id === "number" && id >= 100 && id < 1000;
  });
}

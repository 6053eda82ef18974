import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { baseNameOf, isWithin, parentOf } from "../../ir/paths.ts";
import { declarationOf } from "./check.ts";

/** A folder whose reader skips files by their names. */
interface DropIn {
  readonly folder: RegExp;
  readonly reader: string;
  readonly good: RegExp;
  readonly rule: string;
  /** A good name near the written one. */
  readonly mend: (name: string) => string;
}

const withoutDots = (name: string): string => {
  const mended = name.replace(/\.(sh|cron|conf|txt|py)$/, "").replace(/[^A-Za-z0-9_-]/g, "-");
  return mended === "" ? "name" : mended;
};
const ending =
  (end: string) =>
  (name: string): string =>
    `${name.replace(/\.[A-Za-z]+$/, "")}${end}`;

const dropIns: readonly DropIn[] = [
  {
    // cron(8), "Debian specific": the same name rule as run-parts(8).
    folder: /^\/etc\/cron\.(d|hourly|daily|weekly|monthly|yearly)$/,
    reader: "cron",
    good: /^[A-Za-z0-9_-]+$/,
    rule: "names there are letters, digits, `_` and `-`, without a dot",
    mend: withoutDots,
  },
  {
    // sudoers(5), "@includedir".
    folder: /^\/etc\/sudoers\.d$/,
    reader: "sudo",
    good: /^[^.]*[^.~]$/,
    rule: "names there have no dot and do not end with `~`",
    mend: withoutDots,
  },
  {
    folder: /^\/etc\/apt\/sources\.list\.d$/,
    reader: "apt",
    good: /^[A-Za-z0-9_.-]+\.(list|sources)$/,
    rule: "names there end with `.list` or `.sources`",
    mend: ending(".sources"),
  },
  {
    // apt.conf(5): no extension or `conf`; only letters, digits, `_`, `-` and `.`.
    folder: /^\/etc\/apt\/apt\.conf\.d$/,
    reader: "apt",
    good: /^[A-Za-z0-9_-]+(\.conf)?$/,
    rule: "names there have no ending, or `.conf`",
    mend: withoutDots,
  },
  {
    folder: /^\/etc\/apt\/preferences\.d$/,
    reader: "apt",
    good: /^[A-Za-z0-9_-]+(\.pref)?$/,
    rule: "names there have no ending, or `.pref`",
    mend: ending(".pref"),
  },
  {
    folder: /^\/etc\/apt\/(keyrings|trusted\.gpg\.d)$/,
    reader: "apt",
    good: /\.(asc|gpg)$/,
    rule: "names there end with `.asc` (text) or `.gpg` (binary)",
    mend: ending(".asc"),
  },
  {
    folder: /^\/etc\/(sysctl|modules-load|modprobe|tmpfiles|sysusers|binfmt)\.d$/,
    reader: "the system",
    good: /\.conf$/,
    rule: "names there end with `.conf`",
    mend: ending(".conf"),
  },
  {
    folder: /^\/etc\/systemd\/(system\/[^/]+\.d|[a-z]+\.conf\.d)$/,
    reader: "systemd",
    good: /\.conf$/,
    rule: "names there end with `.conf`",
    mend: ending(".conf"),
  },
  {
    folder: /^\/etc\/ssh\/sshd?_config\.d$/,
    reader: "ssh",
    good: /\.conf$/,
    rule: "names there end with `.conf`",
    mend: ending(".conf"),
  },
  {
    folder: /^\/etc\/profile\.d$/,
    reader: "the shell",
    good: /\.sh$/,
    rule: "names there end with `.sh`",
    mend: ending(".sh"),
  },
  {
    folder: /^\/etc\/nginx\/conf\.d$/,
    reader: "nginx",
    good: /\.conf$/,
    rule: "names there end with `.conf`",
    mend: ending(".conf"),
  },
  {
    folder: /^\/etc\/apache2\/(conf|sites|mods)-(available|enabled)$/,
    reader: "Apache",
    good: /\.(conf|load)$/,
    rule: "names there end with `.conf`",
    mend: ending(".conf"),
  },
  {
    folder: /^\/etc\/fail2ban\/(jail|filter|action|fail2ban)\.d$/,
    reader: "fail2ban",
    good: /\.(conf|local)$/,
    rule: "names there end with `.conf` or `.local`",
    mend: ending(".local"),
  },
  {
    folder: /^\/etc\/rsyslog\.d$/,
    reader: "rsyslog",
    good: /\.conf$/,
    rule: "names there end with `.conf`",
    mend: ending(".conf"),
  },
  {
    // logrotate(8), "taboo extensions".
    folder: /^\/etc\/logrotate\.d$/,
    reader: "logrotate",
    good: /^(?!.*(~|,v|\.(bak|cfsaved|disabled|dpkg-\w+|ignore|rpmnew|rpmorig|rpmsave|swp|ucf-\w+))$).+$/,
    rule: "it leaves out names that look like a backup",
    mend: withoutDots,
  },
  {
    folder: /^\/etc\/supervisor\/conf\.d$/,
    reader: "supervisor",
    good: /\.conf$/,
    rule: "names there end with `.conf`",
    mend: ending(".conf"),
  },
];

/** Reports a file or link that the reader of its folder would silently skip. */
export function checkFileName(resource: Resource): readonly Diagnostic[] {
  const path = resource.name;
  const folder = parentOf(path);
  const rule = dropIns.find((dropIn) => dropIn.folder.test(folder));
  const name = baseNameOf(path);
  if (rule === undefined || rule.good.test(name)) return [];
  const suggestion = `${folder}/${rule.mend(name)}`;
  return [
    diagnose("E0409", { reader: rule.reader, path, rule: rule.rule, suggestion }, declarationOf(resource), {
      label: "nothing reads a file with this name",
    }),
  ];
}

/** Reports paths where nothing can be kept: the kernel's folders, the system's own, and what is emptied at every start. */
export function checkPlace(resource: Resource): readonly Diagnostic[] {
  const path = resource.name;
  const span = declarationOf(resource);
  const kernel = ["/proc", "/sys", "/dev"].find((folder) => isWithin(path, folder));
  if (kernel !== undefined)
    return [
      diagnose(
        "E0422",
        {
          path,
          problem: `the kernel shows itself in ${kernel}, nothing there is on a disk`,
          help: 'for a kernel setting write `sysctl "net.ipv4.ip_forward" { value = "1" }`',
        },
        span,
      ),
    ];
  if (resource.absent && systemFolders.has(path))
    return [
      diagnose("E0422", { path, problem: "the system does not work without it", help: "name what lies in it" }, span),
    ];
  if (resource.kind !== "directory" && systemFolders.has(path))
    return [
      diagnose(
        "E0422",
        { path, problem: `it is a folder of the system, not a ${resource.kind}`, help: "name what lies in it" },
        span,
      ),
    ];
  const emptied = ["/run", "/tmp", "/var/run"].find((folder) => isWithin(path, folder));
  return emptied === undefined || resource.absent ? [] : [diagnose("W0401", { path }, span)];
}

const systemFolders: ReadonlySet<string> = new Set(
  "/ /bin /boot /etc /home /lib /lib64 /media /mnt /opt /root /run /sbin /srv /tmp /usr /usr/bin /usr/lib /usr/local /usr/sbin /usr/share /var /var/lib /var/log".split(
    " ",
  ),
);

/** The like for a path that a command names, where neither a shell nor a list of words may read anything into it. */
export function checkPlainPlace(resource: Resource): readonly Diagnostic[] {
  const path = resource.name;
  const wrong = checkPlace(resource);
  if (wrong.length > 0 || /^[A-Za-z0-9/._+@:,=-]+$/.test(path)) return wrong;
  const problem = `holds a character other than letters, digits and \`/._+@:,=-\`, which a ${resource.kind} cannot have`;
  return [diagnose("E0408", { path, problem }, declarationOf(resource))];
}

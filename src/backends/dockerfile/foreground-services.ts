/**
 * How well-known services run in the foreground: their image's command when nothing else is the machine's program.
 * Each row comes from the daemon's manual page and its unit file in Debian; a service that is not here is reported.
 */

/** A service as a container's program. */
export interface ForegroundService {
  /** The unit's name without `.service`; a group is the version. */
  readonly unit: RegExp;
  /** The program and its arguments; `{1}` is the version from the unit's name. */
  readonly argv: readonly string[];
  /** The user it is started as. Those that start as root hand over to their own user by themselves. */
  readonly user: string;
  readonly group: string;
  readonly ports: readonly number[];
  /** The signal on which it finishes what it is doing. */
  readonly stopSignal: string;
  /** Directories that its unit makes at start (RuntimeDirectory=), with their owner. */
  readonly runtimeDirectories: readonly { readonly path: string; readonly owner: string; readonly mode: string }[];
  /** Log files that go to the container's output instead. */
  readonly logs: readonly (readonly [link: string, target: "/dev/stdout" | "/dev/stderr"])[];
  /** Capabilities that its master process needs when it starts as root. */
  readonly capabilities: readonly string[];
}

const webCapabilities = ["CHOWN", "DAC_OVERRIDE", "NET_BIND_SERVICE", "SETGID", "SETUID"];

const services: readonly ForegroundService[] = [
  {
    // nginx(8): SIGQUIT shuts down gracefully; `daemon off;` keeps the master in the foreground.
    unit: /^nginx$/,
    argv: ["/usr/sbin/nginx", "-g", "daemon off;"],
    user: "root",
    group: "root",
    ports: [80],
    stopSignal: "SIGQUIT",
    runtimeDirectories: [],
    logs: [
      ["/var/log/nginx/access.log", "/dev/stdout"],
      ["/var/log/nginx/error.log", "/dev/stderr"],
    ],
    capabilities: webCapabilities,
  },
  {
    // httpd.apache.org/docs/2.4/stopping.html: SIGWINCH is the graceful stop; apache2ctl reads /etc/apache2/envvars.
    unit: /^apache2$/,
    argv: ["/usr/sbin/apache2ctl", "-D", "FOREGROUND"],
    user: "root",
    group: "root",
    ports: [80],
    stopSignal: "SIGWINCH",
    runtimeDirectories: [],
    logs: [
      ["/var/log/apache2/access.log", "/dev/stdout"],
      ["/var/log/apache2/other_vhosts_access.log", "/dev/stdout"],
      ["/var/log/apache2/error.log", "/dev/stderr"],
    ],
    capabilities: [...webCapabilities, "KILL"],
  },
  {
    // redis.conf: `daemonize no`, and no init system to tell (`supervised no`).
    unit: /^redis(?:-server)?$/,
    argv: ["/usr/bin/redis-server", "/etc/redis/redis.conf", "--daemonize", "no", "--supervised", "no"],
    user: "redis",
    group: "redis",
    ports: [6379],
    stopSignal: "SIGTERM",
    runtimeDirectories: [{ path: "/run/redis", owner: "redis", mode: "0755" }],
    logs: [],
    capabilities: [],
  },
  {
    // php-fpm(8): --nodaemonize; SIGQUIT is the graceful stop.
    unit: /^php(\d+\.\d+)-fpm$/,
    argv: ["/usr/sbin/php-fpm{1}", "--nodaemonize"],
    user: "root",
    group: "root",
    ports: [],
    stopSignal: "SIGQUIT",
    runtimeDirectories: [{ path: "/run/php", owner: "www-data", mode: "0755" }],
    logs: [["/var/log/php{1}-fpm.log", "/dev/stderr"]],
    capabilities: ["CHOWN", "DAC_OVERRIDE", "KILL", "SETGID", "SETUID"],
  },
  {
    // haproxy(1): -W is master and workers, -db stays in the foreground; SIGUSR1 lets connections finish.
    unit: /^haproxy$/,
    argv: ["/usr/sbin/haproxy", "-W", "-db", "-f", "/etc/haproxy/haproxy.cfg"],
    user: "root",
    group: "root",
    ports: [],
    stopSignal: "SIGUSR1",
    runtimeDirectories: [{ path: "/run/haproxy", owner: "haproxy", mode: "2775" }],
    logs: [],
    capabilities: ["CHOWN", "DAC_OVERRIDE", "NET_BIND_SERVICE", "SETGID", "SETUID", "SYS_CHROOT"],
  },
];

/** The foreground form of a unit (`nginx.service`), or undefined when none is known. */
export function foregroundService(unit: string): ForegroundService | undefined {
  const name = unit.replace(/\.service$/, "");
  for (const service of services) {
    const match = service.unit.exec(name);
    if (match === null) continue;
    const fill = (text: string): string => text.replaceAll("{1}", match[1] ?? "");
    return {
      ...service,
      argv: service.argv.map(fill),
      logs: service.logs.map(([link, target]) => [fill(link), target] as const),
    };
  }
  return undefined;
}

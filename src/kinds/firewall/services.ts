/** What is let in: a protocol and ports, as nftables and ufw write them (`443`, `60000-61000`). */
export interface Opening {
  readonly protocol: "tcp" | "udp";
  readonly ports: readonly string[];
}

const tcp = (...ports: readonly string[]): readonly Opening[] => [{ protocol: "tcp", ports }];
const udp = (...ports: readonly string[]): readonly Opening[] => [{ protocol: "udp", ports }];
const both = (...ports: readonly string[]): readonly Opening[] => [...tcp(...ports), ...udp(...ports)];

/**
 * Services by the names that IANA (service-names-port-numbers) or their own manuals use, with the ports that they answer
 * on when nobody configured another. The port of `ssh` is that of the machine's own policy.
 */
const services: Readonly<Record<string, readonly Opening[]>> = {
  dns: both("53"),
  elasticsearch: tcp("9200"),
  git: tcp("9418"),
  grafana: tcp("3000"),
  http: tcp("80"),
  "http-alt": tcp("8080"),
  http3: udp("443"),
  https: tcp("443"),
  imap: tcp("143"),
  imaps: tcp("993"),
  ipsec: udp("500", "4500"),
  kubernetes: tcp("6443"),
  ldap: tcp("389"),
  ldaps: tcp("636"),
  mariadb: tcp("3306"),
  memcached: tcp("11211"),
  mongodb: tcp("27017"),
  mosh: udp("60000-61000"),
  mqtt: tcp("1883"),
  mqtts: tcp("8883"),
  mysql: tcp("3306"),
  nfs: tcp("2049"),
  "node-exporter": tcp("9100"),
  ntp: udp("123"),
  openvpn: udp("1194"),
  pop3: tcp("110"),
  pop3s: tcp("995"),
  postgresql: tcp("5432"),
  prometheus: tcp("9090"),
  rabbitmq: tcp("5672"),
  redis: tcp("6379"),
  smtp: tcp("25"),
  snmp: udp("161"),
  ssh: tcp("22"),
  submission: tcp("587"),
  submissions: tcp("465"),
  syslog: both("514"),
  valkey: tcp("6379"),
  wireguard: udp("51820"),
};

/** What a service answers on; undefined for a name that is not known. */
export function openingsOf(name: string): readonly Opening[] | undefined {
  return Object.hasOwn(services, name) ? services[name] : undefined;
}

/** All names, for messages. */
export const serviceNames: readonly string[] = Object.keys(services);

/** The service that a port below 1024 is for over TCP; undefined for others, on which anything may answer (RFC 6335, 6). */
export function serviceOn(port: string): string | undefined {
  if (Number(port) >= 1024) return undefined;
  return serviceNames.find((name) =>
    openingsOf(name)?.some(({ protocol, ports }) => protocol === "tcp" && ports.includes(port)),
  );
}

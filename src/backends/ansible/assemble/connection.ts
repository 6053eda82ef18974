/** How Ansible gets to a host: the variables of its connection, and the way through other machines. */
import type { Host } from "../../../ir/model.ts";
import type { YamlNode } from "../../shared/yaml.ts";
import { yamlText } from "../../shared/yaml.ts";
import { literalValue } from "../jinja.ts";

/** A variable of a host or a group. */
export type HostVariable = readonly [name: string, value: YamlNode];

/** The hosts of an environment, and the way to each. */
export interface Hosts {
  readonly wayTo: (host: Host) => Way;
  /** Hosts that others are reached through by `ProxyJump`, and by a command with a key. */
  readonly jumps: ReadonlySet<string>;
  readonly hops: ReadonlySet<string>;
}

/** What one logs in to before a host, first things first. */
interface Way {
  /** What the author wrote for a machine that is not described: `user@address:port`. Always the first. */
  readonly outside: string | undefined;
  readonly hosts: readonly Host[];
  /** Whether one of them has a key of its own. */
  readonly keyed: boolean;
}

/** Looks at the ways of all hosts of an environment. They have no circles: the analysis has seen to that. */
export function collectHosts(hosts: readonly Host[]): Hosts {
  const byName = new Map(hosts.map((host) => [host.name, host]));
  const known = new Map<string, Way>();
  const wayTo = (host: Host): Way => {
    const before = host.ssh.viaHost === undefined ? undefined : byName.get(host.ssh.viaHost);
    if (before === undefined) return { outside: host.ssh.via, hosts: [], keyed: false };
    let way = known.get(before.name);
    if (way === undefined) {
      const first = wayTo(before);
      way = { ...first, hosts: [...first.hosts, before], keyed: first.keyed || before.ssh.key !== undefined };
      known.set(before.name, way);
    }
    return way;
  };
  for (const host of hosts) wayTo(host);
  const names = (keyed: boolean): ReadonlySet<string> =>
    new Set([...known.values()].flatMap((way) => (way.keyed === keyed ? way.hosts.map(({ name }) => name) : [])));
  return { wayTo, jumps: names(false), hops: names(true) };
}

/**
 * The variables of a host's connection. One that others go through says how in a variable of its own, made from its
 * address, user, port and key, so that whoever changes these in the inventory changes the way of the others too.
 */
export function connectionVariables(host: Host, hosts: Hosts): readonly HostVariable[] {
  const { ssh } = host;
  const variables: HostVariable[] = [];
  const text = (name: string, value: string | undefined): void => {
    if (value !== undefined) variables.push([name, literalValue(value)]);
  };
  text("ansible_host", host.address);
  if (ssh.port !== undefined) variables.push(["ansible_port", { yaml: "literal", value: ssh.port }]);
  text("ansible_user", ssh.user);
  text("ansible_ssh_private_key_file", ssh.key);
  const way = hosts.wayTo(host);
  if (way.hosts.length > 0 || way.outside !== undefined)
    variables.push(["ansible_ssh_common_args", template(way.keyed ? proxyOption(way) : jumpOption(way))]);
  if (hosts.jumps.has(host.name)) variables.push([jumpVariable, template(jumpWord(host))]);
  if (hosts.hops.has(host.name)) variables.push([hopVariable, template(hopWords(host))]);
  return variables;
}

const jumpVariable = "ssh_jump";
const hopVariable = "ssh_hop";

/** `ProxyJump` (ssh_config(5)) does while ssh finds the keys of all hops by itself: it has no place for one. */
function jumpOption(way: Way): string {
  const hops = way.hosts.map(({ name }) => `{{ hostvars['${name}']['${jumpVariable}'] }}`);
  return `-o ProxyJump=${[...(way.outside === undefined ? [] : [way.outside]), ...hops].join(",")}`;
}

/** `user@address:port`. */
function jumpWord(host: Host): string {
  const { ssh, address = "" } = host;
  const place = placeOf(host);
  return [
    ssh.user === undefined ? "" : "{{ ansible_user }}@",
    address.includes(":") ? `[${place}]` : place,
    ssh.port === undefined ? "" : ":{{ ansible_port }}",
  ].join("");
}

/** Words for ssh(1): `-i KEY -p PORT user@address`. ssh itself expands the `~` of a key; the analysis refuses a `%`. */
function hopWords(host: Host): string {
  const { ssh } = host;
  return [
    ssh.key === undefined ? "" : "-i {{ ansible_ssh_private_key_file | quote }} ",
    ssh.port === undefined ? "" : "-p {{ ansible_port }} ",
    ssh.user === undefined ? "" : "{{ ansible_user }}@",
    placeOf(host),
  ].join("");
}

function proxyOption(way: Way): string {
  return `-o {{ ${proxyCommand(way.outside, way.hosts)} | quote }}`;
}

/**
 * The expression for `ProxyCommand=…` (ssh_config(5)): a command that connects its own input and output with `%h` and
 * `%p` through the last hop. The one for the hops before stands inside, where `%` is doubled because the outer command
 * is expanded first.
 */
function proxyCommand(outside: string | undefined, hops: readonly Host[]): string {
  const before = hops.slice(0, -1);
  const last = `hostvars['${hops[hops.length - 1]?.name ?? ""}']['${hopVariable}']`;
  const connect = `ProxyCommand=ssh -W '[%h]:%p'`;
  if (before.length > 0)
    return `("${connect} -o " ~ (${proxyCommand(outside, before)} | replace('%', '%%') | quote) ~ ' ' ~ ${last})`;
  return `("${connect} ${outside === undefined ? "" : `-J ${outside} `}" ~ ${last})`;
}

/** A host without an address is reached by its name, which the reader's own SSH configuration may know. */
function placeOf(host: Host): string {
  return host.address === undefined ? host.name : "{{ ansible_host }}";
}

function template(text: string): YamlNode {
  return yamlText(text, { quoted: true });
}

interface HostEntry {
  readonly name: string;
  readonly variables: readonly HostVariable[];
}

/**
 * Takes what all hosts of a group say alike out of them, so that it is written and changed in one place. An address is
 * each host's own.
 */
export function shareVariables(hosts: readonly HostEntry[]): {
  readonly shared: readonly HostVariable[];
  readonly hosts: readonly HostEntry[];
} {
  const [first, ...others] = hosts;
  if (first === undefined || others.length === 0) return { shared: [], hosts };
  const maps = others.map(({ variables }) => new Map(variables));
  const shared = first.variables.filter(
    ([name, value]) => sharable.has(name) && maps.every((map) => sameNode(map.get(name), value)),
  );
  const names = new Set(shared.map(([name]) => name));
  return {
    shared,
    hosts: hosts.map(({ name, variables }) => ({ name, variables: variables.filter(([key]) => !names.has(key)) })),
  };
}

const sharable: ReadonlySet<string> = new Set([
  "ansible_port",
  "ansible_user",
  "ansible_ssh_private_key_file",
  "ansible_ssh_common_args",
]);

function sameNode(a: YamlNode | undefined, b: YamlNode): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

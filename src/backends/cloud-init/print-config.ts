import type { SourceMapEntry } from "../../ir/backend.ts";
import { commentLines, printYaml, yamlList, yamlMap, yamlNode, yamlText } from "../shared/yaml.ts";
import type { YamlInput, YamlNode, YamlText } from "../shared/yaml.ts";
import { decode, encode } from "./content.ts";
import { markOf, type CloudConfig, type Hostname, type WriteFile } from "./target.ts";

/** A cloud-config file as text. */
export interface PrintedConfig {
  readonly text: string;
  readonly map: readonly SourceMapEntry[];
}

type Entry = readonly [string, YamlNode];

/** Op id under which the lines of the scripts are found in the YAML writer's map; never in what comes out. */
const scriptMark = "script:";

/** Prints a cloud-config file. The first line must be exactly this one, or cloud-init passes over the file. */
export function printConfig(config: CloudConfig): PrintedConfig {
  const entries: Entry[] = [
    ...hostnameEntries(config.hostname, config.machine),
    ["users", { ...yamlNode(["default"]), comment: usersRemark(config) }],
    ["disable_root", yamlNode(config.disableRoot)],
    ["ssh_pwauth", yamlNode(false)],
    ["locale", yamlText("false", { quoted: true })],
    ...config.raw.map(({ key, node, provenance }): Entry => [
      key,
      { ...node, mark: markOf(provenance, config.machine) },
    ]),
    ["write_files", yamlList(config.writeFiles.map((file) => fileNode(file, config.machine)))],
    ["runcmd", yamlList(config.runCommands.map((words) => yamlList(words)))],
  ];
  const header = ["#cloud-config", "#", ...config.header.flatMap(headerLines)];
  const { text, map } = printYaml({ header, root: yamlMap(entries.map(decorated)) });
  return { text, map: scriptLines(map, text, config) };
}

/** Why each key is there, above it, and an empty line before it. */
const remarks: Readonly<Record<string, string>> = {
  hostname: "The name; the one in the provider's metadata does not count.",
  locale:
    "Not touched by cloud-init, whose default would be en_US.UTF-8. As a text: cloud-init 22.4 takes nothing else.",
  write_files:
    "Contents wait below /var/lib/provision/files until the script puts them in place: when their folder, their owner and their package are there.",
  runcmd:
    "The whole work. When it fails, `cloud-init status` says error, and /var/lib/provision/status names the step.",
};

function usersRemark({ defaultUserStays }: CloudConfig): string {
  const imageUser = defaultUserStays
    ? "The image's own user stays: the key that the provider puts on the machine lets you in as this user."
    : "The image's own user gets in until the script has run, and not any more after that.";
  return `${imageUser} Users of the description are made by the script, with ids that are the same everywhere.`;
}

const followers: ReadonlySet<string> = new Set([
  "fqdn",
  "prefer_fqdn_over_hostname",
  "preserve_hostname",
  "ssh_pwauth",
]);

function decorated([key, node]: Entry): Entry {
  const comment = node.comment ?? remarks[key];
  const blankBefore = !followers.has(key);
  return [key, { ...node, blankBefore, ...(comment === undefined ? {} : { comment }) }];
}

/** A name with dots is the whole name here, too: without `prefer_fqdn_over_hostname` Debian would cut it at the first. */
function hostnameEntries(hostname: Hostname | undefined, machine: string): Entry[] {
  if (hostname === undefined) return [];
  const mark = markOf(hostname.provenance, machine);
  const { name } = hostname;
  if (!name.includes("."))
    return [
      ["hostname", yamlText(name, { mark })],
      ["preserve_hostname", yamlNode(false)],
    ];
  return [
    ["hostname", yamlText(name.slice(0, name.indexOf(".")), { mark })],
    ["fqdn", yamlText(name, { mark })],
    ["prefer_fqdn_over_hostname", yamlNode(true)],
    ["preserve_hostname", yamlNode(false)],
  ];
}

function fileNode(file: WriteFile, machine: string): YamlNode {
  const [provenance] = file.provenance;
  const mark = provenance === undefined ? {} : { mark: markOf(provenance, machine) };
  const entries: [string, YamlInput | undefined][] = [
    ["path", file.path],
    ["owner", file.owner],
    ["permissions", yamlText(file.mode, { quoted: true })],
    ["encoding", file.encoding === "text" ? undefined : file.encoding],
    ["content", contentNode(file, machine)],
  ];
  return yamlMap(entries, { ...mark, ...(file.comment === undefined ? {} : { comment: file.comment }) });
}

/** An empty text and a word such as `yes` must stay texts; the writer sees to that. */
function contentNode(file: WriteFile, machine: string): YamlText {
  if (file.encoding !== "text") return yamlText(encode(file.bytes, file.encoding));
  const mark = file.lines.length === 0 ? {} : { mark: { op: scriptMark + file.path, machine, spans: [] } };
  return yamlText(decode(file.bytes) ?? "", mark);
}

function headerLines(line: string): string[] {
  return line === "" ? ["#"] : commentLines(line).map((each) => `# ${each}`);
}

/** Replaces the mark of a script by the marks of its lines; a script that is packed has no lines to speak of. */
function scriptLines(map: readonly SourceMapEntry[], text: string, config: CloudConfig): SourceMapEntry[] {
  const printed = text.split("\n");
  const entries = map.flatMap((entry) => {
    if (!entry.op.startsWith(scriptMark)) return [entry];
    const file = config.writeFiles.find((each) => scriptMark + each.path === entry.op);
    if (file === undefined || !/^ *content: \|/.test(printed[entry.from - 1] ?? "")) return [];
    return file.lines.map(({ from, to, provenance }) => ({
      from: entry.from + from,
      to: entry.from + to,
      ...markOf(provenance, config.machine),
    }));
  });
  return entries.sort((a, b) => a.from - b.from || b.to - a.to);
}

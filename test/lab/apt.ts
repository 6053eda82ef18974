import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Suite } from "./suites.ts";

/** How this machine's apt reaches its mirror (proxy, certificates, clock checks), as lines of an apt configuration file. */
export function machineAptOptions(): string {
  const wanted = /^Acquire::(http|https|ftp|Retries|ForceIPv4|Check-Date|Check-Valid-Until|Languages)\b/;
  const lines: string[] = [];
  const folder = "/etc/apt/apt.conf.d";
  const files = existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .map((file) => join(folder, file))
    : [];
  for (const file of [...files, "/etc/apt/apt.conf"]) {
    if (!existsSync(file) || file.includes("docker-")) continue;
    for (const line of readFileSync(file, "utf8").split("\n")) if (wanted.test(line.trim())) lines.push(line.trim());
  }
  const proxy = process.env["http_proxy"] ?? process.env["HTTP_PROXY"];
  if (proxy !== undefined && proxy !== "") lines.push(`Acquire::http::Proxy "${proxy}";`);
  return `${lines.join("\n")}\n`;
}

/** The machine's own Debian sources, in one-line form, rewritten for another suite. */
export function machineSources(suite: Suite, text: string = readSources()): string {
  const lines = new Set<string>();
  for (const stanza of text.split(/\n\s*\n/)) {
    const field = (name: string): string => new RegExp(`^${name}:\\s*(.+)$`, "m").exec(stanza)?.[1]?.trim() ?? "";
    const uris = field("URIs") || (/^deb\s+(?:\[[^\]]*\]\s*)?(\S+)/m.exec(stanza)?.[1] ?? "");
    for (const uri of uris.split(/\s+/).filter((each) => /debian(-security)?\/?$/.test(each))) {
      const security = /debian-security\/?$/.test(uri);
      const suites = security ? [`${suite}-security`] : [suite, `${suite}-updates`];
      for (const name of suites) lines.add(`deb ${uri} ${name} main`);
    }
  }
  return `${[...lines].join("\n")}\n`;
}

function readSources(): string {
  const folder = "/etc/apt/sources.list.d";
  const files = existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .map((file) => join(folder, file))
    : [];
  return ["/etc/apt/sources.list", ...files]
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n\n");
}

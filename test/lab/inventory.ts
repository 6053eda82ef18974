import { load } from "js-yaml";

interface YamlGroup {
  readonly hosts?: Readonly<Record<string, unknown>> | null;
  readonly children?: Readonly<Record<string, YamlGroup | null>> | null;
}

/** The hosts of every group of a generated inventory, with those of the groups inside it. */
export function readGroups(text: string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  const visit = (name: string, group: YamlGroup | null): string[] => {
    const hosts = Object.keys(group?.hosts ?? {});
    for (const [child, inner] of Object.entries(group?.children ?? {})) hosts.push(...visit(child, inner));
    groups.set(name, [...new Set([...(groups.get(name) ?? []), ...hosts])]);
    return hosts;
  };
  for (const [name, group] of Object.entries(load(text) as Record<string, YamlGroup>)) visit(name, group);
  return groups;
}

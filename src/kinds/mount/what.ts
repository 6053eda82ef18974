import type { Resource } from "../../ir/model.ts";
import { readSize, readText, readTexts } from "../shared/read.ts";

/** How something is mounted. */
export interface Mounted {
  /** As systemd.mount(5) wants it: a path, `server:/path`, `tmpfs`. */
  readonly what: string;
  /** undefined: mount(8) finds it out. */
  readonly type: string | undefined;
  readonly options: readonly string[];
  /** Whether it comes over the network. */
  readonly remote: boolean;
  /** Whether it is a thing of the kernel's own (a device, a network file system), which no container has. */
  readonly ownKernel: boolean;
}

/** What a block means; undefined when it does not say enough. */
export function mountedBy(resource: Resource): Mounted | undefined {
  const source = readText(resource, "source");
  const type = readText(resource, "type") ?? (source !== undefined && isRemote(source) ? "nfs" : undefined);
  const options = readTexts(resource, "options");
  const size = readSize(resource, "size");
  if (type === "tmpfs") {
    const limits = size === undefined ? [] : [`size=${size}`];
    return { what: "tmpfs", type, options: [...limits, ...options], remote: false, ownKernel: false };
  }
  if (source === undefined) return undefined;
  if (type === "bind")
    return { what: source, type: "none", options: ["bind", ...options], remote: false, ownKernel: false };
  return { what: deviceOf(source), type, options, remote: isRemote(source), ownKernel: true };
}

/** `nas.example.com:/export/data`, `[2001:db8::1]:/export`. */
export function isRemote(source: string): boolean {
  return /^(?:[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:.]+\]):\//.test(source);
}

/** Names of fstab(5) as the links that udev makes of them, which is what a mount unit can wait for. */
function deviceOf(source: string): string {
  const named = /^(UUID|LABEL|PARTUUID|PARTLABEL)=(.+)$/.exec(source);
  return named === null ? source : `/dev/disk/by-${(named[1] ?? "").toLowerCase()}/${named[2] ?? ""}`;
}

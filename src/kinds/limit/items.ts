import type { Resource } from "../../ir/model.ts";
import { readValue } from "../shared/read.ts";

/** What a limit counts in, at a login and in a unit. */
export interface LimitItem {
  /** The setting of a unit (systemd.exec(5), "Process Properties"), counted in bytes where it is memory. */
  readonly directive: string | undefined;
  /** Bytes to one of what limits.conf(5) counts in; undefined for what is no size. */
  readonly bytes: number | undefined;
}

/** limits.conf(5): memory and files in KiB there. */
export const items: Readonly<Record<string, LimitItem>> = {
  nofile: { directive: "LimitNOFILE", bytes: undefined },
  nproc: { directive: "LimitNPROC", bytes: undefined },
  memlock: { directive: "LimitMEMLOCK", bytes: 1024 },
  core: { directive: "LimitCORE", bytes: 1024 },
  stack: { directive: "LimitSTACK", bytes: 1024 },
  as: { directive: "LimitAS", bytes: 1024 },
  data: { directive: "LimitDATA", bytes: 1024 },
  fsize: { directive: "LimitFSIZE", bytes: 1024 },
  maxlogins: { directive: undefined, bytes: undefined },
};

/** How much: a count, bytes for what is a size, or no end. */
export type Amount = number | "unlimited";

/** The value of `hard` or `soft`; undefined when it is not given, or is nothing that the item counts in. */
export function amountOf(resource: Resource, attribute: "hard" | "soft", item: LimitItem): Amount | undefined {
  const value = readValue(resource, attribute);
  if (value?.is === "text") return value.text.length === 1 && value.text[0] === "unlimited" ? "unlimited" : undefined;
  if (value?.is === "size") return item.bytes === undefined ? undefined : value.bytes;
  if (value?.is !== "number" || !Number.isInteger(value.value) || value.value < 0) return undefined;
  // A bare number says nothing about its unit, but that there is none of it.
  return item.bytes === undefined || value.value === 0 ? value.value : undefined;
}

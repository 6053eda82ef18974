import type { Resource } from "../../ir/model.ts";
import { readList, readNumber } from "./read.ts";

/** The ports on which a program answers: `port` first, then `ports`, each once. */
export function portsOf(resource: Resource): readonly number[] {
  const first = readNumber(resource, "port");
  const others = readList(resource, "ports").flatMap((value) => (value.is === "number" ? [value.value] : []));
  return [...new Set([...(first === undefined ? [] : [first]), ...others])];
}

import type { Resource } from "../../ir/model.ts";
import { plainTitle } from "./op-base.ts";
import { readText } from "./read.ts";

/** What stands in lists and logs: as written, else the first sentence of the doc comment, else the name. One line. */
export function descriptionOf(resource: Resource): string {
  const written = readText(resource, "description");
  if (written !== undefined && written.trim() !== "") return oneLine(written);
  const line = resource.doc?.split("\n").find((candidate) => candidate.trim() !== "");
  const sentence = line === undefined ? undefined : (/^.*?[.!?](?=\s|$)/.exec(line)?.[0] ?? line);
  return sentence === undefined ? resource.name : plainTitle(oneLine(sentence).replace(/\.$/, ""));
}

function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is replaced
  return text.replace(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").trim();
}

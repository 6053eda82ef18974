import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Content, Op } from "../../ir/ops.ts";
import { holdsSecret } from "../../ir/text.ts";
import { ownershipOf } from "../shared/accounts.ts";
import { lowerAbsentPath } from "../shared/absent-path.ts";
import { opBase } from "../shared/op-base.ts";
import { readText, readTexts, readValue } from "../shared/read.ts";

/** One op. */
export function lowerFile(resource: Resource, context: LowerContext): readonly Op[] {
  if (resource.absent) return [lowerAbsentPath(resource, "file")];
  const content = contentOf(resource, context);
  const secret = content.from === "text" && holdsSecret(content.text);
  const validate = readTexts(resource, "validate");
  return [
    {
      ...opBase(resource, `Write ${resource.name}`, { owner: "owner", group: "group", mode: "mode" }),
      op: "file",
      id: opId("file", resource.name),
      path: resource.name,
      content,
      ...ownershipOf(resource, context),
      mode: readText(resource, "mode") ?? (secret ? "0600" : "0644"),
      validate: validate.length === 0 ? undefined : validate,
    },
  ];
}

function contentOf(resource: Resource, context: LowerContext): Content {
  const attribute = resource.attributes["text"] === undefined ? "source" : "text";
  const value = readValue(resource, attribute);
  if (value?.is === "file") return { from: "bytes", file: value.file };
  return { from: "text", text: context.text(resource.attributes[attribute]?.value) ?? [] };
}

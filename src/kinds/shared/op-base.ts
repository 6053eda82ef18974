import type { Resource } from "../../ir/model.ts";
import type { OpBase } from "../../ir/ops.ts";
import { readBindings } from "./read.ts";

/**
 * What every op of a resource has. The triggers and the explicit order of the resource are added by the lowering of
 * the model, for all kinds alike. `fields` maps an attribute to the op's field that it gives.
 */
export function opBase(
  resource: Resource,
  title: string,
  fields: Readonly<Record<string, string>> = {},
): Omit<OpBase, "id"> {
  return {
    title: plainTitle(title),
    ...(resource.doc === undefined ? {} : { doc: resource.doc }),
    resource: resource.id,
    after: [],
    triggers: [],
    bindings: readBindings(resource, fields),
    provenance: resource.spans,
  };
}

/** A title without what a target's template language or a comment would read: braces and control characters. */
export function plainTitle(title: string): string {
  return (
    title
      .replaceAll("{", "(")
      .replaceAll("}", ")")
      // oxlint-disable-next-line no-control-regex -- control characters are what is replaced
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ")
      .trim()
  );
}

import { diagnose } from "../diagnostics/diagnose.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Kind } from "./kind.ts";
import type { Resource } from "./model.ts";
import { unknownParts } from "./read-value.ts";

/** Reports values that only hosts know at places where one value for all of them is needed. */
export function checkLateValues(resource: Resource, kind: Kind): readonly Diagnostic[] {
  return Object.entries(resource.attributes).flatMap(([name, attribute]) => {
    const schema = Object.hasOwn(kind.attributes, name) ? kind.attributes[name] : undefined;
    const late = schema === undefined ? kind.map?.late !== false : schema.late === true;
    if (late) return [];
    for (const part of unknownParts(attribute.value)) {
      // A secret at the wrong place is the business of the secrets' own rules.
      if (part.hole === "secret") continue;
      return [diagnose("E0403", { attribute: name, what: nameOf(part) }, attribute.span)];
    }
    return [];
  });
}

function nameOf(part: ReturnType<typeof unknownParts>[number]): string {
  switch (part.hole) {
    case "bound":
    case "variable":
      return `\`${part.name}\``;
    case "host":
      return `the host's ${part.property}`;
    case "address":
      return `the address of \`${part.machine}\``;
    case "secret":
      return "the secret";
  }
}

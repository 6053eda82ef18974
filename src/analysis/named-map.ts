import type { Value } from "../ir/value.ts";
import type { ValueType } from "../ir/value-type.ts";
import type { At } from "./context.ts";
import { fitValue } from "./fit.ts";
import type { Outcome, Thing } from "./state.ts";

/** The entries of a named map (`values common { … }`), its patches applied. */
export function thingMap(thing: Thing, of: ValueType, at: At): Outcome {
  const entries = new Map<string, Value>();
  const own = thing.kind.map?.value ?? of;
  let good = true;
  const put = (key: string, value: Outcome): void => {
    if (value === "bad") good = false;
    else if (value !== "none") entries.set(key, value);
  };
  for (const layer of thing.layers.filter((one) => one.active).sort((a, b) => a.level - b.level)) {
    const inside: At = { ...at, place: layer.place, owner: thing.label };
    for (const spread of layer.entries.spreads) {
      const guard = `${thing.id} ${spread.span.start}`;
      if (at.env.openOutputs.has(guard)) continue;
      at.env.openOutputs.add(guard);
      const value = at.env.evaluate(
        { type: "path", path: spread.path, span: spread.path.span },
        { type: "map", of: own },
        inside,
      );
      at.env.openOutputs.delete(guard);
      const map = typeof value === "string" ? undefined : value.is === "bound" ? value.value : value;
      if (map?.is !== "map") good = false;
      else
        for (const [key, entry] of Object.entries(map.entries))
          if (!layer.entries.attributes.has(key)) entries.set(key, entry);
    }
    for (const [key, node] of layer.entries.attributes)
      put(key, at.env.evaluate(node.value, own, { ...inside, what: key }));
  }
  if (!good) return "bad";
  return fitValue(
    { is: "map", entries: Object.fromEntries(entries) },
    { type: "map", of },
    thing.layers[0]?.node.span ?? { file: "", start: 0, end: 0 },
    at,
  );
}

import type { AttributeNode } from "../parser/ast.ts";
import type { Layer, Thing } from "./state.ts";

/** The layers of a thing that hold on a machine, weakest first; with no machine, those that hold everywhere. */
export function layersOn(thing: Thing, machine: string | undefined): readonly Layer[] {
  const layers = thing.layers.filter(
    (layer) => layer.active && (machine === undefined ? layer.within === undefined : layer.machines.includes(machine)),
  );
  return layers.sort((a, b) => a.level - b.level);
}

/** An attribute and the layer that says it. */
export interface Said {
  readonly layer: Layer;
  readonly node: AttributeNode;
}

const none: Said[] = [];

/** What the strongest layers say about an attribute; several only when layers of one level do. */
export function strongest(
  layers: readonly Layer[],
  find: (layer: Layer) => AttributeNode | undefined,
): readonly Said[] {
  let level = -1;
  let said: Said[] = none;
  for (const layer of layers) {
    const node = find(layer);
    if (node === undefined || layer.level < level) continue;
    if (layer.level > level) said = [{ layer, node }];
    else said.push({ layer, node });
    level = layer.level;
  }
  return said;
}

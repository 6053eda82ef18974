import type { LowerContext, Resource } from "../../ir/model.ts";
import type { Op } from "../../ir/ops.ts";
import { containerOf } from "./lower.ts";

/** In Compose: the container alone, for the engine is there. */
export function lowerInCompose(resource: Resource, context: LowerContext): readonly Op[] {
  return [containerOf(resource, context)];
}

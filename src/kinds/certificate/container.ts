import type { LowerContext, Resource } from "../../ir/model.ts";
import type { Op } from "../../ir/ops.ts";
import { lowerCertificate, makingOps, planOf, sourceOf } from "./lower.ts";

/** Made when the containers start, in a volume: a key is in no image. No ACME server can ask a laptop, so it signs itself. */
export function lowerContainer(resource: Resource, context: LowerContext): readonly Op[] {
  const source = sourceOf(resource);
  if (source === "files") return lowerCertificate(resource, context);
  return makingOps(resource, planOf(resource, context), source === "ca" ? "ca" : "self-signed", context);
}

import type { LowerContext, Resource } from "../../../ir/model.ts";
import { readText } from "../read.ts";

/**
 * The address that an app listens on. In a container that is every one of its own: what is published of them, and to
 * whom, Compose says, and 127.0.0.1 would be out of its reach.
 */
export function bindOf(app: Resource, context: Pick<LowerContext, "form">): string {
  return readText(app, "bind") ?? (context.form === "container" ? "0.0.0.0" : "127.0.0.1");
}

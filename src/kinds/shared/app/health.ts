import type { LowerContext, Resource } from "../../../ir/model.ts";
import { type Text, joinTexts, literalText } from "../../../ir/text.ts";
import { readText } from "../read.ts";

/** The package of the program that asks apps how they are. */
export const healthPackage = "curl";

/**
 * Asks an app over HTTP, as a visitor would. Without `health` any answer will do, also that there is no such page: the
 * program listens.
 */
export function askOverHttp(app: Resource, context: LowerContext): readonly Text[] {
  const path = readText(app, "health");
  const port = context.text(app.attributes["port"]?.value) ?? [];
  const options = [...(path === undefined ? [] : ["--fail"]), "--silent", "--output", "/dev/null", "--max-time", "5"];
  const url = joinTexts(literalText("http://127.0.0.1:"), port, literalText(path ?? "/"));
  return [...["/usr/bin/curl", ...options].map(literalText), url];
}

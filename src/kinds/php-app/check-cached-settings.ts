import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { unknownParts } from "../../ir/read-value.ts";
import { spanOf } from "../shared/check.ts";
import { readText } from "../shared/read.ts";

/**
 * Warns of a build that has Laravel keep the settings it finds (laravel.com/docs, "Configuration Caching"): afterwards it
 * asks the environment no more, and secrets and addresses of other machines are not there while an app is built.
 */
export function checkCachedSettings(app: Resource): readonly Diagnostic[] {
  const command = /\bartisan\s+(config:cache|optimize)(?=\s|$)/.exec(readText(app, "build") ?? "")?.[0];
  const late = (app.blocks["env"] ?? [])
    .flatMap((block) => Object.entries(block.attributes))
    .filter(([, { value, secret }]) => secret || unknownParts(value).length > 0)
    .map(([name]) => `\`${name}\``);
  if (command === undefined || late.length === 0) return [];
  const names = late.length > 4 ? `${late.slice(0, 3).join(", ")} and ${late.length - 3} more` : late.join(", ");
  return [diagnose("W0499", { command, names, name: app.name }, spanOf(app, "build"))];
}

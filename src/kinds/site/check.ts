import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { knownText } from "../../ir/read-value.ts";
import { unwrapValue } from "../../ir/value.ts";
import { checkPaths, spanOf } from "../shared/check.ts";
import { checkVirtualHost } from "../shared/nginx/check.ts";
import { iniBytes, roomForUpload } from "../shared/php-ini.ts";
import { resourceOf } from "../shared/present.ts";
import { isWritten, readSize, readValue } from "../shared/read.ts";

/** Reports what nginx would refuse or understand otherwise, and a folder that is no path. */
export function checkSite(resource: Resource, model: Model): readonly Diagnostic[] {
  return [...checkPaths(resource, ["root"]), ...checkVirtualHost(resource, model), ...checkUpload(resource, model)];
}

/** nginx refuses what is too large before PHP hears of it. Where a part of the site has limits of its own it may be meant. */
function checkUpload(site: Resource, model: Model): readonly Diagnostic[] {
  const php = readValue(site, "php");
  const app = php?.is === "ref" ? resourceOf(model, php.resource) : undefined;
  const most = app === undefined ? undefined : iniBytes(app, "upload_max_filesize");
  const written = isWritten(site, "max-body");
  // nginx.org/en/docs/http/ngx_http_core_module.html#client_max_body_size: 1m, and 0 is no limit.
  const limit = written ? readSize(site, "max-body") : 1024 ** 2;
  if (app === undefined || most === undefined || limit === undefined || limit === 0 || most <= limit) return [];
  const parts = [...(site.blocks["location"] ?? []), ...(site.blocks["route"] ?? [])];
  const config = knownText(site.attributes["config"]?.value) ?? "";
  if (config.includes("client_max_body_size")) return [];
  if (parts.some(({ attributes }) => unwrapValue(attributes["max-body"]?.value) !== undefined)) return [];
  const reason = written ? "`max-body` is smaller" : "nginx takes 1 MB when no `max-body` is written";
  const params = { name: app.name, limit: reason, line: `max-body = ${roomForUpload(most)}MB` };
  return [diagnose("W0495", params, spanOf(site, written ? "max-body" : "php"))];
}

import type { LowerContext, Resource } from "../../ir/model.ts";
import type { Op } from "../../ir/ops.ts";
import { virtualHostOps } from "../shared/nginx/ops.ts";
import { referenced } from "../shared/nginx/virtual-host.ts";
import { readText, readValue } from "../shared/read.ts";

/** nginx and the site's file. The folder itself is somebody else's: a `directory`, an application. */
export function lowerSite(resource: Resource, context: LowerContext): readonly Op[] {
  return virtualHostOps(resource, rootOf(resource, context), context);
}

/** The folder whose files a site shows: as written, else that of its PHP application, else the distribution's usual one. */
function rootOf(resource: Resource, context: LowerContext): string {
  const php = referenced(readValue(resource, "php"), context);
  return readText(resource, "root") ?? (php === undefined ? `/var/www/${resource.name}` : publicFolder(php));
}

/** What a `php-app` shows of its current release; `.` is all of it. */
function publicFolder(app: Resource): string {
  const folder = readText(app, "public") ?? "public";
  return `/srv/${app.name}/current${folder === "." ? "" : `/${folder}`}`;
}

import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { checkPaths } from "../shared/check.ts";
import { checkVirtualHost } from "../shared/nginx/check.ts";

/** Reports what nginx would refuse or understand otherwise, and a folder that is no path. */
export function checkSite(resource: Resource, model: Model): readonly Diagnostic[] {
  return [...checkPaths(resource, ["root"]), ...checkVirtualHost(resource, model)];
}

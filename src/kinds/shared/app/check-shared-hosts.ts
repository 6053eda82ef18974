import { diagnose } from "../../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../../ir/model.ts";
import { isWithin } from "../../../ir/paths.ts";
import { declarationOf, spanOf } from "../check.ts";
import { oneNameForAll } from "../one-name-for-all.ts";
import { presentBeside } from "../present.ts";
import { readTexts } from "../read.ts";
import { baseOf } from "./places.ts";

/**
 * Warns when visitors of one name meet several hosts and each keeps the app's shared folders for itself: what is uploaded
 * to one is missing on the others. Something mounted there is believed to be the same for all.
 */
export function checkSharedHosts(app: Resource, model: Model): readonly Diagnostic[] {
  const mounts = presentBeside(app, model, "mount").map(({ name }) => name);
  const own = readTexts(app, "shared").filter((path) => {
    const place = `${baseOf(app)}/shared/${path}`;
    return !mounts.some((mount) => isWithin(place, mount) || isWithin(mount, place));
  });
  const [path] = own;
  const found = path === undefined ? undefined : oneNameForAll(app, model);
  if (path === undefined || found === undefined) return [];
  return [
    diagnose(
      "W0498",
      {
        path,
        label: app.name,
        hosts: String(found.hosts),
        name: found.name,
        place: `${baseOf(app)}/shared/${path}`,
      },
      spanOf(app, "shared"),
      { related: [{ span: declarationOf(found.site), message: "who answers for that name" }] },
    ),
  ];
}

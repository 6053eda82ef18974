import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { checkCachedSettings } from "./check-cached-settings.ts";
import { diagnose } from "../../diagnostics/diagnose.ts";
import { nearestName } from "../../text/edit-distance.ts";
import { checkApp, missingLock } from "../shared/app/check-app.ts";
import { sourceOf } from "../shared/app/source.ts";
import { checkIni } from "./check-ini.ts";
import { checkNeededExtensions, checkNeededPhp } from "./check-needed.ts";
import { checkPublic } from "./check-public.ts";
import { namesPackages } from "./composer-requirements.ts";
import { isLocked, usesComposer } from "./composer.ts";
import { spanOf } from "../shared/check.ts";
import { readTexts } from "../shared/read.ts";
import { hasExtension, knownExtensions } from "./extensions.ts";
import { php, phpVersion } from "./language.ts";

/** Reports what cannot be installed, and settings that a line of an ini file cannot hold. */
export function checkPhpApp(app: Resource, model: Model): readonly Diagnostic[] {
  const source = sourceOf(app, php.made);
  const needsLock = usesComposer(source) && namesPackages(source) && !isLocked(source);
  return [
    ...checkApp(app, model, "PHP"),
    ...(needsLock
      ? [missingLock(app, source, { file: "composer.json", lock: "composer.lock", command: "composer update" })]
      : []),
    ...checkPublic(app),
    ...checkExtensions(app, model),
    ...checkNeededExtensions(app, model, source),
    ...(usesComposer(source) ? checkNeededPhp(app, model, source) : []),
    ...checkIni(app),
    ...checkCachedSettings(app),
  ];
}

/** An unknown name would become the name of a package, which nobody misses before apt does. */
function checkExtensions(app: Resource, model: Model): readonly Diagnostic[] {
  const names = readTexts(app, "extensions");
  const machines = model.machines.filter((machine) => app.machines.includes(machine.name));
  const places = app.attributes["extensions"]?.itemSpans;
  return names.flatMap((name, index) => {
    const without = machines.find(({ os }) => !hasExtension(name, phpVersion(app, os), os));
    if (without === undefined) return [];
    const version = phpVersion(app, without.os);
    const near = nearestName(name, knownExtensions());
    return [
      diagnose(
        "E0448",
        { name, version, os: without.os.id },
        places?.[index] ?? spanOf(app, "extensions"),
        near === undefined || near === name ? {} : { label: `did you mean \`${near}\`?` },
      ),
    ];
  });
}

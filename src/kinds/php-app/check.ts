import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { knownText } from "../../ir/read-value.ts";
import { diagnose } from "../../diagnostics/diagnose.ts";
import { checkApp, missingLock } from "../shared/app/check-app.ts";
import { sourceOf } from "../shared/app/source.ts";
import { isLocked, usesComposer } from "./composer.ts";
import { php } from "./language.ts";

/** Reports what cannot be installed, and settings that a line of an ini file cannot hold. */
export function checkPhpApp(app: Resource, model: Model): readonly Diagnostic[] {
  const source = sourceOf(app, php.made);
  const needsLock = usesComposer(source) && !isLocked(source);
  return [
    ...checkApp(app, model, "PHP"),
    ...(needsLock
      ? [missingLock(app, source, { file: "composer.json", lock: "composer.lock", command: "composer update" })]
      : []),
    ...checkIni(app),
  ];
}

/** PHP reads `"`, `$` and `\` in a value, and a line end ends it. */
function checkIni(app: Resource): readonly Diagnostic[] {
  return (app.blocks["ini"] ?? []).flatMap((block) =>
    Object.entries(block.attributes).flatMap(([name, attribute]) => {
      const value = knownText(attribute.value) ?? "";
      // oxlint-disable-next-line no-control-regex -- control characters are what is refused
      if (!/[\u0000-\u001f\u007f"$\\]/.test(value)) return [];
      const problem = "holds a quote, a `$`, a backslash or a control character, which PHP would read";
      return [diagnose("E0427", { attribute: name, problem, help: "write a plain value" }, attribute.span)];
    }),
  );
}

import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { checkBind } from "../shared/app/check-bind.ts";
import { checkApp } from "../shared/app/check-app.ts";
import { fileText, sourceOf } from "../shared/app/source.ts";
import { checkPlainText, declarationOf, spanOf } from "../shared/check.ts";
import { isWritten, readText } from "../shared/read.ts";

/** Reports an app without an entry point, or with requirements that are not there. */
export function checkPythonApp(app: Resource, model: Model): readonly Diagnostic[] {
  const entries = ["wsgi", "asgi"].filter((attribute) => readText(app, attribute) !== undefined);
  const requirements = readText(app, "requirements");
  const source = sourceOf(app);
  const missing =
    requirements !== undefined && isWritten(app, "requirements") && fileText(source, requirements) === undefined;
  return [
    ...checkApp(app, model, "Python"),
    ...checkBind(app, model),
    ...(entries.length === 1
      ? []
      : [diagnose("E0495", { name: app.name }, spanOf(app, entries[1]) ?? declarationOf(app))]),
    ...["wsgi", "asgi"].flatMap((attribute) =>
      checkPlainText(
        app,
        attribute,
        /^(?![A-Za-z_][\w.]*:[A-Za-z_]\w*$)/,
        "is no module with a name in it",
        'write `"shop.wsgi:application"`: the module, a colon, and what it is called there',
      ),
    ),
    ...(missing ? [diagnose("E0496", { file: requirements, folder: source.path }, spanOf(app, "requirements"))] : []),
  ];
}

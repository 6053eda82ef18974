import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { isWithin } from "../../ir/paths.ts";
import type { LocalFolder } from "../../ir/value.ts";
import { nearestName } from "../../text/edit-distance.ts";
import { foldersOf, sourceOf } from "../shared/app/source.ts";
import { spanOf } from "../shared/check.ts";
import { readText, readTexts, readValue } from "../shared/read.ts";

/**
 * Reports a `public` that the source does not have: the web server would answer 404 to everything. Where something
 * makes folders in the release (`build`, Composer, `shared`) it may come from there.
 */
export function checkPublic(app: Resource): readonly Diagnostic[] {
  const path = readText(app, "public") ?? "public";
  if (readValue(app, "source")?.is !== "folder" || path === ".") return [];
  const source = sourceOf(app);
  const folders = foldersOf(source);
  const comesLater = ["vendor", ...readTexts(app, "shared")].some((made) => isWithin(path, made));
  if (folders.includes(path) || comesLater) return [];
  const params = { name: app.name, path, folder: source.path, advice: adviceFor(path, folders, source) };
  const span = spanOf(app, "public");
  return [readText(app, "build") === undefined ? diagnose("E0460", params, span) : diagnose("W0493", params, span)];
}

/** What to write instead: the name that is near, the folder with an index.php, else what there is to choose from. */
function adviceFor(path: string, folders: readonly string[], source: LocalFolder): string {
  const near = nearestName(path, folders);
  if (near !== undefined) return `did you mean \`public = "${near}"\`?`;
  const entries = ["index.php", ...folders.map((folder) => `${folder}/index.php`)];
  const entry = entries
    .filter((each) => source.files.some((file) => file.path === each))
    .toSorted((a, b) => a.split("/").length - b.split("/").length)[0];
  if (entry === "index.php") return 'write `public = "."`: index.php lies at the top';
  if (entry !== undefined) return `write \`public = "${entry.slice(0, -"/index.php".length)}"\`: index.php lies there`;
  const top = folders.filter((folder) => !folder.includes("/")).map((folder) => `\`${folder}\``);
  return `the folders there are: ${top.length === 0 ? "none" : top.join(", ")}; \`public = "."\` shows the source itself`;
}

import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../text/source-file.ts";
import { joinPath, relativePath } from "../../platform/paths.ts";
import { isFileSystemError } from "../../platform/file-system.ts";
import type { Platform } from "../../platform/platform.ts";
import { describeRefusal, explainingErrors } from "../output/refusal.ts";
import { renderDiff } from "../line-diff.ts";
import { type OpenedProject, showPath } from "../project.ts";
import type { Palette } from "../../diagnostics/palette.ts";
import { replaceFile } from "../replace-file.ts";

/** What changes in the files of the spec, as a difference. */
export function showSpecChanges(
  platform: Platform,
  project: OpenedProject,
  sources: ReadonlyMap<string, SourceFile>,
  texts: ReadonlyMap<string, string>,
  palette: Palette,
): string {
  return [...texts]
    .map(([path, text]) => renderDiff(showPath(platform, project, path), sources.get(path)?.text ?? "", text, palette))
    .join("");
}

/**
 * Writes changed files of a spec, each in one step. Returns the path of the first that is not what was read any more
 * (somebody saved it in the meantime); nothing is written then. E0911 when the system refuses: files before that one are
 * written, and the same command goes on from there. A byte order mark stays.
 */
export function saveSpec(
  platform: Platform,
  project: OpenedProject,
  sources: ReadonlyMap<string, SourceFile>,
  texts: ReadonlyMap<string, string>,
): string | Diagnostic | undefined {
  const found = [...texts].map(([path, text]) => {
    const full = joinPath(project.folder, path);
    return { path, full, text, now: readNow(platform, full) };
  });
  const mark = "\ufeff";
  const late = found.find(({ path, now }) => {
    const before = sources.get(path)?.text;
    return now === undefined || (now !== before && now !== `${mark}${before}`);
  });
  if (late !== undefined) return showPath(platform, project, late.path);
  const explaining = { ...platform, files: explainingErrors(platform.files) };
  try {
    for (const { full, text, now } of found)
      replaceFile(explaining, full, now?.startsWith(mark) === true ? `${mark}${text}` : text);
  } catch (error) {
    return describeRefusal(error, (path) => relativePath(platform.workingFolder, path));
  }
  return undefined;
}

function readNow(platform: Platform, path: string): string | undefined {
  try {
    const real = platform.files.resolve(path);
    return real === undefined
      ? undefined
      : new TextDecoder("utf-8", { ignoreBOM: true }).decode(platform.files.read(real, 1024 * 1024 * 1024));
  } catch (error) {
    if (isFileSystemError(error)) return undefined;
    throw error;
  }
}

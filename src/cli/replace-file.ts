import { folderOf, nameOf } from "../platform/paths.ts";
import type { Platform } from "../platform/platform.ts";

/**
 * Replaces the text of a file of the user's in one step: a kill leaves the old one or the new one. A link stays a link;
 * the file that it leads to is replaced.
 */
export function replaceFile(platform: Platform, path: string, text: string): void {
  const { files } = platform;
  const real = files.resolve(path) ?? path;
  const info = files.inspect(real);
  const temporary = `${folderOf(real)}/.${nameOf(real)}.${platform.uniqueName()}`;
  files.create(temporary, new TextEncoder().encode(text), info?.executable ?? false, info?.permissions);
  files.rename(temporary, real);
}

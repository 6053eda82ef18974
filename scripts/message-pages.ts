import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { kindFolders } from "./kind-folders.ts";
import { type MessagePage, parsePage } from "./message-page.ts";
import { root } from "./write-if-changed.ts";

/** The pages of all messages by code: those in `messages/`, and those that a kind has in its own folder. Throws when a code or a slug is there twice. */
export function readMessagePages(): readonly MessagePage[] {
  const folders = ["messages", ...kindFolders().map((name) => `src/kinds/${name}/messages`)];
  const pages = folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder))
        .filter((name) => /^[EW]\d{4}\.md$/.test(name))
        .map((name) => parsePage(name.slice(0, 5), readFileSync(join(root, folder, name), "utf8"))),
    )
    .sort((a, b) => (a.code < b.code ? -1 : 1));
  const taken = new Set<string>();
  for (const page of pages)
    for (const name of [page.code, page.slug]) {
      if (taken.has(name)) throw new Error(`${page.code}: ${name} is taken`);
      taken.add(name);
    }
  return pages;
}

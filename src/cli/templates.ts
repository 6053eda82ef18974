import type { Platform } from "../platform/platform.ts";
import type { TemplateName } from "./template-names.ts";

/** A file that `init` writes. */
export interface TemplateFile {
  /** Relative to the new folder. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable: boolean;
}

/** What each template is for, in a few words. */
export const templateDocs: Readonly<Record<TemplateName, string>> = {
  "static-site": "a website of plain files, served by nginx",
  "node-app": "a program in Node.js that runs day and night",
  "hardened-base": "accounts, SSH and kernel settings for a careful start",
  minimal: "nginx with one page: the smallest file that does something",
};

/** The templates are the examples themselves, so they are always compiled and tested. */
const exampleFolders: Readonly<Record<Exclude<TemplateName, "minimal">, string>> = {
  "static-site": "01-static-site",
  "node-app": "02-node-app",
  "hardened-base": "03-hardened-base",
};

const minimalSpec = `envspec 1

os = "debian-12"

package nginx

file "/var/www/html/index.html" {
  text = "Hello\\n"
}

service nginx
`;

/** The files of a template. The examples' own READMEs speak of this repository, so they stay behind. */
export function readTemplate(platform: Platform, template: TemplateName): readonly TemplateFile[] {
  if (template === "minimal")
    return [{ path: "main.envspec", bytes: new TextEncoder().encode(minimalSpec), executable: false }];
  const files: TemplateFile[] = [];
  const walk = (prefix: string): void => {
    const folder = `${platform.templatesFolder}/${exampleFolders[template]}`;
    for (const name of platform.files.list(prefix === "" ? folder : `${folder}/${prefix}`)) {
      const path = prefix === "" ? name : `${prefix}/${name}`;
      // Whatever somebody built from a checkout's example is not part of it.
      if (prefix === "" && (name === "README.md" || name === "out" || name.startsWith("."))) continue;
      const info = platform.files.inspect(`${folder}/${path}`);
      if (info?.kind === "directory") walk(path);
      else if (info?.kind === "file")
        files.push({
          path,
          bytes: platform.files.read(`${folder}/${path}`, 16 * 1024 * 1024),
          executable: info.executable,
        });
    }
  };
  walk("");
  return files;
}

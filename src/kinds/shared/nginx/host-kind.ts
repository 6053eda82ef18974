/** What the kinds of virtual hosts say of themselves. */
import type { Brings } from "../../../ir/brings.ts";
import type { PropertySchemas } from "../../../ir/kind.ts";
import type { Resource } from "../../../ir/model.ts";
import type { NameRule } from "../names.ts";

/** The name of a virtual host: it becomes a file, an upstream and variables of nginx. */
export const hostName: NameRule = {
  pattern: /^[a-z][a-z0-9-]{0,39}$/,
  describe: "lower-case letters, digits and `-`, beginning with a letter, at most 40",
};

/** What comes with any virtual host. */
export function hostBrings(): Brings {
  return { packages: ["nginx"] };
}

/** `shop.url`: the address that visitors type. */
export const hostProperties: PropertySchemas = {
  url: {
    doc: "The address that visitors type: `https://` and the domain with a `certificate`, else `http://`.",
    example: "shop.url",
    parts: (ask) => [
      ask.says(["certificate"]) ? "https://" : "http://",
      { part: "value", path: ["domain"], encoding: "plain" },
    ],
  },
};

/** Where the world reaches it: HTTP, and HTTPS with a certificate. */
export function openPorts(resource: Resource): readonly number[] {
  return resource.attributes["certificate"] === undefined ? [80] : [80, 443];
}

/** What each target does with a virtual host. */
export const hostTargets: Readonly<Record<string, string>> = {
  ansible:
    "A file in `sites-available` and its link in `sites-enabled`; nginx checks all of it before it reads it again, and visitors are not interrupted. Debian's welcome page is removed, and a drop-in starts an nginx again that was killed.",
  dockerfile:
    "nginx as a Compose service of its own on the machine's image, its ports on 127.0.0.1 (8080 for 80, 8443 for 443; where one is taken, the next that is free), its log in the container's output, with a health check.",
  "cloud-init": "The same files as on Ansible, in place before nginx is reloaded on the first boot.",
};

import { expect } from "vitest";
import type { MemoryPlatform } from "../../src/platform/memory-platform.ts";
import { envc, start, text } from "./run-in-memory.ts";

/** A spec with all that an edit of the output can lead to: variables, a module, environments, hosts. */
export const agency = `envspec 1

use "./site.envspec"

## The greeting at the login.
let greeting = "Hello" # short

let port: port = 8080

let id: int

machine web {
  os = "debian-12"
}

page acme {
  machine = web
}

page bolt {
  machine = web
  color = "blue" # ours
}

file "/etc/motd" {
  text = "\${greeting} \${port} \${id} \${this.environment}\\n"
}

environment qa {
  greeting = "Hi"

  host q {
    machine = web
    address = "10.0.0.1"
    id = 1
  }
}

environment prod {
  # Two of them.
  host p1 {
    machine = web
    address = "10.0.0.2"
    ssh { user = "admin", port = 2222 }
    id = 2 # the first
  }

  host p2 { machine = web, address = "10.0.0.3", id = 3 }
}
`;

/** The module that it uses. */
export const site = `envspec 1

module page {
  ## Its colour.
  param color: text = "red"

  file "/srv/\${this.name}" {
    text = "\${color} and \${color}\\n"
  }
}
`;

/** The project: both. */
export const files = { "/work/agency.envspec": agency, "/work/site.envspec": site };

/** A project that was built, and what a test does with it. */
export interface Project {
  readonly platform: MemoryPlatform;
  readonly read: (path: string) => string;
  readonly edit: (path: string, from: string | RegExp, to: string) => void;
  readonly envc: (...words: readonly string[]) => Promise<{ code: number; out: string; err: string }>;
}

/** Builds a project for Ansible once. */
export async function startAgency(given: Readonly<Record<string, string>> = files): Promise<Project> {
  const platform = start(given);
  const read = (path: string): string => text(platform, path);
  expect(await envc(platform, "build", "agency.envspec", "-t", "ansible")).toMatchObject({ code: 0 });
  return {
    platform,
    read,
    envc: (...words) => envc(platform, ...words),
    edit: (path, from, to) => {
      const before = read(path);
      const next = before.replace(from, to);
      expect(next).not.toBe(before);
      platform.files.removeFile(`/work/${path}`);
      platform.files.create(`/work/${path}`, new TextEncoder().encode(next), false);
    },
  };
}

/** The file of an environment, wherever the backend puts it today. */
export function place(project: Project, pattern: RegExp): string {
  const found: string[] = [];
  const walk = (folder: string): void => {
    for (const name of project.platform.files.list(`/work/${folder}`)) {
      const path = `${folder}/${name}`;
      if (project.platform.files.inspect(`/work/${path}`)?.kind === "directory") walk(path);
      else if (pattern.test(path)) found.push(path);
    }
  };
  walk("out");
  expect(found).toHaveLength(1);
  return found[0] ?? "";
}

/** What an environment gives its variables. */
export const groupVars = (environment: string): RegExp =>
  new RegExp(`/inventories/${environment}/group_vars/.*\\.yml$`);
/** What all environments share. */
export const defaults = /\/ansible\/roles\/web\/defaults\/main\.yml$/;
/** The hosts of an environment. */
export const hosts = (environment: string): RegExp => new RegExp(`/inventories/${environment}/hosts\\.yml$`);
/** The command. */
export const adopt = ["build", "agency.envspec", "-t", "ansible", "--adopt"] as const;

/** Adopts, and holds the result against what was promised: the edited file byte for byte, and nothing left to do. */
export async function adoptAll(project: Project, edited: readonly string[]): Promise<void> {
  const wanted = edited.map(project.read);
  expect(await project.envc(...adopt)).toMatchObject({ code: 0, err: "" });
  expect(edited.map(project.read)).toEqual(wanted);
  const again = await project.envc("build", "agency.envspec", "-t", "ansible");
  expect(again).toMatchObject({ code: 0, err: "" });
  expect(again.out).toContain("Nothing changed");
  expect(again.out).not.toContain("Kept");
}

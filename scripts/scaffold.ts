import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Writes the files of a new folder; paths are relative to the project. Ends the process with a message when the name is
 * no kebab-case word or one of the files exists, and writes nothing then.
 */
export function scaffold(usage: string, files: (name: string) => Readonly<Record<string, string>>): void {
  const name = process.argv[2] ?? "";
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    fail(`${usage}: NAME is a word in kebab-case, such as \`swap-file\``);
  const entries = Object.entries(files(name));
  for (const [path] of entries) if (existsSync(join(root, path))) fail(`${path} exists already`);
  for (const [path, text] of entries) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
}

/** `swap-file` → `swapFile`: the name of the constant that a folder exports. */
export function camelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

import { run } from "../../src/cli/run.ts";
import type { MemoryEntry } from "../../src/platform/memory-file-system.ts";
import {
  createMemoryPlatform,
  type MemoryPlatform,
  type MemoryPlatformOptions,
} from "../../src/platform/memory-platform.ts";

/** A computer in memory with these files; a relative path is one in its working folder, `/work`. */
export function start(
  files: Readonly<Record<string, MemoryEntry>>,
  options: MemoryPlatformOptions = {},
): MemoryPlatform {
  const placed = Object.fromEntries(
    Object.entries(files).map(([path, entry]) => [path.startsWith("/") ? path : `/work/${path}`, entry]),
  );
  return createMemoryPlatform({ ...options, files: placed });
}

/** Runs one command there: its exit code, and what it alone printed. */
export async function envc(
  platform: MemoryPlatform,
  ...words: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const before = { out: platform.printed().length, err: platform.printedErrors().length };
  const code = await run(words, platform);
  return { code, out: platform.printed().slice(before.out), err: platform.printedErrors().slice(before.err) };
}

/** The text of a file in the working folder. */
export function text(platform: MemoryPlatform, path: string): string {
  return new TextDecoder().decode(platform.files.read(`/work/${path}`, 1e9));
}

/** What holds for everything that a build writes. */
import { readdirSync, readFileSync } from "node:fs";
import { homedir, hostname, userInfo } from "node:os";
import { join, relative } from "node:path";
import { readSourceMap } from "../../../src/backends/shared/source-map.ts";
import type { OwnRule } from "./own-rule.ts";

/** The rules take the folder of a build's output. */
export const outputRules: readonly OwnRule<string>[] = [
  {
    tool: "no path, name or date of the machine that builds",
    points: [65],
    check: (folder) => {
      const today = new Date().toISOString().slice(0, 10);
      const { username } = userInfo();
      // Everybody's words say nothing: a user called root, a host called lab.
      const words = [folder, process.cwd(), homedir(), hostname(), username, today].filter((word) => word.length >= 8);
      return filesOf(folder).flatMap((path) => {
        const text = readFileSync(join(folder, path), "latin1");
        return words.filter((word) => text.includes(word)).map((word) => `${path} says ${word}`);
      });
    },
  },
  {
    tool: "every task, step and statement has a place in the description",
    points: [67],
    check: (folder) =>
      filesOf(folder)
        .filter((path) => path.endsWith(".map.json"))
        .flatMap((path) => {
          const map = readSourceMap(readFileSync(join(folder, path), "utf8"));
          if (map === undefined) return [`${path} is no source map`];
          const target = path.replace(/\.map\.json$/, "");
          return filesOf(join(folder, target))
            .filter((file) => /^roles\/\w+\/tasks\/(?!main)\w+\.yml$/.test(file))
            .flatMap((file) =>
              namelessLines(join(folder, target, file), map.get(file) ?? []).map(
                (line) => `${target}/${file}:${line} comes from nowhere`,
              ),
            );
        }),
  },
];

/** The lines where a task begins that no row of the map is about. */
function namelessLines(
  file: string,
  rows: readonly { readonly from: number; readonly to: number }[],
): readonly number[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line, index) => (line.startsWith("- name:") ? [index + 1] : []))
    .filter((line) => !rows.some(({ from, to }) => from <= line && line <= to));
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

import { readReport } from "../backends/shared/report.ts";
import { findMappedLines, readSourceMap, type SourceMap } from "../backends/shared/source-map.ts";
import { printable } from "../diagnostics/display-text.ts";
import type { Palette } from "../diagnostics/palette.ts";
import { folderOf, joinPath, nameOf, relativePath } from "../platform/paths.ts";
import type { Platform } from "../platform/platform.ts";
import { reportName } from "./lay-out-build.ts";
import { manifestName, parseManifest } from "./output/manifest.ts";
import type { UsageError } from "./usage-error.ts";

const limit = 256 * 1024 * 1024;

/** Which lines of the spec a line of the output comes from, found in the source map next to the target's folder. */
export function explainOutputLine(
  platform: Platform,
  given: string,
  line: number,
  palette: Palette,
): string | UsageError {
  const path = joinPath(platform.workingFolder, given.replaceAll("\\", "/"));
  if (platform.files.inspect(path)?.kind !== "file") return { usage: `There is no file \`${printable(given)}\`.` };
  const output = findOutput(platform, folderOf(path));
  if (output === undefined)
    return {
      usage: `\`${printable(given)}\` is not in a folder that envc wrote: there is no ${manifestName} above it.`,
    };
  const inside = relativePath(output, path);
  const manifest = parseManifest(readText(platform, `${output}/${manifestName}`) ?? "");
  const row = typeof manifest === "string" ? undefined : manifest.files.find((file) => file.path === inside);
  if (row === undefined) return { usage: `\`${printable(given)}\` was not written by envc.` };
  const folder = [row.environment, row.target].filter((step) => step !== undefined).join("/");
  const map = readSourceMap(readText(platform, `${output}/${folder}.map.json`) ?? "");
  const rows = map?.get(relativePath(joinPath(output, folder), path)) ?? [];
  const found = findMappedLines(rows, line);
  const text = readText(platform, path)?.split("\n")[line - 1];
  if (text === undefined) return { usage: `\`${printable(given)}\` has no line ${line}.` };
  const head = [palette.strong(`${printable(given)}:${line}`), `  ${palette.code(printable(text))}`, ""];
  const [best] = found;
  if (best === undefined) {
    const docs = findDocComments(platform, output, map, text);
    const why =
      docs.length === 0
        ? [
            "Which line of the spec stands behind this one is not recorded: every output of this target has it, or it gathers values, hosts or ports from several places.",
          ]
        : [
            "It repeats what a comment with ## says, from",
            ...docs.flatMap((at) => quoteSource(platform, output, at, palette)),
          ];
    return `${[...head, ...why].join("\n")}\n`;
  }
  const range = best.from === best.to ? `line ${best.from}` : `lines ${best.from} to ${best.to}`;
  const lines = [
    ...head,
    `${range} ${best.from === best.to ? "is" : "are"} ${palette.strong(best.op)} on machine ${best.machine}, from`,
  ];
  for (const at of best.at) lines.push(...quoteSource(platform, output, at, palette));
  return `${lines.join("\n")}\n`;
}

/** The output folder is the nearest one above that holds a manifest. */
function findOutput(platform: Platform, folder: string): string | undefined {
  if (platform.files.inspect(`${folder}/${manifestName}`)?.kind === "file") return folder;
  const above = folderOf(folder);
  return above === folder ? undefined : findOutput(platform, above);
}

/**
 * Doc comments travel into READMEs and lists of variables, which no operation stands behind: they are found by their words,
 * in the specs that the target's map and the report name, when those are where they are by default.
 */
function findDocComments(
  platform: Platform,
  output: string,
  map: SourceMap | undefined,
  text: string,
): readonly string[] {
  const report = readReport(readText(platform, `${output}/${reportName}`) ?? "");
  const named = [...(map?.values() ?? [])].flat().flatMap((row) => row.at.map((at) => at.replace(/:\d+:\d+$/, "")));
  const specs = new Set([...(report === undefined ? [] : [`${report.project}.envspec`]), ...named]);
  return [...specs].flatMap((spec) => {
    const lines = (readText(platform, joinPath(folderOf(output), spec)) ?? "").split(/\r\n|\r|\n/);
    return lines.flatMap((line, index) => {
      const words = wordsOf(/^\s*##(.*)$/.exec(line)?.[1] ?? "");
      const column = line.indexOf("#") + 1;
      return words.length >= leastWords && wordsOf(text).includes(words) ? [`${spec}:${index + 1}:${column}`] : [];
    });
  });
}

/** Letters and digits only: each kind of output has its own way of writing the rest. */
function wordsOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** Shorter comments are found in lines that have nothing to do with them. */
const leastWords = 4;

/** The place, and its line as it is now when the spec is where it is by default: next to the output folder. */
function quoteSource(platform: Platform, output: string, at: string, palette: Palette): readonly string[] {
  const match = /^(.+):(\d+):\d+$/.exec(at);
  const path = joinPath(folderOf(output), match?.[1] ?? at);
  const text = readText(platform, path)?.split(/\r\n|\r|\n/)[Number(match?.[2] ?? 0) - 1];
  const shown =
    text === undefined ? at : `${relativePath(platform.workingFolder, path)}${at.slice((match?.[1] ?? "").length)}`;
  return text === undefined ? [`  ${shown}`] : [`  ${shown}`, `    ${palette.code(printable(text))}`];
}

function readText(platform: Platform, path: string): string | undefined {
  const info = platform.files.inspect(path);
  if (info?.kind !== "file" || nameOf(path) === "") return undefined;
  return new TextDecoder().decode(platform.files.read(path, limit));
}

import { type BuildReport, printReport, readReport, type TargetReport } from "../backends/shared/report.ts";
import { sharesEnvironments } from "../backends/names.ts";
import { type CompileOptions, type CompileResult, type TargetBuild } from "../index.ts";
import type { Platform } from "../platform/platform.ts";
import { sha256 } from "./output/fingerprint.ts";
import { type ManifestFile, manifestName, parseManifest } from "./output/manifest.ts";
import type { OutputTree, OutputTreeFile } from "./output/output-tree.ts";

/** The name of the build report in the output folder. */
export const reportName = "envc-report.json";

const encoder = new TextEncoder();

/** The folder of one target's files, relative to the output folder: `ansible`, `prod/dockerfile`. */
export function targetFolder(build: Pick<TargetBuild, "target" | "environment">): string {
  return build.environment === undefined ? build.target : `${build.environment}/${build.target}`;
}

/**
 * The output folder as a build wants it: `ENVIRONMENT/TARGET/…`, or `TARGET/…` for a target that all environments share
 * and for a file that declares none; the source map next to each target's folder as `TARGET.map.json` (not inside:
 * everything in there is for the target's own tools), `envc-report.json` on top. A build of some targets or environments
 * leaves the others as they are, in the report too. Only what environments share is always made as a whole: of the
 * environments that were asked for.
 */
export function layOutBuild(
  platform: Platform,
  output: string,
  result: CompileResult,
  options: CompileOptions,
): OutputTree {
  const speaksFor = scopeOf(options, new Set(result.builds.map((build) => build.target)));
  const files: OutputTreeFile[] = [];
  for (const build of result.builds) {
    const folder = targetFolder(build);
    const owner = {
      target: build.target,
      ...(build.environment === undefined ? {} : { environment: build.environment }),
    };
    for (const file of build.files)
      files.push({
        path: `${folder}/${file.path}`,
        bytes: typeof file.content === "string" ? encoder.encode(file.content) : file.content,
        executable: file.executable ?? false,
        ...owner,
      });
    files.push({
      path: `${folder}.map.json`,
      bytes: encoder.encode(build.sourceMap),
      executable: false,
      forPrograms: true,
      ...owner,
    });
  }
  const earlier = (readEarlierReport(platform, output)?.builds ?? []).filter(
    ({ target, environment }) => !speaksFor(sharesEnvironments(target) ? { target } : { target, environment }),
  );
  const made = new Set(result.report.builds.map(folderOfReport));
  const builds = [...result.report.builds, ...earlier.filter((build) => !made.has(folderOfReport(build)))].sort(
    (a, b) => (folderOfReport(a) < folderOfReport(b) ? -1 : 1),
  );
  const report = encoder.encode(printReport({ ...result.report, builds }));
  files.push({ path: reportName, bytes: report, executable: false, forPrograms: true });
  return { files, speaksFor: (file) => file.path === reportName || speaksFor(file) };
}

function folderOfReport(build: TargetReport): string {
  return targetFolder({ target: build.target, environment: build.environment });
}

type Owner = { readonly [K in "target" | "environment"]?: ManifestFile[K] | undefined };

function scopeOf(options: CompileOptions, built: ReadonlySet<string>): (owner: Owner) => boolean {
  const { targets = [], environments = [] } = options;
  return ({ target, environment }) => {
    if (targets.length > 0 && (target === undefined || !targets.includes(target))) return false;
    if (environments.length === 0) return true;
    if (environment === undefined) return target !== undefined && sharesEnvironments(target) && built.has(target);
    return environments.includes(environment);
  };
}

/** The report of the build before, when it is there and as envc wrote it. */
export function readEarlierReport(platform: Platform, output: string): BuildReport | undefined {
  const read = (name: string): Uint8Array | undefined => {
    const path = `${output}/${name}`;
    return platform.files.inspect(path)?.kind === "file" ? platform.files.read(path, 256 * 1024 * 1024) : undefined;
  };
  const bytes = read(reportName);
  const manifestBytes = read(manifestName);
  if (bytes === undefined || manifestBytes === undefined) return undefined;
  const manifest = parseManifest(new TextDecoder().decode(manifestBytes));
  if (typeof manifest === "string") return undefined;
  const row = manifest.files.find((file) => file.path === reportName);
  if (row?.sha256 !== sha256(bytes)) return undefined;
  return readReport(new TextDecoder().decode(bytes));
}

import type { OpOf } from "../../../ir/ops.ts";
import { deb822Source } from "../../../ir/canonical-files.ts";
import { oneStep, putFile, stagedText, stepOf, type LowerContext, type Lowered, type StagedFile } from "../lowered.ts";
import { call, type ProvisionStatement } from "../target.ts";

/** A package. Steps next to each other become one apt transaction when the script is put together. */
export function lowerPackage(op: OpOf<"package">, context: LowerContext): Lowered {
  if (op.ensure === "absent") return oneStep(op, context, call("remove_packages", op.name));
  const recommends = context.machine.installRecommends ? "--install-recommends" : "--no-install-recommends";
  const install = call("install_packages", recommends, op.version === undefined ? op.name : `${op.name}=${op.version}`);
  return oneStep(op, context, install, ...(op.hold ? [call("hold_package" as const, op.name)] : []));
}

/** A repository: its key and its sources file; the package lists are fetched again when one of them changed. */
export function lowerRepository(op: OpOf<"repository">, context: LowerContext): Lowered {
  // Without a package to install nobody reads the lists.
  const lists = context.machine.ops.some((each) => each.op === "package" && each.ensure === "present");
  const refresh: readonly ProvisionStatement[] = lists ? [call("lists_changed")] : [];
  if (op.ensure === "absent")
    return oneStep(op, context, ...absentPaths(op).map((path) => call("remove_path" as const, path)), ...refresh);
  const files: StagedFile[] = repositoryFiles(op, context);
  const puts = files.map((file) => putFile(file.path, "root", "root", "0644"));
  return { steps: [stepOf(op, context, ...puts, ...refresh)], files };
}

/** The files of a repository that shall be there, the key first. */
export function repositoryFiles(op: OpOf<"repository">, context: LowerContext): StagedFile[] {
  const sources = stagedText(op, context, op.sourcesPath, deb822Source(op));
  return op.key === undefined ? [sources] : [{ ...sources, path: op.keyPath, bytes: op.key.bytes }, sources];
}

/** The files of a repository that shall be gone; without its key, nobody knows of which kind that was. */
function absentPaths(op: OpOf<"repository">): string[] {
  const key = op.keyPath.replace(/\.(asc|gpg)$/, "");
  return [op.sourcesPath, `${key}.asc`, `${key}.gpg`];
}

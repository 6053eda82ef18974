/** Packages and repositories. */
import type { PackageOp, RepositoryOp } from "../../../ir/ops.ts";
import { deb822Source } from "../../../ir/canonical-files.ts";
import { contextName, originOf } from "../context.ts";
import type { MachineContext } from "../context.ts";
import { lowered } from "../piece.ts";
import type { ContextFile, Lowered, Piece } from "../piece.ts";
import { command } from "./command.ts";

/** A package joins its neighbours in one layer. */
export function lowerPackage(op: PackageOp, context: MachineContext): Lowered {
  const base = { origins: [originOf(op, context.machine)], ...(op.doc === undefined ? {} : { comment: op.doc }) };
  if (op.ensure === "absent") return lowered({ piece: "uninstall", name: op.name, ...base });
  return lowered({ piece: "install", name: op.name, version: op.version, hold: op.hold, ...base });
}

/** Key and source are files; the index is fetched by the layer that installs from it. */
export function lowerRepository(op: RepositoryOp, context: MachineContext): Lowered {
  const origin = originOf(op, context.machine);
  if (op.ensure === "absent") {
    // Without its key, nobody knows in which of the two forms that was.
    const key = op.keyPath.replace(/\.(asc|gpg)$/, "");
    const remove = command(origin, "rm", "-f", `${key}.asc`, `${key}.gpg`, op.sourcesPath);
    return lowered({ piece: "commands", heading: "system", commands: [remove], origins: [origin] });
  }
  const files: ContextFile[] = [];
  const pieces: Piece[] = [];
  const add = (key: string, path: string, content: string | Uint8Array, comment: string | undefined): void => {
    const source = contextName(context, key);
    files.push({ path: source, content, executable: false, origin });
    const shown = comment === undefined ? {} : { comment };
    pieces.push({
      piece: "file",
      source,
      path,
      user: "root",
      group: "root",
      mode: "0644",
      origins: [origin],
      ...shown,
    });
  };
  const comment = op.doc ?? `The apt repository ${op.name}: its signing key comes with the project`;
  if (op.key !== undefined) add(`${op.id}#key`, op.keyPath, op.key.bytes, comment);
  add(op.id, op.sourcesPath, deb822Source(op), op.key === undefined ? comment : undefined);
  return { pieces, files, diagnostics: [] };
}

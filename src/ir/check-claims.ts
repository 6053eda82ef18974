import { diagnose } from "../diagnostics/diagnose.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { compareSpans } from "../text/span.ts";
import { checkEdits } from "./check-edits.ts";
import { describeOp } from "./describe-op.ts";
import { expandOp, isExpandable } from "./expand-systemd.ts";
import { spanOfOp } from "./op-span.ts";
import type { Op, OpOf } from "./ops.ts";
import { ancestorsOf } from "./paths.ts";

type Claim = OpOf<"file" | "directory" | "link" | "absent-path">;

/**
 * Reports what cannot all be on one machine: two different things on one path, something below a file or below what is
 * taken away, a file that is also part of a copied folder, a service that is also a process, a port of two processes.
 * The ops have no equal ids.
 */
export function checkClaims(ops: readonly Op[]): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const claims = collectClaims(ops, diagnostics);
  for (const [path, claim] of claims) {
    const above = ancestorsOf(path).find((ancestor) => isNoFolder(claims.get(ancestor)));
    const blocker = above === undefined ? undefined : claims.get(above);
    if (above === undefined || blocker === undefined || claim.op === "absent-path") continue;
    diagnostics.push(conflict(above, blocker, "a folder", claim, `\`${path}\` lies in it`));
  }
  for (const op of ops) if (op.op === "tree") checkTree(op, claims, diagnostics);
  checkPorts(ops, diagnostics);
  diagnostics.push(...checkEdits(ops, claims));
  return diagnostics;
}

/** A port that two processes answer on; one that is off takes none. Of two the later one in the source is reported. */
function checkPorts(ops: readonly Op[], diagnostics: Diagnostic[]): void {
  const takers = new Map<number, OpOf<"process" | "container">>();
  const processes = ops.filter(
    (op): op is OpOf<"process" | "container"> =>
      (op.op === "process" || op.op === "container") && op.ensure === "present" && (op.enabled || op.running),
  );
  for (const op of processes.toSorted((a, b) => compareSpans(spanOfOp(a), spanOfOp(b))))
    for (const port of op.ports) {
      const other = takers.get(port);
      if (other === undefined) takers.set(port, op);
      else
        diagnostics.push(
          diagnose("E0418", { name: op.name, other: other.name, port }, spanOfOp(op), {
            related: [{ span: spanOfOp(other), message: "the other process" }],
          }),
        );
    }
}

function collectClaims(ops: readonly Op[], diagnostics: Diagnostic[]): ReadonlyMap<string, Claim> {
  const claims = new Map<string, Claim>();
  const services = new Map(ops.flatMap((op) => (op.op === "service" ? [[op.unit, op] as const] : [])));
  for (const op of ops) {
    if (op.op === "file" || op.op === "directory" || op.op === "link" || op.op === "absent-path")
      take(op, claims, diagnostics);
    const expanded = isExpandable(op) ? expandOp(op) : [];
    for (const one of expanded) {
      if (one.op === "file" || one.op === "absent-path") take(one, claims, diagnostics);
      const service = one.op === "service" ? services.get(one.unit) : undefined;
      if (service !== undefined)
        diagnostics.push(
          diagnose("E0401", { what: describeOp(service) }, spanOfOp(service), {
            help: `leave this block off: ${describeOp(op)} has \`enabled\` and \`running\` of its own`,
            related: [{ span: spanOfOp(op), message: "the other description" }],
          }),
        );
    }
  }
  return claims;
}

/** Of two claims on one path the later one in the source is reported; an implied directory gives way. */
function take(op: Claim, claims: Map<string, Claim>, diagnostics: Diagnostic[]): void {
  const known = claims.get(op.path);
  if (known === undefined) claims.set(op.path, op);
  else if (known.op === op.op && known.op !== "directory")
    diagnostics.push(
      diagnose("E0401", { what: describeOp(op) }, spanOfOp(known), {
        related: [{ span: spanOfOp(op), message: "the other description" }],
      }),
    );
  else if (!isImplied(op)) diagnostics.push(conflict(op.path, known, nounOf(op), op, "the other one"));
}

/** Files of a copied folder against files of their own; directories of it against directories with other owners. */
function checkTree(tree: OpOf<"tree">, claims: ReadonlyMap<string, Claim>, diagnostics: Diagnostic[]): void {
  for (const file of tree.folder.files) {
    const path = `${tree.path}/${file.path}`;
    const claim = claims.get(path);
    if (claim !== undefined)
      diagnostics.push(conflict(path, claim, `part of the folder \`${tree.folder.path}\``, tree, "the folder"));
  }
  for (const directory of tree.folder.directories) {
    const path = `${tree.path}/${directory}`;
    const claim = claims.get(path);
    if (claim === undefined || isImplied(claim)) continue;
    const same =
      claim.op === "directory" &&
      claim.owner === tree.owner &&
      claim.group === tree.group &&
      claim.mode === tree.directoryMode;
    if (!same)
      diagnostics.push(conflict(path, claim, `part of the folder \`${tree.folder.path}\``, tree, "the folder"));
  }
}

function conflict(path: string, first: Claim, second: string, other: Op, message: string): Diagnostic {
  return diagnose("E0402", { path, first: nounOf(first), second }, spanOfOp(first), {
    related: [{ span: spanOfOp(other), message }],
  });
}

function isNoFolder(claim: Claim | undefined): boolean {
  return claim !== undefined && (claim.op === "file" || claim.op === "absent-path");
}

function isImplied(op: Claim): boolean {
  return op.op === "directory" && op.implied;
}

function nounOf(op: Claim): string {
  switch (op.op) {
    case "file":
      return "a file";
    case "directory":
      return "a folder";
    case "link":
      return "a link";
    case "absent-path":
      return "absent";
  }
}

/** The user's own commands as layers. */
import type { Piece } from "./piece.ts";
import { mountOf } from "./run-layer.ts";
import type { Command, Instruction, InstructionBase } from "./target.ts";

type StepPiece = Extract<Piece, { readonly piece: "step" }>;

/** Who runs a command, and where. */
type Place = Pick<StepPiece, "user" | "directory">;

const start: Place = { user: "root", directory: "/" };

/**
 * A layer for each command, so that the builder's cache keeps those before the one that changed; `together` makes one
 * layer of neighbours that run in one place. User and directory are put back after the last one.
 */
export function runSteps(pieces: readonly StepPiece[], together: boolean): readonly Instruction[] {
  const out: Instruction[] = [];
  let place = start;
  for (const group of groupSteps(pieces, together)) {
    const [first] = group;
    if (first === undefined) continue;
    const comments = group.flatMap((piece) => piece.comment ?? []);
    const base: InstructionBase = {
      origins: group.flatMap((piece) => piece.origins),
      ...(comments.length === 0 ? {} : { comment: comments.join("\n") }),
    };
    const back = turnBack(place, first);
    const forth = turnForth(place, first, base);
    out.push(...back, ...forth);
    const scripts = group.flatMap((piece) => piece.script ?? []).slice(0, 1);
    const commands = group.length === 1 ? first.commands : group.flatMap(apart);
    const rest = forth.length === 0 ? base : { origins: base.origins, attached: true };
    out.push({ is: "run", mounts: scripts.map(mountOf), ...secretsOf(first), commands, ...rest });
    place = first;
  }
  return [...out, ...turnBack(place, start)];
}

function secretsOf({ secrets }: StepPiece): { readonly secrets?: StepPiece["secrets"] } {
  return secrets.length === 0 ? {} : { secrets };
}

function groupSteps(pieces: readonly StepPiece[], together: boolean): readonly (readonly StepPiece[])[] {
  const groups: StepPiece[][] = [];
  for (const piece of pieces) {
    const last = groups.at(-1);
    // A secret is there for the step that needs it, and for no other.
    const open = last?.[0]?.secrets.length === 0 && piece.secrets.length === 0;
    const same = open && last[0]?.user === piece.user && last[0].directory === piece.directory;
    if (together && same) last.push(piece);
    else groups.push([piece]);
  }
  return groups;
}

/** The commands of one step in a subshell, so that its variables are not those of the next one. */
function apart(piece: StepPiece): readonly Command[] {
  const last = piece.commands.length - 1;
  return piece.commands.map((command, index) => {
    const lines = [...command.lines];
    if (index === 0) lines[0] = `(${lines[0] ?? ""}`;
    if (index === last) lines[lines.length - 1] = `${lines.at(-1) ?? ""})`;
    return { ...command, lines };
  });
}

/** What goes back to where the machine starts: it belongs to the command before. */
function turnBack(from: Place, to: Place): readonly Instruction[] {
  const base = { origins: [], attached: true };
  return [
    ...(from.user !== to.user && to.user === start.user ? [{ is: "user" as const, user: to.user, ...base }] : []),
    ...(from.directory !== to.directory && to.directory === start.directory
      ? [{ is: "workdir" as const, path: to.directory, ...base }]
      : []),
  ];
}

/** What the next command needs: it stands below its comment. */
function turnForth(from: Place, to: Place, base: InstructionBase): readonly Instruction[] {
  const changes: Instruction[] = [];
  const next = (): InstructionBase => (changes.length === 0 ? base : { origins: base.origins, attached: true });
  if (from.user !== to.user && to.user !== start.user) changes.push({ is: "user", user: to.user, ...next() });
  if (from.directory !== to.directory && to.directory !== start.directory)
    changes.push({ is: "workdir", path: to.directory, ...next() });
  return changes;
}

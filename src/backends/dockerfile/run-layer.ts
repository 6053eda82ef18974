/** Neighbouring commands as one layer. */
import type { Heading, Piece } from "./piece.ts";
import type { BindMount, Command, Instruction } from "./target.ts";

type CommandsPiece = Extract<Piece, { readonly piece: "commands" }>;

const headings: Readonly<Record<Heading, string>> = {
  accounts: "users and groups",
  checks: "checks",
  system: "settings of the system",
  paths: "directories, links and modes",
};

/** `Users and groups, directories`: what the commands are about, then the author's own words. */
function commentOf(pieces: readonly CommandsPiece[]): string {
  const about = [...new Set(pieces.map((piece) => headings[piece.heading]))].join("; ");
  const docs = new Set(pieces.flatMap((piece) => piece.comment ?? []));
  return [about.charAt(0).toUpperCase() + about.slice(1), ...docs].join("\n");
}

/** Commands next to each other as one `RUN`, or as many as their mounts and words ask for. */
export function runCommands(pieces: readonly CommandsPiece[]): readonly Instruction[] {
  const out: Instruction[] = [];
  let open: { readonly piece: CommandsPiece; readonly command: Command }[] = [];
  const close = (): void => {
    if (open.length === 0) return;
    const commands = open.map((each) => each.command);
    const mount = commands.find((each) => each.mount !== undefined)?.mount;
    const origins = commands.flatMap((each) => each.origins);
    const comment = commentOf(open.map((each) => each.piece));
    const mounts = mount === undefined ? [] : [mount];
    out.push({ is: "run", mounts, commands: mergeLikeCommands(commands), origins, comment });
    open = [];
  };
  for (const piece of pieces)
    for (const each of piece.commands) {
      if (each.argv !== undefined) {
        close();
        const mounts = each.mount === undefined ? {} : { mounts: [each.mount] };
        out.push({ is: "run-exec", argv: each.argv, ...mounts, origins: each.origins });
        continue;
      }
      if (
        !canJoin(
          open.map((other) => other.command),
          each,
        )
      )
        close();
      open.push({ piece, command: each });
    }
  close();
  return out;
}

/**
 * One of the context's folders at a time, at /mnt, which every image has: for any other place the builder would leave
 * an empty directory behind.
 */
export function mountOf(path: string): BindMount {
  return { source: path.slice(0, path.indexOf("/")), target: "/mnt" };
}

/** Where a file of the context is during a `RUN` with {@link mountOf}. */
export function mountedPath(path: string): string {
  return `/mnt${path.slice(path.indexOf("/"))}`;
}

/** Whether a command can be in one `RUN` with others: with another mount, or with work of its own in /mnt, it cannot. */
function canJoin(open: readonly Command[], next: Command): boolean {
  const mount = open.find((each) => each.mount !== undefined)?.mount;
  if (mount === undefined) return next.mount === undefined || !open.some(worksInMnt);
  return next.mount === undefined ? !worksInMnt(next) : next.mount.source === mount.source;
}

function worksInMnt(each: Command): boolean {
  return each.mount === undefined && each.lines.some((line) => /(?:^|[\s'])\/mnt(?:[/\s']|$)/.test(line));
}

/** `mkdir -p` and equal `install -d` next to each other take all their paths at once. */
function mergeLikeCommands(commands: readonly Command[]): readonly Command[] {
  const merged: Command[] = [];
  for (const each of commands) {
    const previous = merged.at(-1);
    const joined = previous === undefined || each.mount !== undefined ? undefined : joinPaths(previous, each);
    if (joined === undefined) merged.push(each);
    else merged[merged.length - 1] = joined;
  }
  return merged;
}

function joinPaths(first: Command, second: Command): Command | undefined {
  const pattern = /^(mkdir -p|install -d -o \S+ -g \S+ -m \d+)((?: \S+)+)$/;
  const [a] = first.lines;
  const [b] = second.lines;
  if (a === undefined || b === undefined || second.lines.length > 1) return undefined;
  const next = pattern.exec(b);
  if (next === null) return undefined;
  const origins = [...first.origins, ...second.origins];
  const path = next[2] ?? "";
  if (first.lines.length > 1) return a === next[1] ? { lines: [...first.lines, `   ${path}`], origins } : undefined;
  const start = pattern.exec(a);
  return start?.[1] === next[1]
    ? { lines: [next[1] ?? "", `   ${start?.[2] ?? ""}`, `   ${path}`], origins }
    : undefined;
}

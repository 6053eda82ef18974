/** Neighbouring commands as one layer. */
import type { Heading, Piece } from "./piece.ts";
import type { BindMount, Command, Instruction } from "./target.ts";

type CommandsPiece = Extract<Piece, { readonly piece: "commands" }>;

const headings: Readonly<Record<Heading, string>> = {
  accounts: "users and groups",
  checks: "checks",
  edits: "changes in files of packages and of the system",
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
  let mount: BindMount | undefined;
  let ownMnt = false;
  const close = (): void => {
    if (open.length === 0) return;
    const commands = open.map((each) => each.command);
    const origins = commands.flatMap((each) => each.origins);
    const comment = commentOf(open.map((each) => each.piece));
    const mounts = mount === undefined ? [] : [mount];
    out.push({ is: "run", mounts, commands: mergeLikeCommands(commands), origins, comment });
    open = [];
    mount = undefined;
    ownMnt = false;
  };
  for (const piece of pieces)
    for (const each of piece.commands) {
      if (each.argv !== undefined) {
        close();
        const mounts = each.mount === undefined ? {} : { mounts: [each.mount] };
        out.push({ is: "run-exec", argv: each.argv, ...mounts, origins: each.origins });
        continue;
      }
      // With another mount, or with work of its own in /mnt, it cannot be in the same RUN.
      const mounted = each.mount ?? mount;
      const apart = each.mount !== undefined && mount !== undefined && each.mount.source !== mount.source;
      if (apart || (mounted !== undefined && (ownMnt || worksInMnt(each)))) close();
      open.push({ piece, command: each });
      mount ??= each.mount;
      ownMnt ||= worksInMnt(each);
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

function worksInMnt(each: Command): boolean {
  return each.mount === undefined && each.lines.some((line) => /(?:^|[\s'])\/mnt(?:[/\s']|$)/.test(line));
}

/** A command that takes any number of paths: everything but the paths, and the paths. */
const takesPaths = /^(mkdir -p|install -d -o \S+ -g \S+ -m \d+) (\S+)$/;

/** `mkdir -p` and equal `install -d` next to each other take all their paths at once. */
function mergeLikeCommands(commands: readonly Command[]): readonly Command[] {
  const runs: { readonly words: string | undefined; readonly commands: Command[] }[] = [];
  for (const command of commands) {
    const words = pathsCommand(command)?.[1];
    const last = runs.at(-1);
    if (words !== undefined && last?.words === words) last.commands.push(command);
    else runs.push({ words, commands: [command] });
  }
  return runs.flatMap((run) =>
    run.words === undefined || run.commands.length === 1 ? run.commands : [joinPaths(run.words, run.commands)],
  );
}

function pathsCommand(command: Command | undefined): RegExpExecArray | undefined {
  if (command === undefined || command.mount !== undefined || command.lines.length !== 1) return undefined;
  return takesPaths.exec(command.lines[0] ?? "") ?? undefined;
}

function joinPaths(words: string, commands: readonly Command[]): Command {
  const origins = commands.flatMap((command) => command.origins);
  return {
    lines: [words, ...commands.map((command) => `    ${pathsCommand(command)?.[2] ?? ""}`)],
    lineOrigins: [origins, ...commands.map((command) => command.origins)],
    origins,
  };
}

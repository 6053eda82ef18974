/** Neighbouring packages as one layer: index, packages, holds, removals, and no index left behind. */
import { shellArgument, shellCommand } from "../shared/shell.ts";
import type { Piece } from "./piece.ts";
import type { Command, Instruction, Origin } from "./target.ts";

/** A piece about a package. */
export type PackagePiece = Extract<Piece, { readonly piece: "install" | "uninstall" }>;

/** What the layer must know about its machine. */
export interface AptOptions {
  readonly installRecommends: boolean;
  /** Configuration files were put in place before: dpkg keeps them instead of asking, which a build cannot answer. */
  readonly filesBefore: boolean;
}

/** One `RUN` for these packages. */
export function aptLayer(pieces: readonly PackagePiece[], options: AptOptions): Instruction {
  const origins = pieces.flatMap((piece) => piece.origins);
  const installs = pieces.filter((piece) => piece.piece === "install");
  const commands: Command[] = [];
  if (installs.length > 0) {
    const pinned = installs.filter((piece) => piece.version !== undefined);
    const others = installs.filter((piece) => piece.version === undefined);
    const recommends = [options.installRecommends ? "--install-recommends" : "--no-install-recommends"];
    const keep = options.filesBefore ? ["-o", "Dpkg::Options::=--force-confold"] : [];
    commands.push({ lines: ["apt-get update"], origins });
    // apt skips an installed package that `--no-upgrade` forbids to change, even when another version is asked for.
    if (pinned.length > 0) commands.push(install(["--allow-downgrades", ...recommends, ...keep], pinned));
    // An older version that is already there stays: "present" does not mean "newest" on any target.
    if (others.length > 0) commands.push(install(["--no-upgrade", ...recommends, ...keep], others));
    const held = installs.filter((piece) => piece.hold);
    if (held.length > 0)
      commands.push({
        lines: [shellCommand(["apt-mark", "hold", ...names(held)])],
        origins: held.flatMap((piece) => piece.origins),
      });
  }
  const gone = pieces.filter((piece) => piece.piece === "uninstall");
  if (gone.length > 0) commands.push(remove(gone));
  if (installs.length > 0) commands.push({ lines: ["rm -rf /var/lib/apt/lists/*"], origins });
  return { is: "run", mounts: [], commands, origins, comment: commentOf(pieces) };
}

function install(
  options: readonly string[],
  pieces: readonly Extract<Piece, { readonly piece: "install" }>[],
): Command {
  const packages = new Map<string, Origin[]>();
  for (const { name, version, origins } of pieces) {
    const word = version === undefined ? name : `${name}=${version}`;
    packages.set(word, [...(packages.get(word) ?? []), ...origins]);
  }
  const words = sorted([...packages.keys()]);
  const origins = pieces.flatMap((piece) => piece.origins);
  return {
    // One per line, also a single one: a package more or less is one line of a diff.
    lines: [
      shellCommand(["apt-get", "install", "-y", ...options]),
      ...words.map((word) => `    ${shellArgument(word)}`),
    ],
    lineOrigins: [origins, ...words.map((word) => packages.get(word) ?? [])],
    origins,
  };
}

/** Only what is installed: apt fails for a name that it has never heard of. */
function remove(pieces: readonly PackagePiece[]): Command {
  const origins: readonly Origin[] = pieces.flatMap((piece) => piece.origins);
  const show = "dpkg-query --show --showformat='${Package} ${db:Status-Status}\\n'";
  return {
    lines: [
      `${show} ${shellCommand(names(pieces))} 2> /dev/null`,
      `    | awk '$2 == "installed" { print $1 }' | xargs -r apt-get remove -y`,
    ],
    origins,
  };
}

function names(pieces: readonly PackagePiece[]): readonly string[] {
  return sorted(pieces.map((piece) => piece.name));
}

function sorted(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort();
}

function commentOf(pieces: readonly Piece[]): string {
  const docs = pieces.flatMap((piece) => piece.comment ?? []);
  return ["Packages", ...new Set(docs)].join("\n");
}

/** One machine as a whole: its Dockerfile, its build context and what was found on the way. */
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { assembleImage } from "./assemble.ts";
import { baseImageOf } from "./base-images.ts";
import { originOf } from "./context.ts";
import type { MachineContext } from "./context.ts";
import { lowerOp } from "./lower/table.ts";
import { orderForCache } from "./order.ts";
import { joinLowered } from "./piece.ts";
import type { ContextFile, Piece } from "./piece.ts";
import { printDockerfile } from "./print.ts";
import type { PrintedDockerfile } from "./print.ts";
import { isProgram } from "./runnable.ts";
import type { Runtime } from "./runtime.ts";
import { systemAccountPieces } from "./system-accounts.ts";
import type { Instruction } from "./target.ts";

/** What becomes of one machine. */
export interface MachineImage {
  readonly dockerfile: PrintedDockerfile;
  readonly instructions: readonly Instruction[];
  readonly files: readonly ContextFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** Secrets that a step of the build reads, by their name in the spec; sorted. */
  readonly secrets: readonly string[];
  /** Whether each program is a stage of its own. */
  readonly staged: boolean;
}

const header: readonly string[] = [
  "Written by envc from an .envspec file. Change that file and build again; it asks before it replaces a change of yours.",
  "",
  "docker build .   or, with what belongs to it:   docker compose up --build",
];

/** The stage that every program of the machine is built on, when there are several, or when the machine itself runs none. */
const commonStage = "machine";

/** Makes the Dockerfile. The last stage, which `docker build` makes when it is not told otherwise, is the first program. */
export function makeImage(
  context: MachineContext,
  runtimes: readonly Runtime[],
  baseImage: string | undefined,
): MachineImage {
  const { machine } = context;
  const ordered = orderForCache(machine, context.packageAccounts);
  const lowered = joinLowered(ordered.map((op) => lowerOp(op, context)));
  const pieces = withCertificates([...systemAccountPieces(context), ...lowered.pieces], context);
  const files = [...lowered.files, ...runtimes.flatMap((runtime) => runtime.files)];
  // A job is not the machine: what is made of the machine's own service must not run it.
  const staged = runtimes.length > 1 || runtimes.some(({ runnable }) => !isProgram(runnable));
  const instructions: Instruction[] = [
    { is: "arg", name: "BASE_IMAGE", value: baseImage ?? baseImageOf(machine.os), origins: [] },
    { is: "from", image: { argument: "BASE_IMAGE" }, stage: staged ? commonStage : undefined, origins: [] },
  ];
  const body = assembleImage(pieces, lowered.files, context);
  if (body.some((node) => node.is === "run" || node.is === "run-exec"))
    instructions.push({ is: "arg", name: "DEBIAN_FRONTEND", value: "noninteractive", origins: [] });
  instructions.push(...body);
  for (const runtime of [...runtimes].reverse()) {
    const description = describe(runtime);
    if (staged)
      instructions.push({
        is: "from",
        image: commonStage,
        stage: runtime.runnable.name,
        origins: [],
        ...(description === undefined ? {} : { comment: `${runtime.runnable.name}: ${description}` }),
      });
    instructions.push(...labels(context, runtime), ...runtime.instructions);
  }
  if (runtimes.length === 0)
    instructions.push(...labels(context, undefined), {
      is: "user",
      user: "65534:65534",
      origins: [],
      comment: "The spec runs no program: whoever gets a shell is nobody. `docker run --user 0` is root.",
    });
  const diagnostics = [...lowered.diagnostics, ...runtimes.flatMap((runtime) => runtime.diagnostics)];
  const secrets = lowered.pieces.flatMap((piece) => (piece.piece === "step" ? piece.secrets : []));
  return {
    dockerfile: printDockerfile(header, instructions),
    instructions,
    files,
    diagnostics,
    secrets: [...new Set(secrets.map(({ secret }) => secret))].sort(),
    staged,
  };
}

/** OCI image labels (github.com/opencontainers/image-spec, annotations.md). No dates: equal input gives equal bytes. */
function labels(context: MachineContext, runtime: Runtime | undefined): readonly Instruction[] {
  const { program, machine } = context;
  const names = [
    program.name,
    ...(machine.implicit ? [] : [machine.name]),
    ...(runtime === undefined ? [] : [runtime.runnable.name]),
  ];
  const description = (runtime === undefined ? undefined : describe(runtime)) ?? machine.doc ?? program.doc;
  return [
    // A build argument from before FROM is known in a stage only when the stage names it.
    { is: "arg", name: "BASE_IMAGE", value: undefined, origins: [] },
    {
      is: "label",
      labels: [
        ["org.opencontainers.image.title", oneLine(names.join("/"))],
        ...(description === undefined ? [] : [["org.opencontainers.image.description", oneLine(description)] as const]),
        ["org.opencontainers.image.base.name", { argument: "BASE_IMAGE" }],
      ],
      origins: [],
    },
  ];
}

/** What the author says about a program, on one line; undefined when that is nothing more than its name. */
function describe(runtime: Runtime): string | undefined {
  const { op, name } = runtime.runnable;
  const written = "description" in op && op.description !== "" ? op.description : op.doc;
  const line = oneLine(written ?? "");
  return line === "" || line === name || ("name" in op && line === op.name) ? undefined : line;
}

function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- a label has one line
  return text.replace(/[\s\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g, " ").trim();
}

/** The certificates without which no package comes from a repository over https, in front of the first such one. */
function withCertificates(pieces: readonly Piece[], context: MachineContext): readonly Piece[] {
  const secure = context.machine.ops.find(
    (op) => op.op === "repository" && op.ensure === "present" && op.uris.some((uri) => uri.startsWith("https:")),
  );
  const source =
    secure === undefined ? -1 : pieces.findIndex((piece) => piece.origins.some((origin) => origin.op === secure.id));
  if (secure === undefined || source < 0) return pieces;
  return pieces.toSpliced(source, 0, installPiece("ca-certificates", originOf(secure, context.machine)));
}

function installPiece(name: string, origin: Piece["origins"][number]): Piece {
  return { piece: "install", name, version: undefined, hold: false, origins: [origin] };
}

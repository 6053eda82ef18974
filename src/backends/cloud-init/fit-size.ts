import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { diagnose } from "../../diagnostics/diagnose.ts";
import type { MachineProgram } from "../../ir/program.ts";
import type { Span } from "../../text/span.ts";
import { encode, packed } from "./content.ts";
import { printConfig, type PrintedConfig } from "./print-config.ts";
import { places } from "./places.ts";
import { countedSize, providers, takes, type Provider } from "./providers.ts";
import type { CloudConfig, WriteFile } from "./target.ts";

/** A file that fits, or the reason why it does not. */
export interface FittedConfig {
  readonly config: CloudConfig;
  readonly printed: PrintedConfig;
  readonly bytes: number;
  /** True when contents were packed to make it fit. */
  readonly packed: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Prints a file; contents of one that is too large for the machine's provider are packed one after the other until it
 * fits, what people read last. `environment` is named in what is said, as each has files of its own.
 */
export function fitSize(config: CloudConfig, machine: MachineProgram, environment?: string): FittedConfig {
  const what = `\`${machine.name}\`${environment === undefined ? "" : ` in \`${environment}\``}`;
  const usual = measure(config);
  const provider = machine.provider === undefined ? undefined : providers.get(machine.provider);
  if (provider === undefined)
    return {
      ...usual,
      packed: false,
      diagnostics: machine.provider === undefined ? tooLargeForAll(usual, machine, what) : [],
    };
  const small = packUntil(config, usual.bytes, (bytes) => countedSize(bytes, provider) <= provider.limit);
  const fitted =
    small.size === 0
      ? usual
      : measure({ ...config, writeFiles: config.writeFiles.map((file) => small.get(file) ?? file) });
  return {
    ...fitted,
    packed: small.size > 0,
    diagnostics: sizeDiagnostics(fitted.config, fitted.bytes, provider, machine, what),
  };
}

/**
 * The files to pack, with their packed forms, so that a file of `bytes` bytes fits, or all that get smaller. What one of
 * them saves is measured on that one alone: to print the whole file for each would take hours for a large project.
 */
function packUntil(
  config: CloudConfig,
  bytes: number,
  fits: (bytes: number) => boolean,
): ReadonlyMap<WriteFile, WriteFile> {
  const small = new Map<WriteFile, WriteFile>();
  if (fits(bytes)) return small;
  const bare = { ...config, header: [], hostname: undefined, raw: [], runCommands: [] };
  const alone = (file: WriteFile): number => measure({ ...bare, writeFiles: [file] }).bytes;
  let rest = bytes;
  for (const file of packingOrder(config.writeFiles)) {
    if (fits(rest)) break;
    const less = packed(file);
    if (less === file) continue;
    rest -= alone(file) - alone(less);
    small.set(file, less);
  }
  return small;
}

/** The check that nobody reads first, then the contents, the biggest first, the script at the end. */
function packingOrder(files: readonly WriteFile[]): readonly WriteFile[] {
  const rank = (file: WriteFile): number => (file.path === places.verify ? 0 : file.path === places.script ? 2 : 1);
  return [...files].sort((a, b) => rank(a) - rank(b) || b.bytes.length - a.bytes.length || (a.path < b.path ? -1 : 1));
}

function measure(config: CloudConfig): Pick<FittedConfig, "config" | "printed" | "bytes"> {
  const printed = printConfig(config);
  return { config, printed, bytes: Buffer.byteLength(printed.text) };
}

function sizeDiagnostics(
  config: CloudConfig,
  bytes: number,
  provider: Provider,
  machine: MachineProgram,
  what: string,
): Diagnostic[] {
  const size = countedSize(bytes, provider);
  const percent = Math.ceil((size / provider.limit) * 100);
  if (size < provider.limit * 0.8) return [];
  const span = spanOf(machine);
  const biggest = biggestParts(config.writeFiles);
  const scripts = scriptHelp(config.writeFiles, bytes, provider);
  const isOver = size > provider.limit;
  if (isOver && provider.source === "reported") {
    const way =
      scripts ??
      `the biggest parts are ${biggest}: let the machine fetch them (\`checkout\`, \`download\`), or let Ansible bring the application`;
    const params = { what, size, percent, provider: provider.title, biggest };
    return [diagnose("W0840", params, span, { help: `it will most likely be refused; ${way}` })];
  }
  const said = scripts === undefined ? {} : { help: scripts };
  if (!isOver) return [diagnose("W0840", { what, size, percent, provider: provider.title, biggest }, span, said)];
  return [diagnose("E0841", { what, size, provider: provider.title, limit: provider.limit, biggest }, span, said)];
}

/** A file for nobody in particular that no known provider would take: it is of no use, whoever makes the machine. */
function tooLargeForAll(
  { config, bytes }: Pick<FittedConfig, "config" | "bytes">,
  machine: MachineProgram,
  what: string,
): Diagnostic[] {
  const all = [...providers.values()].sort((a, b) => b.limit - a.limit);
  const [most] = all;
  if (most === undefined || all.some((each) => takes(each, bytes))) return [];
  const percent = Math.ceil((countedSize(bytes, most) / most.limit) * 100);
  const provider = `${most.title}, the provider with the most room,`;
  const biggest = biggestParts(config.writeFiles);
  const help =
    scriptHelp(config.writeFiles, bytes) ??
    `the biggest parts are ${biggest}: let the machine fetch them (\`checkout\`, \`download\`), or let Ansible bring the application; with \`provider = …\` in the machine envc packs the contents and says how much room there is`;
  return [diagnose("W0840", { what, size: bytes, percent, provider, biggest }, spanOf(machine), { help })];
}

function spanOf(machine: MachineProgram): Span {
  return machine.spans[0] ?? { file: "", start: 0, end: 0 };
}

/**
 * What helps where most of the contents are what sets the machine up, which no machine can fetch; undefined where the
 * spec's own are more. `provider`: who does not take the file.
 */
function scriptHelp(files: readonly WriteFile[], bytes: number, provider?: Provider): string | undefined {
  const isScript = (file: WriteFile): boolean => ownScripts.has(file.path);
  const own = sum(files.filter(isScript));
  if (own < sum(files.filter((file) => !isScript(file)))) return undefined;
  const others = [...providers.values()].filter((each) => takes(each, bytes)).map(({ title }) => title);
  const elsewhere = provider === undefined || takes(provider, bytes) || others.length === 0;
  return `contents are little of it beside the script that makes the machine and the one that checks it (${own} bytes): make the server with your SSH key alone, and let Ansible do the work (\`--target ansible\`)${elsewhere ? "" : `; ${others.join(", ")} would take it`}`;
}

function sum(files: readonly WriteFile[]): number {
  return files.reduce((size, file) => size + sizeOf(file), 0);
}

const ownScripts: ReadonlySet<string> = new Set([places.script, places.verify]);

function sizeOf({ bytes, encoding }: WriteFile): number {
  return encoding === "text" ? bytes.length : encode(bytes, encoding).length;
}

/** The three parts of the spec that take the most room: a folder that is copied is one part, however many files it has. */
function biggestParts(files: readonly WriteFile[]): string {
  const parts = new Map<string, { readonly files: number; readonly size: number }>();
  for (const file of files) {
    if (ownScripts.has(file.path)) continue;
    const op = file.provenance[0]?.op;
    const part = op?.startsWith("tree:") === true ? op.slice("tree:".length) : file.path.replace(waiting, "/");
    const known = parts.get(part) ?? { files: 0, size: 0 };
    parts.set(part, { files: known.files + 1, size: known.size + sizeOf(file) });
  }
  return [...parts]
    .sort(([a, one], [b, other]) => other.size - one.size || (a < b ? -1 : 1))
    .slice(0, 3)
    .map(([part, { files: count, size }]) => `\`${part}\` (${count === 1 ? "" : `${count} files, `}${size} bytes)`)
    .join(", ");
}

/** Where contents wait until the script puts them in place. */
const waiting = /^\/var\/lib\/provision\/files\//;

import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { diagnose } from "../../diagnostics/diagnose.ts";
import type { MachineProgram } from "../../ir/program.ts";
import { encode, packed } from "./content.ts";
import { printConfig, type PrintedConfig } from "./print-config.ts";
import { places } from "./places.ts";
import { countedSize, providers, type Provider } from "./providers.ts";
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
 * fits, what people read last.
 */
export function fitSize(config: CloudConfig, machine: MachineProgram): FittedConfig {
  const usual = measure(config);
  const provider = machine.provider === undefined ? undefined : providers.get(machine.provider);
  if (provider === undefined) return { ...usual, packed: false, diagnostics: [] };
  const small = packUntil(config, usual.bytes, (bytes) => countedSize(bytes, provider) <= provider.limit);
  const fitted =
    small.size === 0
      ? usual
      : measure({ ...config, writeFiles: config.writeFiles.map((file) => small.get(file) ?? file) });
  return {
    ...fitted,
    packed: small.size > 0,
    diagnostics: sizeDiagnostics(fitted.config, fitted.bytes, provider, machine),
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
): Diagnostic[] {
  const size = countedSize(bytes, provider);
  const percent = Math.ceil((size / provider.limit) * 100);
  if (size < provider.limit * 0.8) return [];
  const span = machine.spans[0] ?? { file: "", start: 0, end: 0 };
  const biggest = biggestFiles(config.writeFiles);
  if (size <= provider.limit || provider.source === "reported")
    return [diagnose("W0840", { machine: machine.name, size, percent, provider: provider.title, biggest }, span)];
  return [
    diagnose("E0841", { machine: machine.name, size, provider: provider.title, limit: provider.limit, biggest }, span),
  ];
}

function biggestFiles(files: readonly WriteFile[]): string {
  const sizes = files.map((file) => ({
    path: file.path.replace(/^\/var\/lib\/provision\/files\//, "/"),
    size: file.encoding === "text" ? file.bytes.length : encode(file.bytes, file.encoding).length,
  }));
  sizes.sort((a, b) => b.size - a.size || (a.path < b.path ? -1 : 1));
  return sizes
    .slice(0, 3)
    .map(({ path, size }) => `\`${path}\` (${size} bytes)`)
    .join(", ");
}

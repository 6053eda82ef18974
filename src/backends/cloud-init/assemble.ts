import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Host } from "../../ir/model.ts";
import type { MachineProgram, Program } from "../../ir/program.ts";
import type { Op } from "../../ir/ops.ts";
import { expandMachine, isExpandable } from "../../ir/expand-systemd.ts";
import { resolveText } from "../../ir/resolve-text.ts";
import { usualEncoding } from "./content.ts";
import { takeEarlyFiles } from "./early-files.ts";
import { holeValue, type HoleValue } from "./host-holes.ts";
import { lowerOp } from "./lower/lower-op.ts";
import { nothing, type LowerContext, type StagedFile } from "./lowered.ts";
import { mergeSteps } from "./merge-steps.ts";
import { isDoneOn } from "./once.ts";
import { loginsOf } from "./logins.ts";
import { places } from "./places.ts";
import { shorten } from "./readable.ts";
import { printScript, type PrintedScript } from "./print-script.ts";
import { provisionScript, verifyScript } from "./scripts.ts";
import { fetchStep, secretsOf } from "./secrets.ts";
import { supportOf } from "./support.ts";
import {
  call,
  type CloudConfig,
  type Hostname,
  type Provenance,
  type ProvisionStep,
  type RawKey,
  type WriteFile,
} from "./target.ts";
import { verifySteps } from "./verify.ts";
import { lateUnits, planWatchers, tellWatchers } from "./watchers.ts";

/** The cloud-config of one machine class, or of one of its hosts, and what is wrong with it. */
export interface Assembled {
  readonly config: CloudConfig;
  readonly diagnostics: readonly Diagnostic[];
}

/** A machine with its processes and schedules as units, and where each op of it comes from. */
export interface ExpandedMachine {
  readonly machine: MachineProgram;
  readonly origins: ReadonlyMap<Op, Provenance>;
}

/** Expands a machine and leaves out what this target does not do. The ops that it was made of stay the ones that are named. */
export function expandForTarget(machine: MachineProgram, program: Program): ExpandedMachine {
  const ops = machine.ops.filter((op) => supportOf(op, program).support !== "none");
  const expanded = expandMachine({ ...machine, ops });
  const ids = new Set(ops.map((op) => op.id));
  const expandable = ops.filter(isExpandable);
  const origins = expanded.ops.map((op): [Op, Provenance] => {
    const origin = ids.has(op.id) ? op : (expandable.find((each) => each.resource === op.resource) ?? op);
    return [op, { op: origin.id, spans: op.provenance }];
  });
  return { machine: expanded, origins: new Map(origins) };
}

/** Puts the file of a machine together, with the values of this host where they differ. */
export function assemble(program: Program, { machine, origins }: ExpandedMachine, host: Host | undefined): Assembled {
  const diagnostics: Diagnostic[] = [];
  const context = makeContext(program, machine, host, diagnostics, origins);
  const watchers = planWatchers(machine);
  const early = takeEarlyFiles(machine, watchers, context);
  const steps: ProvisionStep[] = [];
  const staged: StagedFile[] = [];
  const raw: RawKey[] = [];
  const fetched = new Set<string>();
  let hostname: Hostname | undefined;
  for (const op of machine.ops) {
    const lowered = early.done.has(op) || !isDoneOn(op, machine, host) ? nothing : lowerOp(op, context);
    for (const name of lowered.steps.length === 0 ? [] : secretsOf(op)) {
      if (!fetched.has(name)) steps.push(fetchStep(program, name, context.provenanceOf(op)));
      fetched.add(name);
    }
    steps.push(...tellWatchers(lowered.steps, op, watchers));
    staged.push(...lowered.files);
    raw.push(...(lowered.raw ?? []));
    if (lowered.hostname !== undefined) hostname = { name: lowered.hostname, provenance: context.provenanceOf(op) };
  }
  const about = describe(program, machine, host);
  const provision = printScript(provisionScript(about, withLateUnits(mergeSteps(steps))));
  const verify = printScript(verifyScript(about, verifySteps(program, machine, context)));
  return {
    diagnostics: [...diagnostics, ...duplicateKeys(raw)],
    config: {
      header: headerOf(program, about),
      hostname,
      disableRoot: !machine.hosts.some((each) => each.ssh.user === "root"),
      defaultUserStays: loginsOf(machine).defaultUser,
      writeFiles: [
        ...early.files.map((file) => writeFile(file.path, "root:root", file.mode, file, file.comment)),
        ...staged.map((file) => writeFile(places.files + file.path, undefined, "0600", file, undefined)),
        scriptFile(places.verify, verify),
        scriptFile(places.script, provision),
      ],
      runCommands: [["sh", places.script]],
      raw: raw.filter((each, index) => raw.findIndex((other) => other.key === each.key) === index),
      machine: machine.name,
    },
  };
}

function makeContext(
  program: Program,
  machine: MachineProgram,
  host: Host | undefined,
  diagnostics: Diagnostic[],
  origins: ReadonlyMap<Op, Provenance>,
): LowerContext {
  const reported = new Set<string>();
  const report = (diagnostic: Diagnostic): void => {
    const key = `${diagnostic.code} ${diagnostic.title} ${diagnostic.span.start}`;
    if (!reported.has(key)) diagnostics.push(diagnostic);
    reported.add(key);
  };
  return {
    program,
    machine,
    report,
    provenanceOf: (op) => origins.get(op) ?? { op: op.id, spans: op.provenance },
    resolve: (text, op) => {
      let missing: Exclude<HoleValue, { known: true }> | undefined;
      const resolved = resolveText(text, (hole) => {
        const value = holeValue(hole, program, machine, host);
        if (value.known) return value.value;
        missing ??= value;
        return undefined;
      });
      if (resolved.ok) return resolved.text;
      // Secrets are reported for the op as a whole, before it is lowered.
      if (missing !== undefined && missing.why !== "secret")
        report(
          diagnose("E0842", { name: missing.name, advice: adviceFor(missing, machine, host, op) }, resolved.hole.span),
        );
      return "";
    },
  };
}

function adviceFor(
  missing: Exclude<HoleValue, { known: true }>,
  machine: MachineProgram,
  host: Host | undefined,
  op: Op,
): string {
  if (missing.why === "address")
    return `give the machine \`${missing.name}\` a host with an address, or say which one is meant with \`primary = …\``;
  if (host === undefined)
    return `write the hosts of \`${machine.name}\` into the environment: \`host ${machine.name}-1 { machine = ${machine.name}, address = "…" }\``;
  return missing.name.startsWith("this.host.")
    ? `give the host \`${host.name}\` an \`address\``
    : `write \`${missing.name} = …\` into the host \`${host.name}\`, for \`${op.resource}\``;
}

function withLateUnits(steps: readonly ProvisionStep[]): ProvisionStep[] {
  const units = lateUnits(steps);
  if (units.length === 0) return [...steps];
  const statements = units.map((unit) => call("refresh_unit" as const, unit));
  return [
    ...steps,
    { title: "Restart what changed since it was started", comment: undefined, statements, provenance: [] },
  ];
}

function describe(program: Program, machine: MachineProgram, host: Host | undefined): string {
  const where = [
    ...(program.environment === undefined ? [] : [`environment ${program.environment}`]),
    ...(machine.implicit ? [] : [`machine ${machine.name}`]),
    ...(host === undefined ? [] : [`host ${host.name}`]),
  ].join(", ");
  return `This machine is described in ${program.name}.envspec${where === "" ? "" : ` (${where})`}.`;
}

function headerOf(program: Program, about: string): string[] {
  return [
    shorten(about),
    "Written by envc from that file: change it there, and build again.",
    ...(program.doc === undefined ? [] : ["", ...program.doc.split("\n")]),
  ];
}

function writeFile(
  path: string,
  owner: string | undefined,
  mode: string,
  file: StagedFile,
  comment: string | undefined,
): WriteFile {
  const encoding = usualEncoding(file.bytes);
  return { path, owner, mode, bytes: file.bytes, encoding, comment, provenance: [file.provenance], lines: [] };
}

function scriptFile(path: string, script: PrintedScript): WriteFile {
  const bytes = new TextEncoder().encode(script.text);
  return {
    path,
    owner: undefined,
    mode: "0700",
    bytes,
    encoding: "text",
    comment: undefined,
    provenance: [],
    lines: script.lines,
  };
}

function duplicateKeys(raw: readonly RawKey[]): Diagnostic[] {
  const seen = new Set<string>();
  return raw.flatMap(({ key, provenance }) => {
    const again = seen.has(key);
    seen.add(key);
    const span = provenance.spans[0];
    const instead = "one `raw` block for this key: it stands in two";
    return again && span !== undefined ? [diagnose("E0844", { key, instead }, span)] : [];
  });
}
